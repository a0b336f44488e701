// The strategic merge patch between two versions of an object that a command has changed: only what differs, lists of named
// things by name.

import { deepEqual } from "../api/equality.ts";

export type Fields = Readonly<Record<string, unknown>>;

// The lists that the API merges by the name of their items; all others are replaced whole.
const MERGED_BY_NAME: readonly string[] = ["containers", "initContainers", "ephemeralContainers", "env", "volumes"];

/** undefined when nothing differs. */
export function objectPatch(before: Fields, after: Fields): Fields | undefined {
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[name], after[name]];
    if (deepEqual(old, now)) continue;
    if (now === undefined) patch[name] = null;
    else if (MERGED_BY_NAME.includes(name) && Array.isArray(old) && Array.isArray(now)) {
      patch[name] = listPatch(old, now);
      // Without it the server puts what is new before what was there.
      patch[`$setElementOrder/${name}`] = namesOf(now);
    } else if (isFields(old) && isFields(now)) patch[name] = objectPatch(old, now);
    else patch[name] = now;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function listPatch(before: readonly Fields[], after: readonly Fields[]): Fields[] {
  const patch: Fields[] = [];
  for (const item of after) {
    const old = before.find((each) => each.name === item.name);
    const changes = old === undefined ? item : objectPatch(old, item);
    if (changes !== undefined) patch.push({ ...changes, name: item.name });
  }
  for (const { name } of before) {
    if (!after.some((item) => item.name === name)) patch.push({ name, $patch: "delete" });
  }
  return patch;
}

/** The order of a list's items, as a patch says it. */
export function namesOf(items: readonly Fields[]): Fields[] {
  return items.map(({ name }) => ({ name }));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
