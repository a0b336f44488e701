// What the parts of one kubelet share.

import { ApiError, failure } from "../../api/status.ts";
import type { ConfigMap, Container, Pod, Secret, Service } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client, ObjectKey } from "../client/client.ts";
import type { EventRecorder, EventType } from "../client/event-recorder.ts";
import { resources } from "../client/resources.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";
import type { Allocations } from "./allocations.ts";
import type { BackOff } from "./back-off.ts";
import type { NodeFacts } from "./field-values.ts";
import type { ImagePulls } from "./image-pulls.ts";
import type { DnsSettings } from "./pod-files.ts";
import { fieldPathOf } from "./pod-spec.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";
import type { DurableFiles, VolumeSources } from "./volumes.ts";

export interface KubeletContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly runtime: ContainerRuntime;
  readonly events: EventRecorder;
  readonly node: NodeFacts;
  readonly dns: DnsSettings;
  readonly pulls: ImagePulls;
  /** Between restarts of a container. */
  readonly restartBackOff: BackOff;
  /** What pods have been given of the node. */
  readonly allocations: Allocations;
  readonly durable: DurableFiles;
  readonly tokens: ServiceAccountTokens;
  /** The ConfigMaps and Secrets of pods as they were last seen; undefined those that were not there. */
  readonly known: Map<string, ConfigMap | Secret | undefined>;
  services(): readonly Service[];
}

export function podEvent(context: KubeletContext, pod: Pod, type: EventType, reason: string, message: string): void {
  context.events.record({ object: pod }, type, reason, message);
}

export function containerEvent(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  type: EventType,
  reason: string,
  message: string,
): void {
  context.events.record({ object: pod, fieldPath: fieldPathOf(pod, container) }, type, reason, message);
}

export function findConfigMap({ client, known }: KubeletContext, pod: Pod, name: string): ConfigMap | undefined {
  const key = { namespace: pod.metadata.namespace, name };
  return remembered(known, "configmap", key, () => client.find<ConfigMap>(resources.configmaps, key));
}

export function findSecret({ client, known }: KubeletContext, pod: Pod, name: string): Secret | undefined {
  const key = { namespace: pod.metadata.namespace, name };
  return remembered(known, "secret", key, () => client.find<Secret>(resources.secrets, key));
}

/** While the server does not answer, the kubelet goes by what it has seen last; where it has seen nothing, it gives up waiting. */
function remembered<T extends ConfigMap | Secret>(
  known: KubeletContext["known"],
  kind: string,
  { namespace, name }: ObjectKey,
  find: () => T | undefined,
): T | undefined {
  const key = `${kind} ${namespace}/${name}`;
  try {
    const found = find();
    known.set(key, found);
    return found;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (known.has(key)) return known.get(key) as T | undefined;
    const text = `failed to sync ${kind} cache: timed out waiting for the condition`;
    throw new ApiError(failure(503, "ServiceUnavailable", text));
  }
}

export function volumeSources(context: KubeletContext, pod: Pod, podIP: string): VolumeSources {
  const { client, clock, node } = context;
  return {
    pod,
    node,
    podIP,
    now: () => clock.now(),
    findConfigMap: (name) => findConfigMap(context, pod, name),
    findSecret: (name) => findSecret(context, pod, name),
    findClaim: (name) => client.find(resources.persistentvolumeclaims, { namespace: pod.metadata.namespace, name }),
    findPersistentVolume: (name) => client.find(resources.persistentvolumes, { name }),
    serviceAccountToken: (audience, seconds) => context.tokens.tokenFor(pod, audience, seconds),
  };
}
