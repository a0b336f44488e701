// What a cluster is made of: its nodes, its add-ons, its images. Lessons, the sandbox and `serve` all say it in this form.

import type { PrivateRegistry } from "./container-runtime/images/private-registry.ts";
import { parseReference } from "./container-runtime/images/reference.ts";

/** Parts beyond the bare control plane and kubelets, each of which a profile may leave out. */
export const addonNames = [
  "coredns",
  "kube-proxy",
  "metrics-server",
  "load-balancer",
  "network-policy",
  "storage-provisioner",
  "ingress",
] as const;
export type Addon = (typeof addonNames)[number];

/** A controller for Ingresses costs every start a pod, and few need it: who does asks for it, or for `all`. */
const defaultAddons: readonly Addon[] = addonNames.filter((name) => name !== "ingress");

export interface NodeProfile {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly internalIP: string;
  readonly podCIDR: string;
  /** Quantities as text, by resource name. */
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly containerRuntimeVersion: string;
}

export interface ClusterProfile {
  /** As in `v1.33.5`. */
  readonly kubernetes: string;
  readonly addons: readonly Addon[];
  /** `cached`: every known image with a tag other than latest is on every node; `cold`: none is. */
  readonly images: "cached" | "cold";
  /** Registries besides those that everybody knows. */
  readonly registries: readonly PrivateRegistry[];
  readonly serviceCIDR: string;
  readonly nodes: readonly NodeProfile[];
  /** When the learner comes in, in milliseconds since the Unix epoch; undefined leaves it to the caller. */
  readonly startMs: number | undefined;
}

/** A profile that cannot be used; the message names the field and the remedy. */
export class ProfileError extends Error {}

const VERSION = "v1.33.5";

type Fields = Readonly<Record<string, unknown>>;

const nodeDefaults = {
  capacity: {
    cpu: "2",
    "ephemeral-storage": "61202244Ki",
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    memory: "4194304Ki",
    pods: "110",
  },
  labels: {},
  taints: [],
  osImage: "Debian GNU/Linux 12 (bookworm)",
  kernelVersion: "6.1.0-37-amd64",
  containerRuntimeVersion: "containerd://1.7.27",
} as const;

/** The cluster of the lessons: a town hall that takes no tenants, and two buildings that do. */
export function cityProfile(registries: readonly object[] = []): ClusterProfile {
  const zone = (name: string) => ({ zone: name, "topology.kubernetes.io/zone": name });
  return parseProfile({
    registries,
    nodes: [
      { name: "city-hall", controlPlane: true },
      { name: "maple", labels: zone("north") },
      { name: "oak", labels: zone("south") },
    ],
  });
}

/** The same city with everything that can be added, a controller for Ingresses too. */
export function cityWithIngressProfile(): ClusterProfile {
  return { ...cityProfile(), addons: addonNames };
}

/** The same city, whose archive keeps images that only its clerk may pull. */
export function cityWithRegistryProfile(): ClusterProfile {
  const images = { "post/app:1.0": "tutor/app:1.0", "post/app:1.1": "tutor/app:1.1", "post/web:1.27": "nginx:1.27" };
  return cityProfile([{ host: "registry.example.com", username: "clerk", password: "stamp-4711", images }]);
}

/** `--nodes a,b,c`: the first is the control plane, and takes ordinary pods only when it is alone. */
export function profileOfNodes(names: readonly string[]): ClusterProfile {
  return parseProfile({
    nodes: names.map((name, index) => ({
      name,
      controlPlane: index === 0,
      taints: names.length === 1 ? [] : undefined,
    })),
  });
}

/** A machine that joins a cluster that has had so many nodes, and is like a worker of the city. */
export function joiningNode(name: string, before: number): NodeProfile {
  return parseNode({ name }, before);
}

/** Checks a parsed YAML document and fills in what it leaves out. Throws ProfileError. */
export function parseProfile(document: unknown): ClusterProfile {
  const fields = mapOf(document, "the profile");
  refuseUnknown(fields, ["kubernetes", "addons", "images", "registries", "serviceCIDR", "node", "nodes", "start"], "");
  const kubernetes = textOf(fields.kubernetes ?? VERSION, "kubernetes");
  if (kubernetes !== VERSION) throw new ProfileError(`kubernetes: only ${VERSION} is simulated, not ${kubernetes}`);
  const images = textOf(fields.images ?? "cold", "images");
  if (images !== "cold" && images !== "cached")
    throw new ProfileError(`images: expected cold or cached, found ${images}`);
  const shared = mapOf(fields.node ?? {}, "node");
  const nodes = listOf(fields.nodes, "nodes").map((node, index) =>
    parseNode({ ...shared, ...mapOf(node, `nodes[${index}]`) }, index),
  );
  if (nodes.length === 0) throw new ProfileError("nodes: a cluster needs at least one node");
  const names = new Set(nodes.map((node) => node.name));
  if (names.size < nodes.length) throw new ProfileError("nodes: two nodes have the same name");
  return {
    kubernetes,
    addons: parseAddons(fields.addons),
    images,
    registries: listOf(fields.registries ?? [], "registries").map(parseRegistry),
    serviceCIDR: textOf(fields.serviceCIDR ?? "10.96.0.0/12", "serviceCIDR"),
    nodes,
    startMs: fields.start === undefined ? undefined : parseInstant(fields.start),
  };
}

