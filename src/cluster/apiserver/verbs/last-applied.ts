// How server-side apply by kubectl minds the annotation in which client-side apply keeps what it applied last: it is kept up to date,
// and what it says was applied is kubectl's own, whoever the managed fields name.

import { compare } from "../../../api/managed-fields/compare.ts";
import { difference, fieldsOf, isFields, type Merge, pathTexts } from "../../../api/managed-fields/field-set.ts";
import type { FieldConflict, FieldManager, FieldSet } from "../../../api/managed-fields.ts";

type Fields = Readonly<Record<string, unknown>>;

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Only the manager of this name opts in. */
export function mindsLastApplied({ manager }: FieldManager): boolean {
  return manager === "kubectl";
}

/** The conflicts that are none: about fields that client-side apply has set, and that nobody has changed since. */
export function conflictsWithOthers(
  conflicts: readonly FieldConflict[],
  live: Fields,
  merge: Merge,
): readonly FieldConflict[] {
  const last = lastAppliedOf(live);
  if (last === undefined) return conflicts;
  const own = new Set(pathTexts(unchangedFields(last, live, merge)));
  return conflicts.filter(({ path }) => !own.has(path));
}

function unchangedFields(last: Fields, live: Fields, merge: Merge): FieldSet {
  const { changed, removed } = compare(live, last, merge);
  return difference(difference(fieldsOf(last, merge, false), changed), removed);
}

function lastAppliedOf(object: Fields): Fields | undefined {
  const text = annotationsOf(object)[LAST_APPLIED];
  if (typeof text !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The object whose annotation, where it has one, says what has been applied now. */
export function withLastApplied(object: Fields, applied: Fields): Fields {
  if (annotationsOf(object)[LAST_APPLIED] === undefined) return object;
  const { managedFields: _, ...metadata } = metadataOf(applied);
  const { [LAST_APPLIED]: __, ...annotations } = annotationsOf(applied);
  const text = `${sortedJson({ ...applied, metadata: { ...metadata, annotations } })}\n`;
  return {
    ...object,
    metadata: { ...metadataOf(object), annotations: { ...annotationsOf(object), [LAST_APPLIED]: text } },
  };
}

function metadataOf(object: Fields): Fields {
  return isFields(object.metadata) ? object.metadata : {};
}

function annotationsOf(object: Fields): Fields {
  const { annotations } = metadataOf(object);
  return isFields(annotations) ? annotations : {};
}

/** As Go writes maps, with <, > and & so that JSON can stand in HTML. */
function sortedJson(value: unknown): string {
  const sorted = (_: string, inner: unknown): unknown =>
    isFields(inner)
      ? Object.fromEntries(
          Object.keys(inner)
            .sort()
            .map((key) => [key, inner[key]]),
        )
      : inner;
  return JSON.stringify(value, sorted).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
