// Ties the control plane to its static pods: a component works while its program runs in a container on its node. Moving a manifest
// away stops it, and so does killing the container, until the kubelet has started the next one.

import type { MemoryFiles } from "../shell/memory-files.ts";
import type { Clock } from "../sim/clock.ts";
import type { Container } from "./container-runtime/container.ts";
import type { ContainerRuntime } from "./container-runtime/runtime.ts";
import { MANIFESTS } from "./kubelet/static-pods.ts";

const COMPONENTS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
/** Where somebody puts a manifest that the kubelet shall not run. */
const ASIDE = "/etc/kubernetes";

export interface ControlPlaneOptions {
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  /** The files of the node that all of it runs on. */
  readonly files: MemoryFiles;
  /** The program of a component has started, or has ended. */
  onSwitch(component: string, isUp: boolean): void;
}

export class ControlPlane {
  /** What ran last, by component. The cluster is there before its pods are: what has never run is not missing. */
  private readonly containers = new Map<string, Container>();
  private readonly up = new Map<string, boolean>();

  constructor(private readonly options: ControlPlaneOptions) {
    options.runtime.onChange((podUid) => this.look(podUid));
  }

  /** What an administrator does to stop a component, or to have it back. */
  moveManifest(component: string, on: boolean): void {
    const { files } = this.options;
    const [from, to] = on ? [ASIDE, MANIFESTS] : [MANIFESTS, ASIDE];
    const file = `${component}.yaml`;
    if (!files.exists(`${from}/${file}`) || files.exists(`${to}/${file}`)) return;
    files.write(`${to}/${file}`, files.read(`${from}/${file}`), 0o600);
    files.remove(`${from}/${file}`);
  }

  private look(podUid: string): void {
    for (const container of this.options.runtime.containersOf(podUid)) {
      const component = container.isRunning ? this.componentIn(container) : undefined;
      if (component !== undefined) this.containers.set(component, container);
    }
    for (const [component, { isRunning }] of this.containers) this.tell(component, isRunning);
  }

  private tell(component: string, isUp: boolean): void {
    const { clock, onSwitch } = this.options;
    if (this.up.get(component) === isUp) return;
    this.up.set(component, isUp);
    // Whoever has started or ended the program is in the middle of something.
    clock.after(0, () => onSwitch(component, isUp));
  }

  private componentIn({ config, parts }: Container): string | undefined {
    if (parts.stack !== this.options.runtime.nodeStack) return undefined;
    const program = config.argv[0]?.replace(/^.*\//, "");
    return COMPONENTS.find((component) => component === program);
  }
}
