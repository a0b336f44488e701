// The control plane as kubeadm leaves it in kube-system: static pods of the control-plane node, seen as their mirror pods.
// Simplified: the mirror pods are made when the cluster starts; a learner finds them where a kubeadm cluster has them.

import type { Pod } from "../../api/types.ts";
import type { Client } from "../client/client.ts";
import { resources } from "../client/resources.ts";
import type { NodeProfile } from "../profile.ts";

interface ControlPlanePod {
  readonly component: string;
  readonly image: string;
  readonly cpu: string;
  readonly memory?: string;
  readonly port: number;
  readonly scheme: "HTTP" | "HTTPS";
  command(node: NodeProfile, serviceCIDR: string): string[];
}

const pods: readonly ControlPlanePod[] = [
  {
    component: "etcd",
    image: "registry.k8s.io/etcd:3.5.21-0",
    cpu: "100m",
    memory: "100Mi",
    port: 2381,
    scheme: "HTTP",
    command: (node) => [
      "etcd",
      `--advertise-client-urls=https://${node.internalIP}:2379`,
      "--data-dir=/var/lib/etcd",
      `--name=${node.name}`,
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

export function createControlPlanePods(client: Client, node: NodeProfile, nodeUid: string, serviceCIDR: string): void {
  for (const pod of pods) {
    client.create<Pod>(resources.pods, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: `${pod.component}-${node.name}`,
        namespace: "kube-system",
        labels: { component: pod.component, tier: "control-plane" },
        annotations: {
          "kubernetes.io/config.hash": nodeUid.replaceAll("-", ""),
          "kubernetes.io/config.mirror": nodeUid.replaceAll("-", ""),
          "kubernetes.io/config.source": "file",
        },
        ownerReferences: [{ apiVersion: "v1", controller: true, kind: "Node", name: node.name, uid: nodeUid }],
      },
      spec: {
        containers: [
          {
            name: pod.component,
            image: pod.image,
            command: pod.command(node, serviceCIDR),
            resources: { requests: { cpu: pod.cpu, ...(pod.memory === undefined ? {} : { memory: pod.memory }) } },
          },
        ],
        hostNetwork: true,
        nodeName: node.name,
        priorityClassName: "system-node-critical",
        tolerations: [{ effect: "NoExecute", operator: "Exists" }],
      },
    });
  }
}