function parseNode(fields: Fields, index: number): NodeProfile {
  const at = `nodes[${index}]`;
  refuseUnknown(
    fields,
    [
      "name",
      "controlPlane",
      "internalIP",
      "podCIDR",
      "capacity",
      "allocatable",
      "labels",
      "taints",
      "osImage",
      "kernelVersion",
      "containerRuntimeVersion",
    ],
    `${at}.`,
  );
  const name = textOf(fields.name, `${at}.name`);
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name))
    throw new ProfileError(`${at}.name: "${name}" is not a node name (lower-case letters, digits, - and .)`);
  const controlPlane = fields.controlPlane === true;
  const capacity = quantities(fields.capacity ?? nodeDefaults.capacity, `${at}.capacity`);
  return {
    name,
    controlPlane,
    internalIP: textOf(fields.internalIP ?? `172.18.${(index + 2) >> 8}.${(index + 2) & 255}`, `${at}.internalIP`),
    podCIDR: textOf(fields.podCIDR ?? `10.${244 + (index >> 8)}.${index & 255}.0/24`, `${at}.podCIDR`),
    capacity,
    allocatable: fields.allocatable === undefined ? capacity : quantities(fields.allocatable, `${at}.allocatable`),
    labels: quantities(fields.labels ?? nodeDefaults.labels, `${at}.labels`),
    taints: parseTaints(fields.taints, controlPlane, `${at}.taints`),
    osImage: textOf(fields.osImage ?? nodeDefaults.osImage, `${at}.osImage`),
    kernelVersion: textOf(fields.kernelVersion ?? nodeDefaults.kernelVersion, `${at}.kernelVersion`),
    containerRuntimeVersion: textOf(
      fields.containerRuntimeVersion ?? nodeDefaults.containerRuntimeVersion,
      `${at}.containerRuntimeVersion`,
    ),
  };
}

function parseTaints(value: unknown, controlPlane: boolean, at: string): NodeProfile["taints"] {
  if (value === undefined)
    return controlPlane ? [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] : [];
  return listOf(value, at).map((item, index) => {
    const taint = mapOf(item, `${at}[${index}]`);
    const base = {
      key: textOf(taint.key, `${at}[${index}].key`),
      effect: textOf(taint.effect, `${at}[${index}].effect`),
    };
    return taint.value === undefined ? base : { ...base, value: textOf(taint.value, `${at}[${index}].value`) };
  });
}

function parseRegistry(value: unknown, index: number): PrivateRegistry {
  const at = `registries[${index}]`;
  const fields = mapOf(value, at);
  refuseUnknown(fields, ["host", "username", "password", "images"], `${at}.`);
  const host = textOf(fields.host, `${at}.host`);
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d+)?$/.test(host) || !/[.:]|^localhost$/.test(host))
    throw new ProfileError(
      `${at}.host: "${host}" is not the host of a registry, as registry.example.com or docker.io is`,
    );
  const images = quantities(fields.images, `${at}.images`);
  for (const [name, source] of Object.entries(images)) {
    const fault = [`${host}/${name}`, source].map(parseReference).find((reference) => "error" in reference);
    if (fault !== undefined)
      throw new ProfileError(
        `${at}.images: "${name}: ${source}" is not a path and an image, as shop/app:1.0: nginx:1.27`,
      );
  }
  if (fields.username === undefined && fields.password === undefined) return { host, images };
  const account = {
    username: textOf(fields.username, `${at}.username`),
    password: textOf(fields.password, `${at}.password`),
  };
  return { host, account, images };
}

function parseAddons(value: unknown): readonly Addon[] {
  if (value === "all") return addonNames;
  return value === undefined ? defaultAddons : listOf(value, "addons").map(parseAddon);
}

function parseAddon(value: unknown, index: number): Addon {
  const addon = addonNames.find((name) => name === value);
  if (addon === undefined)
    throw new ProfileError(`addons[${index}]: expected one of ${addonNames.join(", ")}, found ${String(value)}`);
  return addon;
}

function parseInstant(value: unknown): number {
  const ms = Date.parse(textOf(value, "start"));
  if (Number.isNaN(ms))
    throw new ProfileError(`start: expected an instant as 2026-01-05T09:00:00Z, found ${String(value)}`);
  return ms;
}

function quantities(value: unknown, at: string): Record<string, string> {
  return Object.fromEntries(Object.entries(mapOf(value, at)).map(([key, item]) => [key, textOf(item, `${at}.${key}`)]));
}

function mapOf(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ProfileError(`${at}: expected a map`);
  return value as Fields;
}

function listOf(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ProfileError(`${at}: expected a list`);
  return value;
}

function textOf(value: unknown, at: string): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") throw new ProfileError(`${at}: expected a text`);
  return value;
}

function refuseUnknown(fields: Fields, known: readonly string[], prefix: string): void {
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new ProfileError(`${prefix}${unknown}: unknown key; known are ${known.join(", ")}`);
}
