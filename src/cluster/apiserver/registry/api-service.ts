// APIServices: who answers for a version of a group, this server or a program behind a Service.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1035LabelErrors, dns1123SubdomainErrors } from "../../../api/names.ts";
import type { KubeObject } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { invalid, invalidEach, required } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { portNumberErrors } from "./names.ts";

interface ApiService extends KubeObject {
  readonly spec?: {
    readonly group?: string;
    readonly version?: string;
    readonly groupPriorityMinimum?: number;
    readonly versionPriority?: number;
    readonly insecureSkipTLSVerify?: boolean;
    readonly caBundle?: string;
    readonly service?: { readonly name?: string; readonly namespace?: string; readonly port?: number };
  };
  readonly status?: { readonly conditions?: readonly { type: string; status: string; reason?: string }[] };
}

type Spec = NonNullable<ApiService["spec"]>;

const HTTPS_PORT = 443;
const MOST = { groupPriorityMinimum: 20000, versionPriority: 1000 };

function validate({ metadata, spec = {} }: ApiService): FieldError[] {
  const { group = "", version = "" } = spec;
  const wanted = `${version}.${group}`;
  const name = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`;
  const errors = metadata.name === wanted ? [] : [invalid("metadata.name", metadata.name, name)];
  if (group === "" && version !== "v1")
    errors.push(required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
  if (group !== "") errors.push(...invalidEach("spec.group", group, dns1123SubdomainErrors(group)));
  return [
    ...errors,
    ...invalidEach("spec.version", version, dns1035LabelErrors(version)),
    ...priorityErrors(spec, "groupPriorityMinimum"),
    ...priorityErrors(spec, "versionPriority"),
    ...serviceErrors(spec),
  ];
}

function priorityErrors(spec: Spec, field: keyof typeof MOST): FieldError[] {
  const [value, most] = [spec[field] ?? 0, MOST[field]];
  return value > 0 && value <= most ? [] : [invalid(`spec.${field}`, value, `must be positive and less than ${most}`)];
}

function serviceErrors({ service, caBundle = "", insecureSkipTLSVerify = false }: Spec): FieldError[] {
  const insecure = "spec.insecureSkipTLSVerify";
  if (service === undefined) {
    if (!insecureSkipTLSVerify) return [];
    return [invalid(insecure, true, "local APIServices may not have insecureSkipTLSVerify")];
  }
  const { name = "", namespace = "", port = HTTPS_PORT } = service;
  const faults = portNumberErrors(port).map((each) => `port is not valid: ${each}`);
  return [
    ...(namespace === "" ? [required("spec.service.namespace")] : []),
    ...(name === "" ? [required("spec.service.name")] : []),
    ...invalidEach("spec.service.port", port, faults),
    ...(insecureSkipTLSVerify && caBundle !== ""
      ? [invalid(insecure, true, "may not be true if caBundle is present")]
      : []),
  ];
}

function availableText({ status }: ApiService): string {
  const available = status?.conditions?.find(({ type }) => type === "Available");
  if (available === undefined) return "Unknown";
  return available.status === "True" ? "True" : `${available.status} (${available.reason ?? ""})`;
}

function serviceText({ spec }: ApiService): string {
  const service = spec?.service;
  return service === undefined ? "Local" : `${service.namespace}/${service.name}`;
}

export const apiServices = defineKind<ApiService>({
  get resource() {
    return catalogued("apiregistration.k8s.io", "apiservices");
  },
  columns: [NAME, text("Service", serviceText), text("Available", availableText), AGE],
  hasGeneration: false,
  applyDefaults: ({ spec }) => {
    const service = spec?.service as { port?: number } | undefined | null;
    if (service) service.port ??= HTTPS_PORT;
  },
  validate,
});
