// The first addresses behind a port of a Service, as in `10.244.1.2:80,10.244.1.3:80,10.244.2.4:80 + 2 more...`.

import type { EndpointSlice } from "../../api/types.ts";
import { hostPort } from "./values.ts";

const SHOWN = 3;

export function formatSliceAddresses(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const addresses = slices.flatMap((slice) => readyAddresses(slice, portName));
  const shown = addresses.slice(0, SHOWN).join(",");
  return moreThanShown(slices, portName) ? `${shown} + ${addresses.length - SHOWN} more...` : shown;
}

function readyAddresses(slice: EndpointSlice, portName: string): string[] {
  const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  const addresses = ready.map((endpoint) => endpoint.addresses[0] ?? "");
  // A headless Service may have no ports at all.
  if (!slice.ports || slice.ports.length === 0) return addresses;
  const ports = slice.ports.filter(({ name = "" }) => name === portName);
  return ports.flatMap(({ port }) => addresses.map((address) => hostPort(address, port ?? 0)));
}

// kubectl looks for more as soon as three are found, so an endpoint that is not ready after them makes it say `+ 0 more...`.
function moreThanShown(slices: readonly EndpointSlice[], portName: string): boolean {
  let found = 0;
  for (const slice of slices) {
    const rounds =
      slice.ports && slice.ports.length > 0 ? slice.ports.filter(({ name = "" }) => name === portName).length : 1;
    for (let round = 0; round < rounds; round += 1) {
      for (const { conditions } of slice.endpoints ?? []) {
        if (found === SHOWN) return true;
        if (conditions?.ready !== false) found += 1;
      }
    }
  }
  return false;
}
