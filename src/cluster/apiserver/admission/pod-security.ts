// Stands for PodSecurity admission: a namespace's labels say how safe its pods must be.

import { ApiError, forbidden } from "../../../api/status.ts";
import type { AnyObject, Pod, PodSpec } from "../../../api/types.ts";
import { stored } from "../core.ts";
import { refuseInvalid } from "../invalid.ts";
import type { FieldError } from "../registry/kind.ts";
import { isEqual } from "../share.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";
import { type Level, type Violation, violations } from "./pod-security-checks.ts";

const PREFIX = "pod-security.kubernetes.io/";
const MODES = ["enforce", "audit", "warn"] as const;
const LEVELS: readonly string[] = ["privileged", "baseline", "restricted"];

interface Policy {
  readonly level: Level;
  readonly version: string;
}

export const podSecurity: AdmissionPlugin = {
  name: "PodSecurity",
  validate(attributes) {
    const { object, resourceName, subresource, namespace } = attributes;
    if (object === undefined || (subresource !== "" && subresource !== "ephemeralcontainers")) return;
    if (resourceName === "namespaces") return checkNamespace(attributes, object);
    if (namespace === undefined) return;
    if (resourceName === "pods") return checkPod(attributes, object as unknown as Pod);
    const spec = templateOf(object);
    if (spec !== undefined && !isEqual(spec, attributes.previous && templateOf(attributes.previous)))
      warn(attributes, spec);
  },
};

function labelsOf({ core, namespace }: Attributes): Readonly<Record<string, string>> {
  const namespaces = core.resources.named("namespaces");
  const found = namespaces && core.storage.find(namespaces, undefined, namespace ?? "");
  return found?.metadata.labels ?? {};
}

function policyOf(labels: Readonly<Record<string, string>>, mode: (typeof MODES)[number]): Policy | undefined {
  const level = labels[PREFIX + mode];
  if (level === undefined || !LEVELS.includes(level)) return undefined;
  return { level: level as Level, version: labels[`${PREFIX}${mode}-version`] ?? "latest" };
}

function checkPod(attributes: Attributes, pod: Pod): void {
  const { previous, scope } = attributes;
  if (previous !== undefined && isEqual((previous as unknown as Pod).spec, pod.spec)) return;
  const enforced = policyOf(labelsOf(attributes), "enforce");
  const found = enforced === undefined ? [] : violations(enforced.level, pod.spec, pod.metadata.annotations);
  if (enforced !== undefined && found.length > 0) {
    const text = `violates PodSecurity ${JSON.stringify(`${enforced.level}:${enforced.version}`)}: ${details(found)}`;
    throw new ApiError(forbidden(attributes.resource.groupResource, attributes.name, text));
  }
  if (scope.info.verb === "create") warn(attributes, pod.spec, pod.metadata.annotations);
}

/** Where no level to warn of is set, the enforced one is. */
function warn(attributes: Attributes, spec: PodSpec, annotations?: Readonly<Record<string, string>>): void {
  const labels = labelsOf(attributes);
  const policy = policyOf(labels, "warn") ?? policyOf(labels, "enforce");
  const found = policy === undefined ? [] : violations(policy.level, spec, annotations);
  if (policy === undefined || found.length === 0) return;
  attributes.scope.warnings.push(
    `would violate PodSecurity ${JSON.stringify(`${policy.level}:${policy.version}`)}: ${details(found)}`,
  );
}

function details(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)).join(", ");
}

function templateOf(object: AnyObject): PodSpec | undefined {
  const spec = object.spec as
    | { template?: { spec?: PodSpec }; jobTemplate?: { spec?: { template?: { spec?: PodSpec } } } }
    | undefined;
  return spec?.template?.spec ?? spec?.jobTemplate?.spec?.template?.spec;
}

function checkNamespace(attributes: Attributes, object: AnyObject): void {
  const labels = object.metadata.labels ?? {};
  const errors = MODES.flatMap((mode) => labelErrors(labels, mode));
  refuseInvalid(attributes.resource, object.metadata.name, errors);
  const previous = attributes.previous?.metadata.labels ?? {};
  const policy = policyOf(labels, "enforce");
  const before = policyOf(previous, "enforce");
  if (policy === undefined || attributes.previous === undefined || isEqual(policy, before)) return;
  warnOfExisting(attributes, object.metadata.name, policy);
}

function labelErrors(labels: Readonly<Record<string, string>>, mode: string): FieldError[] {
  const level = labels[PREFIX + mode];
  const version = labels[`${PREFIX}${mode}-version`];
  const error = (label: string, value: string, detail: string): FieldError => ({
    type: "Invalid",
    field: `metadata.labels[${label}]`,
    value,
    detail,
  });
  return [
    ...(level === undefined || LEVELS.includes(level)
      ? []
      : [error(PREFIX + mode, level, `must be one of ${LEVELS.join(", ")}`)]),
    ...(version === undefined || version === "latest" || /^v1\.\d+$/.test(version)
      ? []
      : [error(`${PREFIX}${mode}-version`, version, 'must be "latest" or "v1.x"')]),
  ];
}

/** Pods that run already may stay, but who tightens the rules shall know of them. */
function warnOfExisting({ core, scope }: Attributes, namespace: string, policy: Policy): void {
  const byReasons = new Map<string, string[]>();
  for (const pod of stored(core, "pods", namespace) as readonly unknown[] as readonly Pod[]) {
    const reasons = violations(policy.level, pod.spec, pod.metadata.annotations)
      .map(({ reason }) => reason)
      .join(", ");
    if (reasons !== "") byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), pod.metadata.name]);
  }
  if (byReasons.size === 0) return;
  scope.warnings.push(
    `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${JSON.stringify(`${policy.level}:${policy.version}`)}`,
  );
  for (const [reasons, names] of byReasons) {
    const others = names.length - 1;
    const more = others === 0 ? "" : ` (and ${others} other pod${others === 1 ? "" : "s"})`;
    scope.warnings.push(`${names[0]}${more}: ${reasons}`);
  }
}
