// Ingresses.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1035LabelErrors, dns1123SubdomainErrors, pathSegmentErrors, portNameErrors } from "../../../api/names.ts";
import type { Draft, Ingress } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { listText } from "./endpoints.ts";
import { invalid, invalidEach, notSupported, required } from "./field-error.ts";
import { goText } from "./go-syntax.ts";
import { isIP } from "./ip.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { portNumberErrors, wildcardSubdomainErrors } from "./names.ts";

type Spec = Ingress["spec"];
type Rule = NonNullable<Spec["rules"]>[number];
type Path = NonNullable<Rule["http"]>["paths"][number];
type Backend = NonNullable<Spec["defaultBackend"]>;

const CLASS = "kubernetes.io/ingress.class";

const columns: readonly Column<Ingress>[] = [
  NAME,
  text("Class", ({ metadata, spec }) => spec.ingressClassName ?? metadata.annotations?.[CLASS] ?? NONE),
  text("Hosts", ({ spec }) =>
    listText(
      (spec.rules ?? []).flatMap(({ host }) => host || []),
      "*",
    ),
  ),
  text("Address", ({ status }) =>
    (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "").join(","),
  ),
  text("Ports", ({ spec }) => ((spec.tls ?? []).length > 0 ? "80, 443" : "80")),
  AGE,
];

function validate(ingress: Ingress, context: RegistryContext): FieldError[] {
  const { spec } = ingress;
  const rules = spec.rules ?? [];
  const errors: FieldError[] = [];
  if (rules.length === 0 && spec.defaultBackend === undefined) {
    const text = "either `defaultBackend` or `rules` must be specified";
    errors.push(invalid("spec", goText("[]networking.IngressRule(nil)"), text));
  }
  if (spec.defaultBackend !== undefined) errors.push(...backendErrors(spec.defaultBackend, "spec.defaultBackend"));
  errors.push(...rules.flatMap((rule, i) => ruleErrors(rule, `spec.rules[${i}]`)));
  for (const [t, { hosts = [], secretName = "" }] of (spec.tls ?? []).entries()) {
    for (const [h, host] of hosts.entries()) {
      errors.push(...invalidEach(`spec.tls[${t}].hosts[${h}]`, host, hostFaults(host)));
    }
    const faults = secretName === "" ? [] : dns1123SubdomainErrors(secretName);
    errors.push(...invalidEach(`spec.tls[${t}].secretName`, secretName, faults));
  }
  if (spec.ingressClassName !== undefined) {
    const name = spec.ingressClassName;
    errors.push(...invalidEach("spec.ingressClassName", name, dns1123SubdomainErrors(name)));
  }
  return [...errors, ...classErrors(ingress, context)];
}

// The annotation is from before the field; whoever writes both has to mean the same.
function classErrors({ metadata, spec }: Ingress, context: RegistryContext): FieldError[] {
  const annotated = metadata.annotations?.[CLASS];
  if (annotated === undefined || spec.ingressClassName === undefined || annotated === spec.ingressClassName) return [];
  if (context.find("ingresses.networking.k8s.io", metadata.namespace, metadata.name) !== undefined) return [];
  const text = "must match `ingressClassName` when both are specified";
  return [invalid(`annotations.${CLASS}`, annotated, text)];
}

function hostFaults(host: string): string[] {
  return host.includes("*") ? wildcardSubdomainErrors(host) : dns1123SubdomainErrors(host);
}

function ruleErrors({ host = "", http }: Rule, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (host !== "") {
    if (isIP(host)) errors.push(invalid(`${field}.host`, host, "must be a DNS name, not an IP address"));
    errors.push(...invalidEach(`${field}.host`, host, hostFaults(host)));
  }
  if (http === undefined) return errors;
  const paths = http.paths ?? [];
  if (paths.length === 0) return [...errors, required(`${field}.http.paths`)];
  return [...errors, ...paths.flatMap((path, i) => pathErrors(path, `${field}.http.paths[${i}]`))];
}

const PATH_TYPES = ["Exact", "ImplementationSpecific", "Prefix"];

function pathErrors({ path = "", pathType, backend }: Path, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (pathType === undefined || pathType === null) {
    return [required(`${field}.pathType`, "pathType must be specified")];
  }
  if (!PATH_TYPES.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, PATH_TYPES));
  else if (pathType === "ImplementationSpecific") {
    if (path !== "" && !path.startsWith("/")) errors.push(invalid(`${field}.path`, path, "must be an absolute path"));
  } else errors.push(...invalidEach(`${field}.path`, path, pathFaults(path)));
  return [...errors, ...backendErrors(backend ?? {}, `${field}.backend`)];
}

function pathFaults(path: string): string[] {
  const faults = path.startsWith("/") ? [] : ["must be an absolute path"];
  const inside = ["//", "/./", "/../", "%2f", "%2F"].filter((each) => path.includes(each));
  const atEnd = ["/..", "/."].filter((each) => path.endsWith(each));
  return [
    ...faults,
    ...inside.map((each) => `must not contain '${each}'`),
    ...atEnd.map((each) => `cannot end with '${each}'`),
  ];
}

function backendErrors({ service, resource }: Partial<Backend>, field: string): FieldError[] {
  if (service !== undefined && resource !== undefined) {
    return [invalid(field, "", "cannot set both resource and service backends")];
  }
  if (resource !== undefined) return typedReferenceErrors(resource, `${field}.resource`);
  if (service === undefined) return [invalid(field, "", "resource or service backend is required")];
  const { name = "", port } = service;
  const errors =
    name === ""
      ? [required(`${field}.service.name`)]
      : invalidEach(`${field}.service.name`, name, dns1035LabelErrors(name));
  const [portName, number] = [port?.name ?? "", port?.number ?? 0];
  if (portName !== "" && number !== 0) errors.push(invalid(field, "", "cannot set both port name & port number"));
  else if (portName !== "")
    errors.push(...invalidEach(`${field}.service.port.name`, portName, portNameErrors(portName)));
  else if (number !== 0) errors.push(...invalidEach(`${field}.service.port.number`, number, portNumberErrors(number)));
  else errors.push(required(field, "port name or number is required"));
  return errors;
}

/** A reference to an object of some kind in the same namespace. */
export function typedReferenceErrors(
  { apiGroup, kind = "", name = "" }: { apiGroup?: string; kind?: string; name?: string },
  field: string,
): FieldError[] {
  const segment = (value: string, part: string): FieldError[] =>
    value === ""
      ? [required(`${field}.${part}`, `${part} is required`)]
      : invalidEach(`${field}.${part}`, value, pathSegmentErrors(value));
  return [
    ...(apiGroup === undefined ? [] : invalidEach(`${field}.apiGroup`, apiGroup, dns1123SubdomainErrors(apiGroup))),
    ...segment(kind, "kind"),
    ...segment(name, "name"),
  ];
}

export const ingresses = defineKind<Ingress>({
  get resource() {
    return catalogued("networking.k8s.io", "ingresses");
  },
  applyDefaults: (ingress) => {
    ingress.spec ??= {};
  },
  prepareForCreate: (ingress) => {
    ingress.status = { loadBalancer: {} } as Draft<Ingress>["status"];
  },
  validate,
  warnings: ({ metadata }, previous) =>
    previous === undefined && metadata.annotations?.[CLASS] !== undefined
      ? [`annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  columns,
  hasStatus: true,
});
