// The ReplicaSets of a Deployment: which of them is the current one, and which revisions they hold.

import { canonicalJson } from "../api/equality.ts";
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
  return canonicalJson(withoutHash(a), isEmpty) === canonicalJson(withoutHash(b), isEmpty);
}

// Several ReplicaSets may hold the same template for a moment; the controller takes the oldest, and so does kubectl.
function oldestFirst(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  const key = ({ metadata }: ReplicaSet) => `${metadata.creationTimestamp} ${metadata.name}`;
  return [...replicaSets].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Empty fields count as absent. */
function isEmpty(field: unknown): boolean {
  return field === undefined || field === null || (Array.isArray(field) && field.length === 0);
}
