// Services.

import { catalogued } from "../../../api/catalogue.ts";
import type { Service } from "../../../api/types.ts";
import { AGE, labelsText, NAME, NONE, text, wide } from "./columns.ts";
import { forbidden, invalid } from "./field-error.ts";
import { cidrWarnings, ipWarnings } from "./ip-warnings.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { needsHealthCheckPort } from "./service/allocation.ts";
import { validateAllocation, validateClusterIPsUpdate } from "./service/cluster-ips.ts";
import { applyServiceDefaults, prepareServiceForCreate, prepareServiceForUpdate } from "./service/lifecycle.ts";
import { isHeadless, validateService } from "./service/validation.ts";

const columns: readonly Column<Service>[] = [
  NAME,
  text("Type", ({ spec }) => spec.type ?? ""),
  text("Cluster-IP", ({ spec }) => spec.clusterIPs?.[0] || NONE),
  text("External-IP", externalIPText),
  text("Port(s)", portsText),
  AGE,
  wide("Selector", ({ spec }) => labelsText(spec.selector as Readonly<Record<string, string>> | undefined)),
];

function externalIPText({ spec, status }: Service): string {
  if (spec.type === "ExternalName") return spec.externalName ?? "";
  const asked = spec.externalIPs ?? [];
  if (spec.type !== "LoadBalancer") return asked.join(",") || NONE;
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "");
  return [...new Set(given.filter((each) => each !== ""))].sort().concat(asked).join(",") || "<pending>";
}

function portsText({ spec }: Service): string {
  const list = (spec.ports ?? []).map(({ port, nodePort = 0, protocol }) =>
    nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return list.join(",") || NONE;
}

// Kubernetes hands out addresses and ports before it looks at the rest: what cannot be had is all that is told.
function validate(service: Service, context: RegistryContext): FieldError[] {
  const errors = validateAllocation(service, context);
  return errors.length > 0 ? errors : validateService(service);
}

function validateUpdate(next: Service, previous: Service): FieldError[] {
  const errors = validateClusterIPsUpdate(next, previous);
  const [port, before] = [next.spec.healthCheckNodePort, previous.spec.healthCheckNodePort];
  if (needsHealthCheckPort(next) && needsHealthCheckPort(previous) && port !== before) {
    errors.push(forbidden("spec.healthCheckNodePort", "field is immutable"));
  }
  const [kind, former] = [next.spec.loadBalancerClass, previous.spec.loadBalancerClass];
  if (next.spec.type === "LoadBalancer" && previous.spec.type === "LoadBalancer" && kind !== former) {
    errors.push(invalid("spec.loadBalancerClass", kind ?? null, "may not change once set"));
  }
  return errors;
}

const HINTS = "service.kubernetes.io/topology-aware-hints";
const MODE = "service.kubernetes.io/topology-mode";

function warnings({ metadata, spec }: Service): string[] {
  const texts: string[] = [];
  if (metadata.annotations?.[HINTS] !== undefined)
    texts.push(`annotation ${HINTS} is deprecated, please use ${MODE} instead`);
  const { clusterIPs = [], externalIPs = [], loadBalancerIP = "", loadBalancerSourceRanges: ranges = [] } = spec;
  if (!isHeadless(spec)) texts.push(...clusterIPs.flatMap((ip, i) => ipWarnings(ip, `spec.clusterIPs[${i}]`)));
  if (isHeadless(spec)) {
    if (spec.loadBalancerIP) texts.push("spec.loadBalancerIP is ignored for headless services");
    if ((spec.externalIPs ?? []).length > 0) texts.push("spec.externalIPs is ignored for headless services");
    if (spec.sessionAffinity !== "None") texts.push("spec.SessionAffinity is ignored for headless services");
  }
  texts.push(...externalIPs.flatMap((ip, i) => ipWarnings(ip, `spec.externalIPs[${i}]`)));
  if (loadBalancerIP !== "") texts.push(...ipWarnings(loadBalancerIP, "spec.loadBalancerIP"));
  texts.push(...ranges.flatMap((range, i) => cidrWarnings(range.trim(), `spec.loadBalancerSourceRanges[${i}]`)));
  if (spec.type === "ExternalName" && externalIPs.length > 0)
    texts.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.externalName && spec.type !== "ExternalName") {
    texts.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  return texts;
}

export const services = defineKind<Service>({
  get resource() {
    return catalogued("", "services");
  },
  applyDefaults: applyServiceDefaults,
  prepareForCreate: prepareServiceForCreate,
  prepareForUpdate: prepareServiceForUpdate,
  validate,
  validateUpdate,
  warnings,
  columns,
  selectableFields: {
    "spec.clusterIP": ({ spec }) => spec.clusterIP ?? "",
    "spec.type": ({ spec }) => spec.type ?? "",
  },
  hasStatus: true,
  hasGeneration: false,
});
