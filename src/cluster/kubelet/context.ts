// What the parts of one kubelet share.

import type { ConfigMap, Container, Pod, Secret, Service } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import type { EventRecorder, EventType } from "../client/event-recorder.ts";
import { resources } from "../client/resources.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";
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
  readonly durable: DurableFiles;
  readonly tokens: ServiceAccountTokens;
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

export function findConfigMap({ client }: KubeletContext, pod: Pod, name: string): ConfigMap | undefined {
  return client.find<ConfigMap>(resources.configmaps, { namespace: pod.metadata.namespace, name });
}

export function findSecret({ client }: KubeletContext, pod: Pod, name: string): Secret | undefined {
  return client.find<Secret>(resources.secrets, { namespace: pod.metadata.namespace, name });
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
