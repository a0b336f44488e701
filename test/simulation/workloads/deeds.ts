// What people do to workloads, and what befalls the cluster beneath them.

import type { DaemonSet, Deployment, KubeObject, Node, Pod, ReplicaSet } from "../../../src/api/types.ts";
import type { Random } from "../../../src/sim/random.ts";
import { budget, cronJob, daemonSet, deployment, image, job, statefulSet, strategy } from "./specs.ts";
import type { Resource, Town } from "./town.ts";

export const NODES = ["north", "south", "west"];

/** What was done to the cluster itself, to be healed in the end. */
export interface Wounds {
  readonly dark: Set<string>;
  readonly stopped: Set<string>;
}

interface Scene {
  readonly town: Town;
  readonly random: Random;
  readonly wounds: Wounds;
  readonly turn: number;
}

/** Says what was done; undefined when it could not be done. */
type Deed = (scene: Scene) => string | undefined;

/** What people do in peace: none of it takes a pod away that they did not want gone. */
const PEACEFUL: readonly (readonly [number, Deed])[] = [
  [5, create("deployments", "web", deployment)],
  [3, create("statefulsets", "db", statefulSet)],
  [2, create("daemonsets", "agent", daemonSet)],
  [3, create("jobs", "task", job)],
  [1, create("cronjobs", "cron", cronJob)],
  [8, changeTemplate],
  [3, undo],
  [2, pauseOrResume],
];

const DISTURBING: readonly (readonly [number, Deed])[] = [
  [5, scale],
  [2, changeStrategy],
  [2, protect],
  [2, drain],
  [2, uncordon],
  [3, deletePod],
  [2, deleteWorkload],
  [1, recreate],
  [1, releasePod],
  [1, taint],
  [2, suspend],
  [2, crash],
  [2, switchNode],
  [2, switchComponent],
];

/** Does something that can be done. @param disturb is called before pods may go missing because of it. */
export function act(scene: Scene, isCalm: boolean, disturb: () => void): string {
  const table = isCalm ? PEACEFUL : [...PEACEFUL, ...DISTURBING];
  for (let attempt = 0; attempt < 5; attempt++) {
    const deed = weighed(scene.random, table);
    if (DISTURBING.some(([, each]) => each === deed)) disturb();
    const text = deed(scene);
    if (text !== undefined) return text;
  }
  return "nothing";
}

function weighed(random: Random, table: readonly (readonly [number, Deed])[]): Deed {
  let left = random.below(table.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, deed] of table) {
    left -= weight;
    if (left < 0) return deed;
  }
  throw new Error("the weights do not add up");
}

function create(resource: Resource, prefix: string, make: (random: Random, name: string) => object): Deed {
  return ({ town, random, turn }) => {
    const body = make(random, `${prefix}${turn}`);
    return `create ${JSON.stringify(body)}: ${town.create(resource, body)}`;
  };
}

const WITH_TEMPLATE: readonly Resource[] = ["deployments", "statefulsets", "daemonsets"];

function some(
  { town, random }: Scene,
  kinds: readonly Resource[],
): { readonly resource: Resource; readonly object: KubeObject; readonly name: string } | undefined {
  const found = kinds.flatMap((resource) =>
    town.all(resource).map((object) => ({ resource, object, name: object.metadata.name })),
  );
  return found.length === 0 ? undefined : random.pick(found);
}

function changeTemplate(scene: Scene): string | undefined {
  const found = some(scene, WITH_TEMPLATE);
  if (found === undefined) return undefined;
  const [container] = (found.object as Deployment).spec.template.spec?.containers ?? [];
  const env = [{ name: "VERSION", value: String(scene.turn) }];
  const containers = [{ ...container, image: image(scene.random), env }];
  const status = scene.town.patch(found.resource, found.name, { spec: { template: { spec: { containers } } } });
  return `set ${found.name} to version ${scene.turn}, ${containers[0]?.image}: ${status}`;
}

function undo({ town, random }: Scene): string | undefined {
  const sets = town.all<ReplicaSet>("replicasets").filter(({ metadata }) => metadata.ownerReferences !== undefined);
  if (sets.length === 0) return undefined;
  const rs = random.pick(sets);
  const name = rs.metadata.ownerReferences?.[0]?.name ?? "";
  const containers = rs.spec.template?.spec?.containers;
  const status = town.patch("deployments", name, { spec: { template: { spec: { containers } } } });
  return `undo ${name} to ${rs.metadata.name}: ${status}`;
}

function pauseOrResume(scene: Scene): string | undefined {
  const found = some(scene, ["deployments"]);
  if (found === undefined) return undefined;
  const paused = (found.object as Deployment).spec.paused !== true;
  return `${paused ? "pause" : "resume"} ${found.name}: ${scene.town.patch("deployments", found.name, { spec: { paused } })}`;
}

function scale(scene: Scene): string | undefined {
  const found = some(scene, ["deployments", "statefulsets"]);
  if (found === undefined) return undefined;
  const replicas = scene.random.pick([0, 1, 2, 3, 4, 6]);
  return `scale ${found.name} to ${replicas}: ${scene.town.patch(found.resource, found.name, { spec: { replicas } })}`;
}

function changeStrategy(scene: Scene): string | undefined {
  const found = some(scene, ["deployments", "statefulsets"]);
  if (found === undefined) return undefined;
  const partition = scene.random.pick([0, 0, 1, 2]);
  const spec =
    found.resource === "deployments"
      ? { strategy: strategy(scene.random) }
      : { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition } } };
  return `set ${found.name} to ${JSON.stringify(spec)}: ${scene.town.patch(found.resource, found.name, { spec })}`;
}

