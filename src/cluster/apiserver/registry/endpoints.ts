// Endpoints, the older list of a Service's addresses.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../../api/names.ts";
import type { Endpoints } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { invalidEach, notSupported, required } from "./field-error.ts";
import { nonSpecialIpErrors } from "./ip.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { ipErrors, portNumberErrors } from "./names.ts";

type Subset = NonNullable<Endpoints["subsets"]>[number];
type Address = NonNullable<Subset["addresses"]>[number];
type Port = NonNullable<Subset["ports"]>[number];

const SHOWN = 3;

/** The first few, and how many there are besides. */
export function listText(list: readonly string[], none: string): string {
  const text = list.slice(0, SHOWN).join(",");
  if (list.length > SHOWN) return `${text} + ${list.length - SHOWN} more...`;
  return text === "" ? none : text;
}

function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return NONE;
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip.includes(":") ? `[${ip}]` : ip}:${port}`)),
  );
  return listText(all, "");
}

function validate({ subsets = [] }: Endpoints): FieldError[] {
  return subsets.flatMap((subset, i) => {
    const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
    const field = `subsets[${i}]`;
    const empty = addresses.length + notReadyAddresses.length === 0;
    return [
      ...(empty ? [required(field, "must specify `addresses` or `notReadyAddresses`")] : []),
      ...addresses.flatMap((each, a) => addressErrors(each, `${field}.addresses[${a}]`)),
      ...notReadyAddresses.flatMap((each, a) => addressErrors(each, `${field}.notReadyAddresses[${a}]`)),
      ...ports.flatMap((each, p) => portErrors(each, ports.length > 1, `${field}.ports[${p}]`)),
    ];
  });
}

function addressErrors({ ip = "", hostname = "", nodeName }: Address, field: string): FieldError[] {
  const faults = ipErrors(ip);
  return [
    ...invalidEach(`${field}.ip`, ip, faults),
    ...(hostname === "" ? [] : invalidEach(`${field}.hostname`, hostname, dns1123LabelErrors(hostname))),
    ...(nodeName === undefined ? [] : invalidEach(`${field}.nodeName`, nodeName, dns1123SubdomainErrors(nodeName))),
    ...(faults.length > 0 ? [] : invalidEach(`${field}.ip`, ip, nonSpecialIpErrors(ip))),
  ];
}

function portErrors({ name = "", port = 0, protocol = "" }: Port, needsName: boolean, field: string): FieldError[] {
  const errors = name === "" ? [] : invalidEach(`${field}.name`, name, dns1123LabelErrors(name));
  if (name === "" && needsName) errors.push(required(`${field}.name`));
  errors.push(...invalidEach(`${field}.port`, port, portNumberErrors(port)));
  const protocols = ["SCTP", "TCP", "UDP"];
  if (!protocols.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  return errors;
}

export const endpoints = defineKind<Endpoints>({
  get resource() {
    return catalogued("", "endpoints");
  },
  applyDefaults: ({ subsets = [] }) => {
    for (const { ports = [] } of subsets) for (const port of ports) port.protocol ??= "TCP";
  },
  validate,
  columns: [NAME, text("Endpoints", endpointsText), AGE],
});
