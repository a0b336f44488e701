// Puts the fields of objects into the order of Go's structs: how kubectl writes JSON of what it has decoded into its own types.

type Loose = Readonly<Record<string, unknown>>;

const ENVELOPE = ["kind", "apiVersion", "metadata", "items", "spec", "status"];

const METADATA = [
  "name",
  "generateName",
  "namespace",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
];

const EVENT = [
  ...ENVELOPE,
  "involvedObject",
  "reason",
  "message",
  "source",
  "firstTimestamp",
  "lastTimestamp",
  "count",
  "type",
  "eventTime",
  "series",
  "action",
  "related",
  "reportingComponent",
  "reportingInstance",
];

const REFERENCE = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

const USER_INFO = ["username", "uid", "groups", "extra"];

/** Fields that are objects with an order of their own, by their names. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  metadata: METADATA,
  involvedObject: REFERENCE,
  related: REFERENCE,
  userInfo: USER_INFO,
};

/** Known fields first, the others sorted. */
// Simplified: below spec and status fields come sorted; only their order in JSON differs, and only where kubectl prints whole lists of its own.
export function inGoOrder(object: Loose): Record<string, unknown> {
  const isEvent = "involvedObject" in object;
  return ordered(object, isEvent ? EVENT : ENVELOPE);
}

function ordered(object: Loose, known: readonly string[]): Record<string, unknown> {
  const others = Object.keys(object)
    .filter((key) => !known.includes(key))
    .sort();
  const keys = [...known.filter((key) => object[key] !== undefined), ...others];
  return Object.fromEntries(keys.map((key) => [key, orderedValue(key, object[key])]));
}

function orderedValue(key: string, value: unknown): unknown {
  if (key === "items" && Array.isArray(value)) return value.map((item) => inGoOrder(item as Loose));
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => orderedValue("", item));
  return ordered(value as Loose, INNER[key] ?? []);
}
