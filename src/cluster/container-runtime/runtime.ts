// Stands for containerd on one node: sandboxes (pods), the containers in them, and images. It does what it is told at once; the
// kubelet lets pass the time that things take.

import type { Kernel } from "../../shell/kernel.ts";
import type { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock } from "../../sim/clock.ts";
import { hex } from "../../sim/ids.ts";
import type { Random } from "../../sim/random.ts";
import { Container, type ContainerConfig } from "./container.ts";
import type { ContainerResources } from "./container-resources.ts";
import { RuntimeError } from "./errors.ts";
import { type UnpackedImage, unpackedImage, unpackImage } from "./image-files.ts";
import type { Registry } from "./images/registry.ts";
import { ImageStore } from "./images/store.ts";
import { AddressPool } from "./network/address.ts";
import type { Network } from "./network/network.ts";
import type { Stack } from "./network/stack.ts";
import { nodeProcesses, sharedProcesses } from "./process-namespace.ts";
import type { MachineSize } from "./usage/usage-meter.ts";

interface SandboxConfig {
  readonly podUid: string;
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
  readonly hostNetwork: boolean;
  /** All containers see each other's processes. */
  readonly sharesProcesses?: boolean;
  /** They see those of the node, too. */
  readonly hostPID?: boolean;
  readonly attempt: number;
}

export interface Sandbox {
  readonly id: string;
  readonly config: SandboxConfig;
  readonly createdAt: number;
  readonly stack: Stack;
  readonly ip: string;
  isReady: boolean;
  /** The process namespace of all its containers, where they share one. */
  readonly kernel: Kernel | undefined;
  /** /etc/hosts, /etc/hostname and /etc/resolv.conf, which all containers of the pod share. */
  files: MemoryFiles | undefined;
}

export interface ContainerRuntimeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly registry: Registry;
  readonly nodeName: string;
  readonly internalIP: string;
  readonly podCIDR: string;
  /** `cached`: known images with a tag other than latest are on the node from the start. */
  readonly images: "cached" | "cold";
  readonly machineSize: MachineSize;
}

export interface ContainerRuntime {
  readonly images: ImageStore;
  readonly nodeStack: Stack;
  readonly network: Network;
  runPodSandbox(config: SandboxConfig): Sandbox;
  stopPodSandbox(id: string): void;
  removePodSandbox(id: string): void;
  /** Those that run. */
  readySandboxes(): readonly Sandbox[];
  /** All sandboxes of a pod, newest first. */
  sandboxesOf(podUid: string): readonly Sandbox[];
  createContainer(sandboxId: string, config: ContainerConfig): Container;
  /** Throws RuntimeError when the main process cannot be started. */
  startContainer(id: string): void;
  /** Gives a running container other limits. */
  updateContainer(id: string, resources: ContainerResources): void;
  removeContainer(id: string): void;
  container(id: string): Container | undefined;
  /** All containers of a pod, newest first. */
  containersOf(podUid: string): readonly Container[];
  /** Told whenever something about a pod's containers or sandbox has changed. */
  onChange(handler: (podUid: string) => void): void;
  newId(): string;
}

export function createContainerRuntime(options: ContainerRuntimeOptions): ContainerRuntime {
  return new NodeRuntime(options);
}

class NodeRuntime implements ContainerRuntime {
  readonly images: ImageStore;
  readonly nodeStack: Stack;
  readonly network: Network;
  private readonly addresses: AddressPool;
  private readonly random: Random;
  private readonly sandboxes = new Map<string, Sandbox>();
  private readonly containers = new Map<string, Container>();
  private readonly byPod = new Map<string, { sandboxes: Sandbox[]; containers: Container[] }>();
  private readonly handlers: ((podUid: string) => void)[] = [];
  /** The node's own process namespace, once a pod has asked for it. */
  private nodeKernel: Kernel | undefined;

  constructor(private readonly options: ContainerRuntimeOptions) {
    this.random = options.random;
    this.network = options.network;
    this.images = new ImageStore({
      registry: options.registry,
      random: options.random.fork("images"),
      images: options.images,
    });
    this.addresses = new AddressPool(options.podCIDR);
    this.nodeStack = options.network.attachNode(options.nodeName, options.internalIP, options.podCIDR);
  }

  runPodSandbox(config: SandboxConfig): Sandbox {
    const ip = config.hostNetwork ? this.options.internalIP : this.addresses.take();
    if (ip === undefined) {
      const why = `plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${this.options.podCIDR}`;
      throw new RuntimeError(`failed to setup network for sandbox: ${why}`, "create");
    }
    const { namespace, name } = config;
    const stack = config.hostNetwork
      ? this.nodeStack
      : this.network.attachPod({ kind: "pod", namespace, name }, ip, this.options.nodeName);
    const sandbox: Sandbox = {
      id: this.newId(),
      config,
      createdAt: this.options.clock.now(),
      stack,
      ip,
      isReady: true,
      kernel: this.processesOf(config),
      files: undefined,
    };
    this.sandboxes.set(sandbox.id, sandbox);
    this.podOf(config.podUid).sandboxes.unshift(sandbox);
    this.changed(config.podUid);
    return sandbox;
  }

