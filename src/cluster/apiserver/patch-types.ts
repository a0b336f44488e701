// The four ways to write a patch, by the media types that tell them apart.

export const JSON_PATCH = "application/json-patch+json";
export const MERGE_PATCH = "application/merge-patch+json";
export const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
export const APPLY_PATCH = "application/apply-patch+yaml";

export type PatchType = typeof JSON_PATCH | typeof MERGE_PATCH | typeof STRATEGIC_PATCH | typeof APPLY_PATCH;

/** Those that a resource takes: only built-in kinds say how their lists merge. */
export function patchTypes(isCustom: boolean): readonly PatchType[] {
  return [JSON_PATCH, MERGE_PATCH, ...(isCustom ? [] : ([STRATEGIC_PATCH] as const)), APPLY_PATCH];
}
