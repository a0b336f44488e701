// Small values in the spelling of Go's %v and of kubectl: lists, booleans, optional things.

import { goValue } from "../../api/go-values.ts";

/** `[a b]` */
export function goList(values: readonly unknown[] | undefined | null): string {
  return goValue(values ?? []);
}

/** `map[a:b c:d]` */
export function goMap(map: Readonly<Record<string, unknown>> | undefined | null): string {
  return goValue(map ?? {});
}

export function trueFalse(value: boolean | undefined | null): string {
  return value === true ? "True" : "False";
}

export function orUnset(value: unknown): string {
  return value === undefined || value === null ? "<unset>" : String(value);
}

export function orNone(text: string | undefined | null): string {
  return text === undefined || text === null || text === "" ? "<none>" : text;
}

/** Sorts entries as Go sorts the keys of a map. */
export function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}

/** By code units, as Go compares strings (not by language). */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `host:port`, with brackets around an IPv6 address. */
export function hostPort(host: string, port: number | string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
