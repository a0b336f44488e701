// JSON of objects. What the store hands out never changes, so each object is written once, however many clients ask for it.

import { apiVersionOf, catalogue, parseApiVersion } from "./catalogue.ts";

const written = new WeakMap<object, string>();

/** As JSON.stringify; objects inside a list are remembered one by one. */
export function encodeObject(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const known = written.get(value);
  if (known !== undefined) return known;
  const { items } = value as { readonly items?: unknown };
  const text = Array.isArray(items) ? encodeList(value as Listed) : JSON.stringify(typeFirst(value));
  if (!Array.isArray(items)) written.set(value, text);
  return text;
}

// What it is comes before what it holds, wherever its sender had put that; kinds that Go has no type for are sorted by name.
function typeFirst(value: object): object {
  if (!("kind" in value && "apiVersion" in value) || !isTypedGroup(String(value.apiVersion))) return value;
  const { kind, apiVersion, ...rest } = value;
  return { kind, apiVersion, ...rest };
}

interface Listed {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly items: readonly unknown[];
}

// A list is new for each request; its objects are not.
function encodeList(list: Listed): string {
  const told = typeToldByList(list);
  const encodeItem = (item: unknown): string => {
    const text = encodeObject(item);
    return told !== "" && text.startsWith(told) ? `{${text.slice(told.length)}` : text;
  };
  const fields = Object.entries(list).flatMap(([name, value]) => {
    const text = name === "items" ? `[${list.items.map(encodeItem).join(",")}]` : JSON.stringify(value);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${fields.join(",")}}`;
}

/** How the items' texts begin where Go leaves their type out, since the list's says it; "" for kinds that Go has no type for. */
function typeToldByList({ kind, apiVersion }: Listed): string {
  if (typeof kind !== "string" || typeof apiVersion !== "string" || !typedLists().has(`${apiVersion}/${kind}`))
    return "";
  return `{"kind":${JSON.stringify(kind.slice(0, -"List".length))},"apiVersion":${JSON.stringify(apiVersion)},`;
}

let groups: ReadonlySet<string> | undefined;

function isTypedGroup(apiVersion: string): boolean {
  groups ??= new Set(["", "metrics.k8s.io", ...catalogue().map(({ group }) => group)]);
  return groups.has(parseApiVersion(apiVersion).group);
}

let lists: ReadonlySet<string> | undefined;

function typedLists(): ReadonlySet<string> {
  const metrics = ["NodeMetricsList", "PodMetricsList"].map((kind) => `metrics.k8s.io/v1beta1/${kind}`);
  lists ??= new Set([...catalogue().map((info) => `${apiVersionOf(info)}/${info.kind}List`), ...metrics]);
  return lists;
}
