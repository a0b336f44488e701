// Stands for the file source of the kubelet: manifests in a directory of the node become pods that it runs by itself, and each of
// them gets a mirror in the API, so that it can be seen. What happens to the mirror does not touch the pod.

import { ApiError } from "../../api/status.ts";
import type { Container, Node, Pod } from "../../api/types.ts";
import type { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import { hex } from "../../sim/ids.ts";
import { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import { resources } from "../client/resources.ts";

export const MANIFESTS = "/etc/kubernetes/manifests";
const MIRROR = "kubernetes.io/config.mirror";
/** From the change of a file to the look at it; and how often it is looked at anyway, for mirrors that could not be made. */
const NOTICE_MS = 1000;
const CHECK_MS = 20_000;

export interface StaticPodsOptions {
  readonly files: MemoryFiles;
  readonly clock: Clock;
  readonly client: Client;
  readonly nodeName: string;
  /** Undefined where the text is no YAML. */
  readonly parse: (text: string) => unknown;
  run(pod: Pod): void;
  /** The pod shall end; `onFinished` is told when it has. */
  end(uid: string): void;
}

/** What the kubelet calls a pod of the API: the mirror of a static pod is that pod. */
export function localUid({ metadata: { annotations, uid } }: Pod): string {
  return annotations?.[MIRROR] ?? uid;
}

export function isMirror({ metadata: { annotations } }: Pod): boolean {
  return annotations?.[MIRROR] !== undefined;
}

export class StaticPods {
  /** By uid. */
  private readonly running = new Map<string, Pod>();
  private readonly ending = new Map<string, Pod>();
  /** By manifest. */
  private readonly uids = new WeakMap<object, string>();
  /** What the files said when they were last read, by their text: they are looked at often and change seldom. */
  private manifests = new Map<string, Pod | undefined>();
  private timer: Timer | undefined;
  private isStarted = false;

  constructor(private readonly options: StaticPodsOptions) {}

  start(): void {
    this.isStarted = true;
    this.schedule(0);
  }

  stop(): void {
    this.isStarted = false;
    this.timer?.cancel();
    this.timer = undefined;
    this.running.clear();
    this.ending.clear();
  }

  /** Some file of the node has changed. */
  notice(): void {
    if (this.isStarted) this.schedule(NOTICE_MS);
  }

  /** Something has happened to a mirror. */
  onMirror(next: Pod | undefined, previous: Pod | undefined): void {
    const pod = next ?? previous;
    if (pod === undefined || !this.isStarted) return;
    if (next !== undefined && next.metadata.deletionTimestamp === undefined && this.running.has(localUid(next))) return;
    this.schedule(NOTICE_MS);
  }

  private has(uid: string): boolean {
    return this.running.has(uid) || this.ending.has(uid);
  }

  /** True when the pod was to end. */
  onFinished(uid: string): boolean {
    if (!this.ending.delete(uid)) return false;
    this.schedule(NOTICE_MS);
    return true;
  }

  private schedule(delayMs: number): void {
    const { clock } = this.options;
    const at = clock.now() + delayMs;
    if (this.timer !== undefined && this.timer.at <= at) return;
    this.timer?.cancel();
    this.timer = clock.after(delayMs, () => this.sync());
  }

  private sync(): void {
    this.timer = undefined;
    const wanted = new Map(this.read().map((pod) => [pod.metadata.uid, pod]));
    for (const [uid, pod] of this.running) if (!wanted.has(uid)) this.end(uid, pod);
    for (const [uid, pod] of wanted) if (!this.has(uid) && !this.isNameTaken(pod)) this.begin(uid, pod);
    this.mirror();
    if (wanted.size > 0 || this.ending.size > 0) this.schedule(CHECK_MS);
  }

  private begin(uid: string, pod: Pod): void {
    this.running.set(uid, pod);
    this.options.run(pod);
  }

  private end(uid: string, pod: Pod): void {
    this.running.delete(uid);
    this.ending.set(uid, pod);
    this.options.end(uid);
  }

  /** A changed manifest waits until what it had described before has ended. */
  private isNameTaken({ metadata: { name, namespace } }: Pod): boolean {
    return [...this.ending.values()].some(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }

  private mirror(): void {
    const { client, nodeName } = this.options;
    try {
      const node = client.find<Node>(resources.nodes, { name: nodeName });
      if (node === undefined) return;
      const { items } = client.list<Pod>(resources.pods, undefined, { fieldSelector: `spec.nodeName=${nodeName}` });
      const kept = new Set<string>();
      for (const mirror of items.filter(isMirror)) {
        const uid = localUid(mirror);
        if (this.running.has(uid) && mirror.metadata.deletionTimestamp === undefined) kept.add(uid);
        else if (!this.ending.has(uid)) this.deleteMirror(mirror);
      }
      for (const [uid, pod] of this.running)
        if (!kept.has(uid)) client.create<Pod>(resources.pods, mirrorOf(pod, node));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Without a mirror the pod runs all the same; the next check tries again.
    }
  }

  private deleteMirror({ metadata: { namespace, name, uid } }: Pod): void {
    this.options.client.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
  }

  /** What cannot be read, or refers to objects of the API, is passed over; only the kubelet's own log would say so. */
  private read(): readonly Pod[] {
    const { files } = this.options;
    if (!files.exists(MANIFESTS) || files.stat(MANIFESTS).type !== "directory") return [];
    const manifests = new Map<string, Pod | undefined>();
    const pods = files.list(MANIFESTS).flatMap((name) => {
      const path = `${MANIFESTS}/${name}`;
      if (name.startsWith(".") || files.stat(path).type !== "file") return [];
      const text = files.read(path);
      const manifest = this.manifestIn(text);
      manifests.set(text, manifest);
      return manifest === undefined ? [] : this.podOf(manifest);
    });
    this.manifests = manifests;
    return pods;
  }

  private manifestIn(text: string): Pod | undefined {
    if (this.manifests.has(text)) return this.manifests.get(text);
    const value = this.options.parse(text);
    return isPodManifest(value) && !refersToApi(value) ? value : undefined;
  }

  private podOf(value: Pod): Pod {
    const { nodeName, clock } = this.options;
    const uid = this.uidOf(value);
    const known = this.running.get(uid);
    if (known !== undefined) return known;
    const { name, namespace = "default", annotations, ...metadata } = value.metadata;
    const seen = new Date(clock.now()).toISOString().replace("Z", "000000Z");
    return {
      ...value,
      metadata: {
        ...metadata,
        name: `${name}-${nodeName}`,
        namespace,
        uid,
        annotations: {
          ...annotations,
          "kubernetes.io/config.hash": uid,
          "kubernetes.io/config.seen": seen,
          "kubernetes.io/config.source": "file",
        },
      },
      spec: withDefaults(value.spec, nodeName),
      status: { phase: "Pending" },
    } as Pod;
  }

  /** Follows from what the manifest says. */
  private uidOf(manifest: Pod): string {
    const known = this.uids.get(manifest);
    if (known !== undefined) return known;
    const uid = hex(new Random(`${this.options.nodeName}/${JSON.stringify(manifest)}`), 32);
    this.uids.set(manifest, uid);
    return uid;
  }
}

function isPodManifest(value: unknown): value is Pod {
  if (typeof value !== "object" || value === null) return false;
  const { apiVersion, kind, metadata, spec } = value as Partial<Pod>;
  const isPod = apiVersion === "v1" && kind === "Pod" && typeof metadata?.name === "string";
  return isPod && Array.isArray(spec?.containers) && spec.containers.length > 0 && spec.containers.every(isContainer);
}

function isContainer({ name, image }: Container): boolean {
  return typeof name === "string" && typeof image === "string";
}

/** ConfigMaps, Secrets and ServiceAccounts: a pod that runs without the API cannot have them. */
function refersToApi({ spec }: Pod): boolean {
  const all = [...(spec.initContainers ?? []), ...spec.containers];
  const sources = all.flatMap(({ envFrom = [], env = [] }) => [
    ...envFrom,
    ...env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef ?? []),
  ]);
  const volumes = (spec.volumes ?? []).filter(
    ({ configMap, secret, projected, persistentVolumeClaim }) =>
      (configMap ?? secret ?? projected ?? persistentVolumeClaim) !== undefined,
  );
  const accounts = [spec.serviceAccountName, spec.serviceAccount].filter((name) => name !== undefined && name !== "");
  return sources.length + volumes.length + accounts.length + (spec.imagePullSecrets?.length ?? 0) > 0;
}

function withDefaults(spec: Pod["spec"], nodeName: string): Pod["spec"] {
  return {
    ...spec,
    nodeName,
    restartPolicy: spec.restartPolicy ?? "Always",
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    tolerations: [...(spec.tolerations ?? []), { effect: "NoExecute", operator: "Exists" }],
  };
}

function mirrorOf(pod: Pod, node: Node): Pod {
  const { uid, annotations, ...metadata } = pod.metadata;
  const owner = { apiVersion: "v1", controller: true, kind: "Node", name: node.metadata.name, uid: node.metadata.uid };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, annotations: { ...annotations, [MIRROR]: uid }, ownerReferences: [owner] },
    spec: pod.spec,
  } as unknown as Pod;
}