function protect(scene: Scene): string | undefined {
  const found = some(scene, ["deployments", "statefulsets"]);
  if (found === undefined) return undefined;
  const body = budget(scene.random, found.name, found.name);
  return `protect ${JSON.stringify(body)}: ${scene.town.create("poddisruptionbudgets", body)}`;
}

function drain({ town, random }: Scene): string {
  const node = random.pick(NODES);
  town.patch("nodes", node, { spec: { unschedulable: true } });
  const pods = town
    .all<Pod>("pods")
    .filter(({ spec, metadata }) => spec.nodeName === node && metadata.ownerReferences?.[0]?.kind !== "DaemonSet");
  const statuses = pods.map(({ metadata: { name } }) => `${name} ${town.evict(name)}`);
  return `drain ${node}: ${statuses.join(", ")}`;
}

function uncordon({ town, random }: Scene): string {
  const node = random.pick(NODES);
  return `uncordon ${node}: ${town.patch("nodes", node, { spec: { unschedulable: null, taints: taintsOf(town, node) } })}`;
}

/** The taints that are the control plane's business. */
function taintsOf(town: Town, node: string): object[] | null {
  const taints = town.find<Node>("nodes", node)?.spec.taints ?? [];
  const kept = taints.filter(({ key }) => key !== "closed");
  return kept.length === 0 ? null : kept;
}

function taint({ town, random }: Scene): string {
  const node = random.pick(NODES);
  const effect = random.pick(["NoSchedule", "NoExecute"]);
  const taints = [...(taintsOf(town, node) ?? []), { key: "closed", effect }];
  return `taint ${node} ${effect}: ${town.patch("nodes", node, { spec: { taints } })}`;
}

function deletePod(scene: Scene): string | undefined {
  const found = some(scene, ["pods"]);
  if (found === undefined) return undefined;
  const options = scene.random.pick([{}, {}, { gracePeriodSeconds: 1 }, { gracePeriodSeconds: 0 }]);
  return `delete ${found.name} ${JSON.stringify(options)}: ${scene.town.delete("pods", found.name, options)}`;
}

function deleteWorkload(scene: Scene): string | undefined {
  const found = some(scene, [...WITH_TEMPLATE, "jobs", "cronjobs", "poddisruptionbudgets", "persistentvolumeclaims"]);
  if (found === undefined) return undefined;
  const propagationPolicy = scene.random.pick(["Background", "Foreground", "Orphan"]);
  const status = scene.town.delete(found.resource, found.name, { propagationPolicy });
  return `delete ${found.resource}/${found.name} ${propagationPolicy}: ${status}`;
}

/** Lets the pods of a workload go on without it, and makes it anew: it adopts them. */
function recreate(scene: Scene): string | undefined {
  const found = some(scene, WITH_TEMPLATE);
  if (found === undefined) return undefined;
  scene.town.delete(found.resource, found.name, { propagationPolicy: "Orphan" });
  scene.town.advance(scene.random.pick([50, 2000]));
  const { apiVersion, kind, spec } = found.object as DaemonSet;
  const { name, labels } = found.object.metadata;
  const status = scene.town.create(found.resource, { apiVersion, kind, metadata: { name, labels }, spec });
  return `recreate ${found.name}: ${status}`;
}

function releasePod(scene: Scene): string | undefined {
  const found = some(scene, ["pods"]);
  if (found === undefined) return undefined;
  const app = scene.random.pick(["nobody", found.object.metadata.labels?.app ?? "nobody"]);
  return `label ${found.name} app=${app}: ${scene.town.patch("pods", found.name, { metadata: { labels: { app } } })}`;
}

function suspend(scene: Scene): string | undefined {
  const found = some(scene, ["jobs", "cronjobs"]);
  if (found === undefined) return undefined;
  const isSuspended = (found.object as { spec?: { suspend?: boolean } }).spec?.suspend !== true;
  const status = scene.town.patch(found.resource, found.name, { spec: { suspend: isSuspended } });
  return `${isSuspended ? "suspend" : "resume"} ${found.name}: ${status}`;
}

function crash({ town, random }: Scene): string | undefined {
  const { cluster } = town;
  const running = NODES.flatMap((node) => cluster.containersOn(node));
  const victim = running.length === 0 ? undefined : random.pick(running);
  const pod = town.all<Pod>("pods").find(({ metadata }) => metadata.uid === victim?.podUid)?.metadata.name;
  if (victim === undefined || pod === undefined) return undefined;
  const exitCode = random.pick([0, 1, 137]);
  cluster.apply({ kind: "crash", namespace: "default", pod, container: victim.name, exitCode });
  return `crash ${pod} ${exitCode}`;
}

function switchNode({ town, random, wounds: { dark } }: Scene): string {
  const node = random.pick(NODES);
  const isDark = dark.delete(node);
  if (!isDark) dark.add(node);
  town.cluster.apply({ kind: isDark ? "restore-node" : "fail-node", node });
  return `${isDark ? "restore" : "fail"} ${node}`;
}

function switchComponent({ town, random, wounds: { stopped } }: Scene): string {
  const kubelets = NODES.map((node) => `kubelet/${node}`);
  const component = random.pick(["kube-scheduler", "kube-controller-manager", "kube-controller-manager", ...kubelets]);
  const isStopped = stopped.delete(component);
  if (!isStopped) stopped.add(component);
  town.cluster.apply({ kind: isStopped ? "start" : "stop", component });
  return `${isStopped ? "start" : "stop"} ${component}`;
}
