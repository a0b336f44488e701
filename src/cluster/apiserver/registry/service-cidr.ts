// ServiceCIDRs, the ranges that Services get their addresses from, and IPAddresses, the addresses that they have.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123SubdomainErrors, pathSegmentErrors } from "../../../api/names.ts";
import type { KubeObject } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { immutable, invalid, invalidEach, required } from "./field-error.ts";
import { goStringList, goText } from "./go-syntax.ts";
import { cidrErrors, isIPv6, parseCIDR } from "./ip.ts";
import { defineKind, type FieldError } from "./kind.ts";

interface ServiceCIDR extends KubeObject {
  readonly spec?: { readonly cidrs?: readonly string[] };
  readonly status?: object;
}

function validate({ spec }: ServiceCIDR): FieldError[] {
  const [field, cidrs] = ["spec.cidrs", spec?.cidrs ?? []];
  if (cidrs.length === 0) return [required(field, "at least one CIDR required")];
  const shown = goText(`networking.ServiceCIDRSpec{CIDRs:${goStringList(cidrs)}}`);
  if (cidrs.length > 2) return [invalid(field, shown, "may only hold up to 2 values")];
  const families = new Set(cidrs.map((each) => isIPv6(each.split("/")[0] ?? "")));
  if (cidrs.length === 2 && families.size < 2) {
    const why = "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";
    return [invalid(field, shown, why)];
  }
  return cidrs.flatMap((each, i) => invalidEach(`${field}[${i}]`, each, strictErrors(each)));
}

/** Fields that are new take a range only in its usual form. */
function strictErrors(cidr: string): string[] {
  const faults = cidrErrors(cidr);
  if (faults.length > 0) return faults;
  const range = parseCIDR(cidr);
  if (range === undefined) return [];
  const [bits = ""] = cidr.split("/").slice(1);
  const base = [24, 16, 8, 0].map((shift) => Math.floor(range.base / 2 ** shift) % 256).join(".");
  if (cidr === `${base}/${bits}`) return [];
  const isMasked = cidr.startsWith(`${base}/`);
  return [
    isMasked
      ? `must be in canonical form ("${base}/${bits}")`
      : `must not have bits set beyond the prefix length ("${base}/${bits}")`,
  ];
}

export const serviceCIDRs = defineKind<ServiceCIDR>({
  get resource() {
    return catalogued("networking.k8s.io", "servicecidrs");
  },
  prepareForCreate: (object) => {
    (object as { status?: object }).status ??= {};
  },
  validate,
  validateUpdate: ({ spec: next }, { spec: previous }) =>
    immutable("spec.cidrs", next?.cidrs, previous?.cidrs, () => goStringList(next?.cidrs ?? [])),
  columns: [NAME, text("CIDRs", ({ spec }) => (spec?.cidrs ?? []).join(",")), AGE],
  hasStatus: true,
  hasGeneration: false,
});

interface IPAddress extends KubeObject {
  readonly spec?: { readonly parentRef?: Readonly<Record<string, string>> };
}

function parentErrors({ spec }: IPAddress): FieldError[] {
  const [field, parent] = ["spec.parentRef", spec?.parentRef];
  if (parent === undefined) return [required(field)];
  const { group = "", resource = "", name = "", namespace = "" } = parent;
  const segment = (value: string, part: string): FieldError[] =>
    invalidEach(`${field}.${part}`, value, value === "" ? [] : pathSegmentErrors(value));
  return [
    ...invalidEach(`${field}.group`, group, group === "" ? [] : dns1123SubdomainErrors(group)),
    ...(resource === "" ? [required(`${field}.resource`)] : segment(resource, "resource")),
    ...(name === "" ? [required(`${field}.name`)] : segment(name, "name")),
    ...segment(namespace, "namespace"),
  ];
}

function parentText({ spec }: IPAddress): string {
  const { resource = "", group = "", namespace = "", name = "" } = spec?.parentRef ?? {};
  const kind = group === "" ? resource : `${resource}.${group}`;
  return [kind, namespace, name].filter((each) => each !== "").join("/");
}

export const ipAddresses = defineKind<IPAddress>({
  get resource() {
    return catalogued("networking.k8s.io", "ipaddresses");
  },
  validate: parentErrors,
  validateUpdate: ({ spec: next }, { spec: previous }) =>
    immutable("spec.parentRef", next?.parentRef, previous?.parentRef, () => "networking.ParentReference{}"),
  columns: [NAME, text("ParentRef", parentText), AGE],
  selectableFields: {
    "spec.parentRef.group": ({ spec }) => spec?.parentRef?.group ?? "",
    "spec.parentRef.resource": ({ spec }) => spec?.parentRef?.resource ?? "",
    "spec.parentRef.name": ({ spec }) => spec?.parentRef?.name ?? "",
    "spec.parentRef.namespace": ({ spec }) => spec?.parentRef?.namespace ?? "",
  },
  hasGeneration: false,
});
