// How controllers make and remove pods, with the events that every learner meets.

import { ApiError } from "../../api/status.ts";
import type { KubeObject, Pod, PodTemplateSpec } from "../../api/types.ts";
import type { Client, NewObject } from "../client/client.ts";
import type { EventRecorder } from "../client/event-recorder.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { controllerReference, ignoringNotFound } from "./ownership.ts";

export interface PodControl {
  /** Creates a pod; on failure records FailedCreate and throws. */
  create(owner: KubeObject, pod: NewObject<Pod>): Pod;
  /** Deletes a pod, which may be gone already; on failure records FailedDelete and throws. */
  delete(owner: KubeObject, pod: Pod): void;
}

export function createPodControl(client: Client, recorder: EventRecorder): PodControl {
  return {
    create: (owner, body) => {
      try {
        const pod = client.create<Pod>(resources.pods, body);
        recorder.record({ object: owner }, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
        return pod;
      } catch (error) {
        // A namespace that is being deleted refuses every pod: that is no news to anyone.
        if (error instanceof ApiError && !isNamespaceTerminating(error)) {
          recorder.record({ object: owner }, "Warning", "FailedCreate", `Error creating: ${error.message}`);
        }
        throw error;
      }
    },
    delete: (owner, pod) => {
      try {
        ignoringNotFound(() => client.delete(resources.pods, keyOf(pod), { preconditions: { uid: pod.metadata.uid } }));
        recorder.record({ object: owner }, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
      } catch (error) {
        if (error instanceof ApiError) {
          recorder.record({ object: owner }, "Warning", "FailedDelete", `Error deleting: ${error.message}`);
        }
        throw error;
      }
    },
  };
}

export function isNamespaceTerminating(error: ApiError): boolean {
  return error.status.details?.causes?.some((cause) => cause.reason === "NamespaceTerminating") ?? false;
}

/** A pod as `template` describes it, owned by `owner`; `identity` gives its name or the prefix of one. */
export function podFromTemplate(
  template: PodTemplateSpec,
  owner: KubeObject,
  identity: { readonly name: string } | { readonly generateName: string },
): NewObject<Pod> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  if (template.spec === undefined)
    throw new Error(`the pod template of ${owner.kind} ${owner.metadata.name} has no spec`);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...identity,
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

/** Calls `create` `count` times in batches of 1, 2, 4, …: when the first pods are refused, the others are not even tried. */
export function slowStart(
  count: number,
  create: (index: number) => void,
): { readonly made: number; readonly error?: ApiError } {
  let made = 0;
  for (let batch = 1, from = 0; from < count; from += batch, batch = from + 1) {
    let failure: ApiError | undefined;
    for (let index = from; index < Math.min(count, from + batch); index++) {
      try {
        create(index);
        made++;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure ??= error;
      }
    }
    if (failure !== undefined) return { made, error: failure };
  }
  return { made };
}
