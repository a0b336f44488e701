// VolumeBinding: a pod can only go where its claims' volumes are, or can be made.

import { matchesAnyTerm } from "../../../api/node-affinity.ts";
import { amountOf } from "../../../api/pod-requests.ts";
import { matchesSelector } from "../../../api/selector.ts";
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from "../../../api/types.ts";
import { cureless, type FilterPlugin, type Rejection } from "./plugin.ts";
import type { VolumeView } from "./volume-view.ts";

/** What has to happen to a claim before its pod may go to a node. */
export type ClaimPlan =
  | { readonly kind: "bind"; readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }
  | { readonly kind: "provision"; readonly claim: PersistentVolumeClaim };

export const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const NO_PROVISIONER = "kubernetes.io/no-provisioner";
const NO_VOLUME = "node(s) didn't find available persistent volumes to bind";

export const volumeBinding: FilterPlugin = {
  name: "VolumeBinding",
  prepare: (pod, { volumes }) => {
    const claims = claimsOf(pod, volumes);
    if (!Array.isArray(claims)) return claims;
    if (claims.length === 0) return undefined;
    return ({ node }) => {
      const plan = planClaims(claims, node, volumes);
      return Array.isArray(plan) ? undefined : plan;
    };
  },
};

/** The names of the claims that the pod mounts; ephemeral volumes have one named after pod and volume. */
export function claimNames(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
    return volume.ephemeral === undefined ? [] : `${pod.metadata.name}-${volume.name}`;
  });
}

/** The pod's claims, or why it cannot be scheduled anywhere. */
export function claimsOf(pod: Pod, view: VolumeView): PersistentVolumeClaim[] | Rejection {
  const claims: PersistentVolumeClaim[] = [];
  for (const name of claimNames(pod)) {
    const claim = view.claim(pod.metadata.namespace ?? "", name);
    if (claim === undefined) return cureless(`persistentvolumeclaim "${name}" not found`);
    if (claim.metadata.deletionTimestamp !== undefined)
      return cureless(`persistentvolumeclaim "${name}" is being deleted`);
    if (claim.status.phase === "Lost") {
      return cureless(
        `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`,
      );
    }
    claims.push(claim);
  }
  const immediate = claims.some((claim) => !isBound(claim) && !waitsForConsumer(claim, view));
  return immediate ? cureless("pod has unbound immediate PersistentVolumeClaims") : claims;
}

export function isBound(claim: PersistentVolumeClaim): boolean {
  const isComplete = claim.metadata.annotations?.["pv.kubernetes.io/bind-completed"] !== undefined;
  return (claim.spec.volumeName ?? "") !== "" && isComplete;
}

export function waitsForConsumer(claim: PersistentVolumeClaim, view: VolumeView): boolean {
  return view.storageClass(claim.spec.storageClassName ?? "")?.volumeBindingMode === "WaitForFirstConsumer";
}

/** What to do for the claims on this node, or why the node will not do. */
export function planClaims(
  claims: readonly PersistentVolumeClaim[],
  node: Node,
  view: VolumeView,
): ClaimPlan[] | Rejection {
  const plans: ClaimPlan[] = [];
  for (const claim of claims) {
    if (isBound(claim)) {
      const volume = view.volume(claim.spec.volumeName ?? "");
      if (volume === undefined)
        return cureless("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
      if (!isReachable(volume, node)) return cureless("node(s) had volume node affinity conflict");
      continue;
    }
    // A volume is being made where another pod of this claim goes, so that is where this one has to go as well.
    const chosen = claim.metadata.annotations?.[SELECTED_NODE];
    if (chosen !== undefined) {
      if (chosen !== node.metadata.name) return cureless(NO_VOLUME);
      plans.push({ kind: "provision", claim });
      continue;
    }
    const taken = new Set(plans.flatMap((plan) => (plan.kind === "bind" ? plan.volume.metadata.name : [])));
    const volume = findVolume(
      claim,
      node,
      view.volumes().filter((each) => !taken.has(each.metadata.name)),
    );
    if (volume !== undefined) plans.push({ kind: "bind", claim, volume });
    else if (canProvision(claim, view)) plans.push({ kind: "provision", claim });
    else return cureless(NO_VOLUME);
  }
  return plans;
}

function canProvision(claim: PersistentVolumeClaim, view: VolumeView): boolean {
  const provisioner = view.storageClass(claim.spec.storageClassName ?? "")?.provisioner;
  return provisioner !== undefined && provisioner !== NO_PROVISIONER;
}

export function isReachable(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec.nodeAffinity?.required;
  return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node);
}

/** The smallest volume that does. */
function findVolume(
  claim: PersistentVolumeClaim,
  node: Node,
  volumes: readonly PersistentVolume[],
): PersistentVolume | undefined {
  const wanted = amountOf(claim.spec.resources?.requests?.storage ?? "0");
  const size = (volume: PersistentVolume) => amountOf(volume.spec.capacity?.storage ?? "0");
  return volumes
    .filter((volume) => isCandidate(volume, claim) && size(volume) >= wanted && isReachable(volume, node))
    .sort((a, b) => size(a) - size(b))[0];
}

function isCandidate(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const isOurs = isReservedFor(volume, claim);
  if (volume.spec.claimRef !== undefined && !isOurs) return false;
  if (volume.metadata.deletionTimestamp !== undefined || (volume.status.phase !== "Available" && !isOurs)) return false;
  if ((volume.spec.storageClassName ?? "") !== (claim.spec.storageClassName ?? "")) return false;
  if ((volume.spec.volumeMode ?? "Filesystem") !== (claim.spec.volumeMode ?? "Filesystem")) return false;
  if (claim.spec.selector !== undefined && !matchesSelector(claim.spec.selector, volume.metadata.labels)) return false;
  return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode) ?? false);
}

/** A volume that was kept when its claim went still names that one by its uid: no namesake gets what is on it. */
function isReservedFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? "") === "" || claimRef.uid === metadata.uid;
}
