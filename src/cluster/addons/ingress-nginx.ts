// The objects that install ingress-nginx, as its own manifest has them, without the webhook that checks Ingresses.
// With a load balancer it has an address of its own; without one it takes the ports of the node that it runs on.

import type { ClusterRole, ClusterRoleBinding, Deployment, IngressClass, Service } from "../../api/types.ts";
import type { Client, NewObject } from "../client/client.ts";
import { resources } from "../client/resources.ts";

const namespace = "ingress-nginx";
const name = "ingress-nginx-controller";
const version = "1.12.1";
const selector = {
  "app.kubernetes.io/component": "controller",
  "app.kubernetes.io/instance": "ingress-nginx",
  "app.kubernetes.io/name": "ingress-nginx",
};
const common = {
  "app.kubernetes.io/instance": "ingress-nginx",
  "app.kubernetes.io/name": "ingress-nginx",
};
const labels = { ...selector, "app.kubernetes.io/part-of": "ingress-nginx", "app.kubernetes.io/version": version };
const rbac = { group: "rbac.authorization.k8s.io", version: "v1" };

export function createIngressNginxObjects(client: Client, hasLoadBalancer: boolean): void {
  client.create(resources.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: common },
  });
  client.create(resources.serviceaccounts, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "ingress-nginx", namespace, labels },
  });
  createRole(client);
  client.create(resources.configmaps, { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace, labels } });
  const service: NewObject<Service> = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: {
      type: hasLoadBalancer ? "LoadBalancer" : "NodePort",
      // So that the log and the annotations about addresses know the clients.
      ...(hasLoadBalancer ? { externalTrafficPolicy: "Local" } : {}),
      ports: [
        { appProtocol: "http", name: "http", port: 80, protocol: "TCP", targetPort: "http" },
        { appProtocol: "https", name: "https", port: 443, protocol: "TCP", targetPort: "https" },
      ],
      selector,
    },
  };
  client.create<Service>(resources.services, service);
  client.create<Deployment>(resources.deployments, deployment(hasLoadBalancer));
  const ingressClass: NewObject<IngressClass> = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "nginx", labels },
    spec: { controller: "k8s.io/ingress-nginx" },
  };
  client.create<IngressClass>(resources.ingressclasses, ingressClass);
}

function createRole(client: Client): void {
  const look = ["list", "watch"];
  const rules = [
    { apiGroups: [""], resources: ["configmaps", "endpoints", "nodes", "pods", "secrets", "namespaces"], verbs: look },
    { apiGroups: [""], resources: ["services"], verbs: ["get", ...look] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", ...look] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
    { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", ...look] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: [...look, "get"] },
  ];
  client.create<ClusterRole>(
    { ...rbac, resource: "clusterroles" },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: namespace, labels: common },
      rules,
    },
  );
  client.create<ClusterRoleBinding>(
    { ...rbac, resource: "clusterrolebindings" },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: namespace, labels: common },
      roleRef: { apiGroup: rbac.group, kind: "ClusterRole", name: namespace },
      subjects: [{ kind: "ServiceAccount", name: "ingress-nginx", namespace }],
    },
  );
}

function deployment(hasLoadBalancer: boolean): NewObject<Deployment> {
  const probe = (failureThreshold: number) => ({
    failureThreshold,
    httpGet: { path: "/healthz", port: 10254, scheme: "HTTP" },
    initialDelaySeconds: 10,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  });
  const podField = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selector },
      strategy: { rollingUpdate: { maxUnavailable: 1 }, type: "RollingUpdate" },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              args: [
                "/nginx-ingress-controller",
                ...(hasLoadBalancer ? [`--publish-service=$(POD_NAMESPACE)/${name}`] : []),
                "--election-id=ingress-nginx-leader",
                "--controller-class=k8s.io/ingress-nginx",
                "--ingress-class=nginx",
                `--configmap=$(POD_NAMESPACE)/${name}`,
              ],
              env: [
                { name: "POD_NAME", ...podField("metadata.name") },
                { name: "POD_NAMESPACE", ...podField("metadata.namespace") },
                { name: "LD_PRELOAD", value: "/usr/local/lib/libmimalloc.so" },
              ],
              image: `registry.k8s.io/ingress-nginx/controller:v${version}`,
              imagePullPolicy: "IfNotPresent",
              lifecycle: { preStop: { exec: { command: ["/wait-shutdown"] } } },
              livenessProbe: probe(5),
              name: "controller",
              ports: [
                { containerPort: 80, name: "http", protocol: "TCP" },
                { containerPort: 443, name: "https", protocol: "TCP" },
              ],
              readinessProbe: probe(3),
              resources: { requests: { cpu: "100m", memory: "90Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
                readOnlyRootFilesystem: false,
                runAsGroup: 82,
                runAsNonRoot: true,
                runAsUser: 101,
                seccompProfile: { type: "RuntimeDefault" },
              },
            },
          ],
          dnsPolicy: hasLoadBalancer ? "ClusterFirst" : "ClusterFirstWithHostNet",
          ...(hasLoadBalancer ? {} : { hostNetwork: true }),
          nodeSelector: { "kubernetes.io/os": "linux" },
          serviceAccountName: "ingress-nginx",
          terminationGracePeriodSeconds: 300,
        },
      },
    },
  };
}
