// The control plane as kubeadm leaves it: manifests on the control-plane node, which its kubelet runs as static pods. While such a
// pod runs, the part of this cluster that bears its name works.

import { makePath } from "../../shell/make-path.ts";
import type { MemoryFiles } from "../../shell/memory-files.ts";
import type { NodeProfile } from "../profile.ts";

interface ControlPlanePod {
  readonly component: string;
  readonly image: string;
  readonly cpu: string;
  readonly memory?: string;
  readonly port: number;
  readonly scheme: "HTTP" | "HTTPS";
  /** Directories of the node that it sees at the same place, by the volume's name. */
  readonly directories?: Readonly<Record<string, string>>;
  command(node: NodeProfile, serviceCIDR: string): string[];
}

const ETCD_PKI = "/etc/kubernetes/pki/etcd";

const pods: readonly ControlPlanePod[] = [
  {
    component: "etcd",
    image: "registry.k8s.io/etcd:3.5.21-0",
    cpu: "100m",
    memory: "100Mi",
    port: 2381,
    scheme: "HTTP",
    directories: { "etcd-certs": ETCD_PKI, "etcd-data": "/var/lib/etcd" },
    command: (node) => [
      "etcd",
      `--advertise-client-urls=https://${node.internalIP}:2379`,
      `--cert-file=${ETCD_PKI}/server.crt`,
      "--client-cert-auth=true",
      "--data-dir=/var/lib/etcd",
      `--key-file=${ETCD_PKI}/server.key`,
      `--listen-client-urls=https://127.0.0.1:2379,https://${node.internalIP}:2379`,
      `--name=${node.name}`,
      `--trusted-ca-file=${ETCD_PKI}/ca.crt`,
    ],
  },
  {
    component: "kube-apiserver",
    image: "registry.k8s.io/kube-apiserver:v1.33.5",
    cpu: "250m",
    port: 6443,
    scheme: "HTTPS",
    command: (node, serviceCIDR) => [
      "kube-apiserver",
      `--advertise-address=${node.internalIP}`,
      "--authorization-mode=Node,RBAC",
      "--etcd-servers=https://127.0.0.1:2379",
      `--service-cluster-ip-range=${serviceCIDR}`,
    ],
  },
  {
    component: "kube-controller-manager",
    image: "registry.k8s.io/kube-controller-manager:v1.33.5",
    cpu: "200m",
    port: 10257,
    scheme: "HTTPS",
    command: () => ["kube-controller-manager", "--controllers=*,bootstrapsigner,tokencleaner", "--leader-elect=true"],
  },
  {
    component: "kube-scheduler",
    image: "registry.k8s.io/kube-scheduler:v1.33.5",
    cpu: "100m",
    port: 10259,
    scheme: "HTTPS",
    command: () => ["kube-scheduler", "--leader-elect=true"],
  },
];

export interface WrittenManifest {
  readonly text: string;
  /** What the text says. */
  readonly manifest: object;
}

/** @param asYaml false where nobody could read YAML. */
export function writeControlPlaneManifests(
  files: MemoryFiles,
  node: NodeProfile,
  serviceCIDR: string,
  asYaml: boolean,
): readonly WrittenManifest[] {
  makePath(files, ETCD_PKI);
  for (const name of PKI_FILES) files.write(`${ETCD_PKI}/${name}`, KEPT_SECRET, 0o600);
  return pods.map((pod) => {
    const manifest = manifestOf(pod, node, serviceCIDR);
    const text = asYaml ? `${yamlText(manifest).trimStart()}\n` : `${JSON.stringify(manifest, null, 2)}\n`;
    files.write(`/etc/kubernetes/manifests/${pod.component}.yaml`, text, 0o600);
    return { text, manifest };
  });
}

// Simplified: who shows one of these files to etcd is believed; there is no key in them.
const PKI_FILES = ["ca.crt", "healthcheck-client.crt", "healthcheck-client.key", "server.crt", "server.key"];
const KEPT_SECRET = "k8s-tutor: here a real cluster keeps a certificate or its key\n";

function manifestOf(pod: ControlPlanePod, node: NodeProfile, serviceCIDR: string): object {
  const directories = Object.entries(pod.directories ?? {});
  const requests = { cpu: pod.cpu, ...(pod.memory === undefined ? {} : { memory: pod.memory }) };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod.component,
      namespace: "kube-system",
      labels: { component: pod.component, tier: "control-plane" },
    },
    spec: {
      containers: [
        {
          name: pod.component,
          image: pod.image,
          imagePullPolicy: "IfNotPresent",
          command: pod.command(node, serviceCIDR),
          resources: { requests },
          ...(directories.length === 0
            ? {}
            : { volumeMounts: directories.map(([name, mountPath]) => ({ mountPath, name })) }),
        },
      ],
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      ...(directories.length === 0
        ? {}
        : { volumes: directories.map(([name, path]) => ({ hostPath: { path, type: "DirectoryOrCreate" }, name })) }),
    },
  };
}

type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

/** Plain data as people write it. */
function yamlText(value: unknown, indent = ""): string {
  const data = value as Data;
  if (Array.isArray(data))
    return data.map((item: Data) => `\n${indent}- ${yamlText(item, `${indent}  `).trimStart()}`).join("");
  if (typeof data !== "object") return ` ${String(data)}`;
  const entries = Object.entries(data).map(([key, item]) => {
    const deeper = typeof item === "object" && !Array.isArray(item) ? `${indent}  ` : indent;
    return `\n${indent}${key}:${yamlText(item, deeper)}`;
  });
  return entries.join("");
}
