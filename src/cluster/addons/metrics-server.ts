// The objects that install metrics-server, as its own manifest has them.
// It prefers the control plane, so that it takes no room from anybody's pods.

import type { ClusterRole, ClusterRoleBinding, Deployment, KubeObject, RoleBinding, Service } from "../../api/types.ts";
import type { Client, NewObject } from "../client/client.ts";
import { resources } from "../client/resources.ts";

const namespace = "kube-system";
const name = "metrics-server";
const labels = { "k8s-app": name };
const rbac = { group: "rbac.authorization.k8s.io", version: "v1" };
const rbacVersion = "rbac.authorization.k8s.io/v1";
const account = { kind: "ServiceAccount", name, namespace };

export function createMetricsServerObjects(client: Client): void {
  client.create(resources.serviceaccounts, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { labels, name, namespace },
  });
  createRoles(client);
  const service: NewObject<Service> = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { labels, name, namespace },
    spec: {
      ports: [{ appProtocol: "https", name: "https", port: 443, protocol: "TCP", targetPort: "https" }],
      selector: labels,
    },
  };
  client.create<Service>(resources.services, service);
  client.create<Deployment>(resources.deployments, deployment());
  const apiService = {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { labels, name: "v1beta1.metrics.k8s.io" },
    spec: {
      group: "metrics.k8s.io",
      groupPriorityMinimum: 100,
      insecureSkipTLSVerify: true,
      service: { name, namespace },
      version: "v1beta1",
      versionPriority: 100,
    },
  };
  client.create<KubeObject>({ group: "apiregistration.k8s.io", version: "v1", resource: "apiservices" }, apiService);
}

function createRoles(client: Client): void {
  const role = (
    roleName: string,
    rules: NonNullable<ClusterRole["rules"]>,
    more: Record<string, string> = {},
  ): void => {
    client.create<ClusterRole>(
      { ...rbac, resource: "clusterroles" },
      {
        apiVersion: rbacVersion,
        kind: "ClusterRole",
        metadata: { labels: { ...labels, ...more }, name: roleName },
        rules,
      },
    );
  };
  const bind = (bindingName: string, roleName: string): void => {
    client.create<ClusterRoleBinding>(
      { ...rbac, resource: "clusterrolebindings" },
      {
        apiVersion: rbacVersion,
        kind: "ClusterRoleBinding",
        metadata: { labels, name: bindingName },
        roleRef: { apiGroup: rbac.group, kind: "ClusterRole", name: roleName },
        subjects: [account],
      },
    );
  };
  const look = ["get", "list", "watch"];
  role(
    "system:aggregated-metrics-reader",
    [{ apiGroups: ["metrics.k8s.io"], resources: ["pods", "nodes"], verbs: look }],
    {
      "rbac.authorization.k8s.io/aggregate-to-admin": "true",
      "rbac.authorization.k8s.io/aggregate-to-edit": "true",
      "rbac.authorization.k8s.io/aggregate-to-view": "true",
    },
  );
  role("system:metrics-server", [
    { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
    { apiGroups: [""], resources: ["pods", "nodes"], verbs: look },
  ]);
  client.create<RoleBinding>(
    { ...rbac, resource: "rolebindings" },
    {
      apiVersion: rbacVersion,
      kind: "RoleBinding",
      metadata: { labels, name: "metrics-server-auth-reader", namespace },
      roleRef: { apiGroup: rbac.group, kind: "Role", name: "extension-apiserver-authentication-reader" },
      subjects: [account],
    },
  );
  bind("metrics-server:system:auth-delegator", "system:auth-delegator");
  bind("system:metrics-server", "system:metrics-server");
}

function deployment(): NewObject<Deployment> {
  const probe = (path: string, initialDelaySeconds?: number) => ({
    failureThreshold: 3,
    httpGet: { path, port: "https", scheme: "HTTPS" },
    ...(initialDelaySeconds === undefined ? {} : { initialDelaySeconds }),
    periodSeconds: 10,
  });
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels, name, namespace },
    spec: {
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  preference: {
                    matchExpressions: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }],
                  },
                  weight: 100,
                },
              ],
            },
          },
          containers: [
            {
              args: [
                "--cert-dir=/tmp",
                "--secure-port=10250",
                "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
                "--kubelet-use-node-status-port",
                "--metric-resolution=15s",
                "--kubelet-insecure-tls",
              ],
              image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0",
              imagePullPolicy: "IfNotPresent",
              livenessProbe: probe("/livez"),
              name,
              ports: [{ containerPort: 10250, name: "https", protocol: "TCP" }],
              readinessProbe: probe("/readyz", 20),
              resources: { requests: { cpu: "100m", memory: "200Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
                runAsUser: 1000,
                seccompProfile: { type: "RuntimeDefault" },
              },
              volumeMounts: [{ mountPath: "/tmp", name: "tmp-dir" }],
            },
          ],
          nodeSelector: { "kubernetes.io/os": "linux" },
          priorityClassName: "system-cluster-critical",
          serviceAccountName: name,
          tolerations: [{ effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane" }],
          volumes: [{ emptyDir: {}, name: "tmp-dir" }],
        },
      },
    },
  };
}
