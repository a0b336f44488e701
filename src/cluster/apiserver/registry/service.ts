// Services.

import { catalogued } from "../../../api/catalogue.ts";
import type { Service } from "../../../api/types.ts";
import { AGE, labelsText, NAME, NONE, text, wide } from "./columns.ts";
import { forbidden } from "./field-error.ts";
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

// Kubernetes hands out addresses only when everything else is right.
function validate(service: Service, context: RegistryContext): FieldError[] {
  const errors = validateService(service);
  return errors.length > 0 ? errors : validateAllocation(service, context);
}

function validateUpdate(next: Service, previous: Service): FieldError[] {
  const errors = validateClusterIPsUpdate(next, previous);
  const [port, before] = [next.spec.healthCheckNodePort, previous.spec.healthCheckNodePort];
  if (needsHealthCheckPort(next) && needsHealthCheckPort(previous) && port !== before) {
    errors.push(forbidden("spec.healthCheckNodePort", "field is immutable"));
  }
  return errors;
}

function warnings({ spec }: Service): string[] {
  const texts: string[] = [];
  if (isHeadless(spec)) {
    if (spec.loadBalancerIP) texts.push("spec.loadBalancerIP is ignored for headless services");
    if ((spec.externalIPs ?? []).length > 0) texts.push("spec.externalIPs is ignored for headless services");
    if (spec.sessionAffinity !== "None") texts.push("spec.SessionAffinity is ignored for headless services");
  }
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
