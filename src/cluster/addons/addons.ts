// What an installer of Kubernetes puts in besides the control plane: DNS, the service proxy, metrics, a default storage class, a
// controller for Ingresses.

import type { ConfigMap, DaemonSet, Deployment, Service, ServiceAccount, StorageClass } from "../../api/types.ts";
import type { Client, NewObject } from "../client/client.ts";
import { resources } from "../client/resources.ts";
import type { Addon } from "../profile.ts";
import { createIngressNginxObjects } from "./ingress-nginx.ts";
import { createMetricsServerObjects } from "./metrics-server.ts";

const namespace = "kube-system";
const everywhere = [{ operator: "Exists" }];
const onControlPlane = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane" },
];

const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

export function createAddons(client: Client, addons: readonly Addon[], dnsAddress: string): void {
  if (addons.includes("coredns")) createCorednsObjects(client, dnsAddress);
  if (addons.includes("kube-proxy")) createKubeProxyObjects(client);
  if (addons.includes("storage-provisioner")) createStorageClass(client);
  if (addons.includes("metrics-server")) createMetricsServerObjects(client);
  if (addons.includes("ingress")) createIngressNginxObjects(client, addons.includes("load-balancer"));
}

function createCorednsObjects(client: Client, clusterIP: string): void {
  createAccount(client, "coredns");
  const config: NewObject<ConfigMap> = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "coredns", namespace },
    data: { Corefile: corefile },
  };
  client.create<ConfigMap>(resources.configmaps, config);
  const labels = { "k8s-app": "kube-dns" };
  const service: NewObject<Service> = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kube-dns",
      namespace,
      labels: { ...labels, "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
      annotations: { "prometheus.io/port": "9153", "prometheus.io/scrape": "true" },
    },
    spec: {
      clusterIP,
      selector: labels,
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
        { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153 },
      ],
    },
  };
  client.create<Service>(resources.services, service);
  const deployment: NewObject<Deployment> = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "coredns", namespace, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "coredns",
          priorityClassName: "system-cluster-critical",
          dnsPolicy: "Default",
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: onControlPlane,
          containers: [
            {
              name: "coredns",
              image: "registry.k8s.io/coredns/coredns:v1.12.0",
              args: ["-conf", "/etc/coredns/Corefile"],
              ports: [
                { name: "dns", containerPort: 53, protocol: "UDP" },
                { name: "dns-tcp", containerPort: 53 },
                { name: "metrics", containerPort: 9153 },
              ],
              resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
              readinessProbe: { httpGet: { path: "/ready", port: 8181, scheme: "HTTP" } },
              volumeMounts: [{ name: "config-volume", mountPath: "/etc/coredns", readOnly: true }],
            },
          ],
          volumes: [
            { name: "config-volume", configMap: { name: "coredns", items: [{ key: "Corefile", path: "Corefile" }] } },
          ],
        },
      },
    },
  };
  client.create<Deployment>(resources.deployments, deployment);
}

function createKubeProxyObjects(client: Client): void {
  createAccount(client, "kube-proxy");
  const labels = { "k8s-app": "kube-proxy" };
  const daemonSet: NewObject<DaemonSet> = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "kube-proxy", namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate" },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "kube-proxy",
          priorityClassName: "system-node-critical",
          hostNetwork: true,
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: everywhere,
          containers: [
            {
              name: "kube-proxy",
              image: "registry.k8s.io/kube-proxy:v1.33.5",
              command: ["/usr/local/bin/kube-proxy", "--config=/var/lib/kube-proxy/config.conf"],
            },
          ],
        },
      },
    },
  };
  client.create<DaemonSet>(resources.daemonsets, daemonSet);
}

function createStorageClass(client: Client): void {
  const storageClass: NewObject<StorageClass> = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "rancher.io/local-path",
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
  };
  client.create<StorageClass>(resources.storageclasses, storageClass);
}

function createAccount(client: Client, name: string): void {
  const account: NewObject<ServiceAccount> = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  };
  client.create<ServiceAccount>(resources.serviceaccounts, account);
}
