// Stands for DefaultStorageClass, DefaultIngressClass, StorageObjectInUseProtection and RuntimeClass.

import { ApiError, forbidden } from "../../../api/status.ts";
import type { AnyObject, Draft } from "../../../api/types.ts";
import { stored } from "../core.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

const STORAGE_DEFAULT = "storageclass.kubernetes.io/is-default-class";
const INGRESS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";
const LEGACY_INGRESS_CLASS = "kubernetes.io/ingress.class";
const LEGACY_STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class";

export const defaultStorageClass: AdmissionPlugin = {
  name: "DefaultStorageClass",
  mutate(attributes, draft) {
    if (!isCreateOf(attributes, "persistentvolumeclaims")) return;
    const spec = draft.spec as { storageClassName?: string };
    if (spec.storageClassName !== undefined || draft.metadata.annotations?.[LEGACY_STORAGE_CLASS] !== undefined) return;
    const found = newestDefault(stored(attributes.core, "storageclasses.storage.k8s.io"), STORAGE_DEFAULT);
    if (found !== undefined) spec.storageClassName = found.metadata.name;
  },
};

export const defaultIngressClass: AdmissionPlugin = {
  name: "DefaultIngressClass",
  mutate(attributes, draft) {
    if (!isCreateOf(attributes, "ingresses.networking.k8s.io")) return;
    const spec = draft.spec as { ingressClassName?: string };
    if (spec.ingressClassName !== undefined || draft.metadata.annotations?.[LEGACY_INGRESS_CLASS] !== undefined) return;
    const found = newestDefault(stored(attributes.core, "ingressclasses.networking.k8s.io"), INGRESS_DEFAULT);
    if (found !== undefined) spec.ingressClassName = found.metadata.name;
  },
};

/** Volumes and claims in use cannot vanish: a finalizer holds them until nobody needs them. */
export const storageProtection: AdmissionPlugin = {
  name: "StorageObjectInUseProtection",
  mutate(attributes, draft) {
    if (isCreateOf(attributes, "persistentvolumeclaims")) addFinalizer(draft, "kubernetes.io/pvc-protection");
    if (isCreateOf(attributes, "persistentvolumes")) addFinalizer(draft, "kubernetes.io/pv-protection");
  },
};

export const runtimeClass: AdmissionPlugin = {
  name: "RuntimeClass",
  mutate(attributes, draft) {
    if (!isCreateOf(attributes, "pods")) return;
    const name = (draft.spec as { runtimeClassName?: string }).runtimeClassName;
    if (
      name === undefined ||
      stored(attributes.core, "runtimeclasses.node.k8s.io").some((each) => each.metadata.name === name)
    )
      return;
    const text = `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`;
    throw new ApiError(forbidden(attributes.resource.groupResource, attributes.name, text));
  },
};

function isCreateOf({ operation, resourceName, subresource }: Attributes, name: string): boolean {
  return operation === "CREATE" && subresource === "" && resourceName === name;
}

function newestDefault(classes: readonly AnyObject[], annotation: string): AnyObject | undefined {
  const defaults = classes.filter(({ metadata }) => metadata.annotations?.[annotation] === "true");
  return defaults.sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))[0];
}

function addFinalizer(draft: Draft<AnyObject>, finalizer: string): void {
  const finalizers = draft.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) draft.metadata.finalizers = [...finalizers, finalizer];
}
