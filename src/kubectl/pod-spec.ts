// Where an object keeps the pod that it runs: in itself, in its template, or in the template of its template.

import type { AnyObject, Draft, PodSpec, PodTemplateSpec } from "../api/types.ts";

interface Holder {
  readonly spec?: {
    readonly template?: PodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
  };
}

const TEMPLATE_KINDS: readonly string[] = [
  "ReplicationController",
  "DaemonSet",
  "Deployment",
  "ReplicaSet",
  "StatefulSet",
  "Job",
];

/** The pod spec inside the object itself (not a copy), undefined for a kind without one. */
export function podSpecOf<T extends AnyObject | Draft<AnyObject>>(object: T): Draft<PodSpec> | undefined {
  if (object.kind === "Pod") return object.spec as Draft<PodSpec>;
  return podTemplateOf(object)?.spec as Draft<PodSpec> | undefined;
}

/** undefined for a kind without a template. */
export function podTemplateOf(object: AnyObject | Draft<AnyObject>): Draft<PodTemplateSpec> | undefined {
  const { spec } = object as Holder;
  if (object.kind === "CronJob") return spec?.jobTemplate?.spec?.template as Draft<PodTemplateSpec> | undefined;
  return TEMPLATE_KINDS.includes(object.kind) ? (spec?.template as Draft<PodTemplateSpec> | undefined) : undefined;
}
