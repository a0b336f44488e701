// EndpointSlices.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123LabelErrors, qualifiedNameErrors } from "../../../api/names.ts";
import type { EndpointSlice } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { listText } from "./endpoints.ts";
import { deepEqual, duplicate, immutable, invalidEach, notSupported, required, tooMany } from "./field-error.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { ipErrors } from "./names.ts";

const UNSET = "<unset>";
const TYPES = ["FQDN", "IPv4", "IPv6"];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;

const columns: readonly Column<EndpointSlice>[] = [
  NAME,
  text("AddressType", ({ addressType }) => addressType),
  text("Ports", ({ ports }) =>
    listText(
      (ports ?? []).map(({ port, name }) => `${port ?? (name || "*")}`),
      UNSET,
    ),
  ),
  text("Endpoints", ({ endpoints }) =>
    listText(
      (endpoints ?? []).flatMap(({ addresses }) => addresses),
      UNSET,
    ),
  ),
  AGE,
];

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

function validate(slice: EndpointSlice): FieldError[] {
  return [...endpointErrors(slice), ...portErrors(slice)];
}

function portErrors({ ports }: EndpointSlice): FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap(({ name = "", protocol = "", appProtocol }, i) => {
    const field = `ports[${i}]`;
    const errors = invalidEach(`${field}.name`, name, name === "" ? [] : dns1123LabelErrors(name));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
    if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, PROTOCOLS));
    if (appProtocol === undefined) return errors;
    return [...errors, ...invalidEach(`${field}.appProtocol`, appProtocol, qualifiedNameErrors(appProtocol))];
  });
}

function endpointErrors({ addressType = "", endpoints }: EndpointSlice): FieldError[] {
  if (!TYPES.includes(addressType)) {
    return [addressType === "" ? required("addressType") : notSupported("addressType", addressType, TYPES)];
  }
  const list = endpoints ?? [];
  if (list.length > MAX_ENDPOINTS) return [tooMany("endpoints", list.length, MAX_ENDPOINTS)];
  return list.flatMap(({ addresses = [] }, i) => {
    const field = `endpoints[${i}].addresses`;
    if (addresses.length === 0) return [required(field, "must contain at least 1 address")];
    if (addresses.length > MAX_ADDRESSES) return [tooMany(field, addresses.length, MAX_ADDRESSES)];
    if (addressType === "FQDN") return [];
    return addresses.flatMap((ip, a) => invalidEach(`${field}[${a}]`, ip, ipErrors(ip)));
  });
}

export const endpointSlices = defineKind<EndpointSlice>({
  get resource() {
    return catalogued("discovery.k8s.io", "endpointslices");
  },
  applyDefaults: ({ ports = [] }) => {
    for (const port of ports ?? []) {
      port.name ??= "";
      port.protocol ??= "TCP";
    }
  },
  // There is no spec here: what counts is everything but metadata.
  prepareForUpdate: (next, previous) => {
    const same = deepEqual(next.endpoints, previous.endpoints) && deepEqual(next.ports, previous.ports);
    next.metadata.generation = (previous.metadata.generation ?? 0) + (same ? 0 : 1);
  },
  validate,
  validateUpdate: (next, previous) => immutable("addressType", next.addressType, previous.addressType),
  columns,
  hasGeneration: true,
});
