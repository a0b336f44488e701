// How endpoints are laid out on slices: at most 100 each, by the set of ports, changing as few slices as possible.

import type { EndpointSlice } from "../../../api/types.ts";
import { canonicalJson } from "../deep-equal.ts";
import type { EndpointPort } from "./service-pods.ts";

export type Endpoint = EndpointSlice["endpoints"][number];

export const MAX_ENDPOINTS = 100;

/** What one slice should hold; without `slice` it is a new one. */
export interface SliceContent {
  readonly slice?: EndpointSlice;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** The contents of all slices; existing ones that do not appear have become superfluous. */
export function layOut(groups: readonly PortGroup[], existing: readonly EndpointSlice[]): SliceContent[] {
  const contents = groups.flatMap((group) =>
    layOutGroup(
      group,
      existing.filter((slice) => samePorts(slice, group)),
    ),
  );
  const used = new Set(contents.map(({ slice }) => slice));
  const spare = existing.filter((slice) => !used.has(slice));
  // A slice whose ports have changed keeps its name.
  return contents.map((content) => {
    const slice = content.slice ?? spare.shift();
    return slice === undefined ? content : { ...content, slice };
  });
}

function samePorts(slice: EndpointSlice, group: PortGroup): boolean {
  return canonicalJson(slice.ports ?? []) === canonicalJson(group.ports);
}

function layOutGroup({ ports, endpoints }: PortGroup, slices: readonly EndpointSlice[]): SliceContent[] {
  const wanted = new Map(endpoints.map((endpoint) => [identity(endpoint), endpoint]));
  const kept = slices.map((slice) => ({
    slice,
    endpoints: slice.endpoints.flatMap((endpoint) => take(wanted, identity(endpoint))),
  }));
  const filled: { slice?: EndpointSlice; endpoints: Endpoint[] }[] = kept.filter((each) => each.endpoints.length > 0);
  const rest = [...wanted.values()];
  for (const each of filled) each.endpoints.push(...rest.splice(0, MAX_ENDPOINTS - each.endpoints.length));
  while (rest.length > 0 || filled.length === 0) {
    const empty = kept.find(({ slice }) => !filled.some((each) => each.slice === slice));
    filled.push({ ...(empty === undefined ? {} : { slice: empty.slice }), endpoints: rest.splice(0, MAX_ENDPOINTS) });
  }
  return filled.map((each) => ({ ...each, ports }));
}

function take(wanted: Map<string, Endpoint>, key: string): Endpoint[] {
  const found = wanted.get(key);
  wanted.delete(key);
  return found === undefined ? [] : [found];
}

function identity({ addresses, targetRef }: Endpoint): string {
  return `${targetRef?.uid ?? ""}/${addresses.join(",")}`;
}