  stopPodSandbox(id: string): void {
    const sandbox = this.sandboxes.get(id);
    if (sandbox === undefined || !sandbox.isReady) return;
    sandbox.isReady = false;
    for (const container of this.containersOf(sandbox.config.podUid)) {
      if (container.parts.sandboxId === id && container.isRunning) container.kill();
    }
    if (sandbox.kernel !== this.nodeKernel) sandbox.kernel?.killAll();
    if (!sandbox.config.hostNetwork) {
      this.network.detach(sandbox.stack);
      this.addresses.free(sandbox.ip);
    }
    this.changed(sandbox.config.podUid);
  }

  removePodSandbox(id: string): void {
    this.stopPodSandbox(id);
    const sandbox = this.sandboxes.get(id);
    if (sandbox === undefined) return;
    this.sandboxes.delete(id);
    const pod = this.podOf(sandbox.config.podUid);
    pod.sandboxes = pod.sandboxes.filter((other) => other !== sandbox);
    this.forgetIfEmpty(sandbox.config.podUid);
  }

  readySandboxes(): readonly Sandbox[] {
    return [...this.sandboxes.values()].filter(({ isReady }) => isReady);
  }

  sandboxesOf(podUid: string): readonly Sandbox[] {
    return this.byPod.get(podUid)?.sandboxes ?? [];
  }

  createContainer(sandboxId: string, config: ContainerConfig): Container {
    const sandbox = this.sandboxes.get(sandboxId);
    if (sandbox === undefined) throw new RuntimeError(`failed to find sandbox id "${sandboxId}": not found`, "create");
    const { podUid, namespace, name, hostname } = sandbox.config;
    let container: Container | undefined;
    const read = (path: string): string => container?.readFile(path) ?? "";
    const network = this.network.view(sandbox.stack, {
      program: () => container?.command ?? "",
      peer: { kind: "pod", namespace, name, container: config.name },
      resolvConf: () => read("/etc/resolv.conf"),
    });
    container = new Container(
      {
        id: this.newId(),
        podUid,
        sandboxId,
        hostname,
        image: this.unpack(config),
        stack: sandbox.stack,
        network,
        clock: this.options.clock,
        random: this.random,
        machineSize: this.options.machineSize,
        kernel: sandbox.kernel ?? this.kernelOf(podUid, config.joins),
        onExit: () => this.changed(podUid),
      },
      config,
    );
    this.containers.set(container.id, container);
    this.podOf(podUid).containers.unshift(container);
    return container;
  }

  startContainer(id: string): void {
    const container = this.containers.get(id);
    if (container === undefined)
      throw new RuntimeError(`an error occurred when try to find container "${id}": not found`, "lookup");
    try {
      container.start();
    } finally {
      this.changed(container.parts.podUid);
    }
  }

  updateContainer(id: string, resources: ContainerResources): void {
    const container = this.containers.get(id);
    if (container?.isRunning !== true) return;
    container.update(resources);
    this.changed(container.parts.podUid);
  }

  removeContainer(id: string): void {
    const container = this.containers.get(id);
    if (container === undefined) return;
    if (container.isRunning) container.kill();
    this.containers.delete(id);
    const pod = this.podOf(container.parts.podUid);
    pod.containers = pod.containers.filter((other) => other !== container);
    this.forgetIfEmpty(container.parts.podUid);
  }

  container(id: string): Container | undefined {
    return this.containers.get(id);
  }

  containersOf(podUid: string): readonly Container[] {
    return this.byPod.get(podUid)?.containers ?? [];
  }

  onChange(handler: (podUid: string) => void): void {
    this.handlers.push(handler);
  }

  newId(): string {
    return hex(this.random, 64);
  }

  /** The process namespace that all containers of a sandbox share; undefined where each has its own. */
  private processesOf({ hostPID, sharesProcesses, hostname }: SandboxConfig): Kernel | undefined {
    const { clock, nodeName } = this.options;
    if (hostPID !== true) return sharesProcesses === true ? sharedProcesses(clock, hostname) : undefined;
    this.nodeKernel ??= nodeProcesses(clock, nodeName, () => this.namespaces());
    return this.nodeKernel;
  }

  private namespaces(): Iterable<Kernel> {
    const running = [...this.containers.values()].filter((container) => container.isRunning);
    return new Set(running.map(({ kernel }) => kernel).filter((kernel) => kernel !== this.nodeKernel));
  }

  /** The process namespace of a running container. */
  private kernelOf(podUid: string, name: string | undefined): Kernel | undefined {
    if (name === undefined) return undefined;
    return this.containersOf(podUid).find((other) => other.config.name === name && other.isRunning)?.kernel;
  }

  private changed(podUid: string): void {
    for (const handler of this.handlers) handler(podUid);
  }

  private podOf(podUid: string): { sandboxes: Sandbox[]; containers: Container[] } {
    const known = this.byPod.get(podUid);
    if (known !== undefined) return known;
    const pod = { sandboxes: [], containers: [] };
    this.byPod.set(podUid, pod);
    return pod;
  }

  private forgetIfEmpty(podUid: string): void {
    const pod = this.byPod.get(podUid);
    if (pod?.sandboxes.length === 0 && pod.containers.length === 0) this.byPod.delete(podUid);
  }

  private unpack({ image }: ContainerConfig): UnpackedImage {
    const config = () => image.image.config(image.reference.tag ?? "latest");
    return image.image.isOfOneCluster ? unpackImage(config()) : unpackedImage(image.layers, config);
  }
}
