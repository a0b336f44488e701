// What makes the pods of a StatefulSet individuals: a name with an ordinal, a host name, and claims of their own.

import type {
  ControllerRevision,
  Draft,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from "../../../api/types.ts";
import { draftOf } from "../../../api/types.ts";
import type { NewObject } from "../../client/client.ts";
import { controllerReference } from "../ownership.ts";
import { podFromTemplate } from "../pod-control.ts";
import { REVISION_HASH } from "../revision-history.ts";

export function ordinalOf(set: StatefulSet, pod: Pod): number {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : -1;
}

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

export function claimName(template: string, pod: string): string {
  return `${template}-${pod}`;
}

export function newMember(
  set: StatefulSet,
  ordinal: number,
  template: PodTemplateSpec,
  revision: ControllerRevision,
): NewObject<Pod> {
  const name = podName(set, ordinal);
  const pod = draftOf(podFromTemplate(template, set, { name })) as Draft<NewObject<Pod>>;
  pod.metadata.labels = {
    ...pod.metadata.labels,
    "apps.kubernetes.io/pod-index": String(ordinal),
    [REVISION_HASH]: revision.metadata.name,
    "statefulset.kubernetes.io/pod-name": name,
  };
  pod.spec.hostname = name;
  if ((set.spec.serviceName ?? "") !== "") pod.spec.subdomain = set.spec.serviceName as string;
  const claims = (set.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata?.name ?? "");
  const own = claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: claimName(claim, name) } }));
  const others = (pod.spec.volumes ?? []).filter((volume) => !claims.includes(volume.name));
  if (own.length + others.length > 0) pod.spec.volumes = [...own, ...others];
  return pod as NewObject<Pod>;
}

/** The claims that the pod of this ordinal needs. */
export function newClaims(set: StatefulSet, ordinal: number): NewObject<PersistentVolumeClaim>[] {
  const goesWithSet = set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete";
  return (set.spec.volumeClaimTemplates ?? []).map((template): NewObject<PersistentVolumeClaim> => {
    const { annotations, labels } = template.metadata ?? {};
    if (template.spec === undefined)
      throw new Error(`a claim template of StatefulSet ${set.metadata.name} has no spec`);
    return {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        name: claimName(template.metadata?.name ?? "", podName(set, ordinal)),
        namespace: set.metadata.namespace ?? "",
        labels: { ...labels, ...set.spec.selector.matchLabels },
        ...(annotations === undefined ? {} : { annotations }),
        ...(goesWithSet ? { ownerReferences: [controllerReference(set)] } : {}),
      },
      spec: template.spec,
    };
  });
}
