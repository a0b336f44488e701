// The ReplicaSets of a Deployment: which of them is the current one, and which revisions they hold.

import { formatLabelSelector } from "../api/selector.ts";
import type { Deployment, KubeObject, PodTemplateSpec, ReplicaSet } from "../api/types.ts";
import type { ObjectReader } from "./object-reader.ts";

export const REVISION_ANNOTATION = "deployment.kubernetes.io/revision";
export const CHANGE_CAUSE_ANNOTATION = "kubernetes.io/change-cause";
const TEMPLATE_HASH_LABEL = "pod-template-hash";

export interface DeploymentReplicaSets {
  /** The one whose template is the Deployment's. */
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

export async function replicaSetsOf(
  reader: Pick<ObjectReader, "list">,
  deployment: Deployment,
): Promise<DeploymentReplicaSets> {
  const { namespace = "", uid } = deployment.metadata;
  const labelSelector = formatLabelSelector(deployment.spec.selector);
  const listed = await reader.list<ReplicaSet>(`/apis/apps/v1/namespaces/${namespace}/replicasets`, { labelSelector });
  const own = listed.filter(({ metadata }) =>
    metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid),
  );
  const newest = oldestFirst(own).find(({ spec }) => sameTemplate(spec.template, deployment.spec.template));
  return { newest, old: own.filter((replicaSet) => replicaSet !== newest) };
}

export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[REVISION_ANNOTATION] ?? 0) || 0;
}

export function changeCauseOf({ metadata }: Pick<KubeObject, "metadata">): string {
  return metadata.annotations?.[CHANGE_CAUSE_ANNOTATION] ?? "";
}

/** The template as the Deployment had it: without the label that its ReplicaSet added. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [TEMPLATE_HASH_LABEL]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec): boolean {
  return canonical(withoutHash(a)) === canonical(withoutHash(b));
}

// Several ReplicaSets may hold the same template for a moment; the controller takes the oldest, and so does kubectl.
function oldestFirst(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  const key = ({ metadata }: ReplicaSet) => `${metadata.creationTimestamp} ${metadata.name}`;
  return [...replicaSets].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The same text for equal values, whatever the order of their fields; empty fields count as absent. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null && !isEmpty(each));
  const texts = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`);
  return `{${texts.join(",")}}`;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
