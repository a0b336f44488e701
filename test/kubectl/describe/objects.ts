// One object of most kinds, with the fields that make a difference in a description. All is so old that ages do not change.

import type { AnyObject } from "../../../src/api/types.ts";

const then = "2015-01-02T03:04:05Z";
const meta = (name: string, more: object = {}) => ({
  name,
  namespace: "default",
  uid: `uid-${name}`,
  resourceVersion: "1",
  creationTimestamp: then,
  ...more,
});
const global = (name: string, more: object = {}) => ({ ...meta(name, more), namespace: undefined });
const selector = { matchLabels: { app: "web" } };
const ownedBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid: `uid-${name}`, controller: true }],
});
const container = {
  name: "app",
  image: "nginx:1",
  ports: [{ containerPort: 80, name: "http", protocol: "TCP" }],
  resources: { limits: { cpu: "500m", memory: "64Mi" } },
  env: [
    { name: "A", value: "b\nc" },
    { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
    { name: "KEY", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
  ],
  envFrom: [{ configMapRef: { name: "one" } }],
  livenessProbe: {
    httpGet: { path: "/", port: 80, scheme: "HTTP" },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  },
  volumeMounts: [{ name: "v", mountPath: "/v", subPath: "s" }],
};
const template = {
  metadata: { labels: { app: "web" }, annotations: { note: "x" } },
  spec: {
    containers: [container],
    volumes: [
      { name: "v", emptyDir: {} },
      { name: "h", hostPath: { path: "/h" } },
    ],
  },
};
const scopes = { group: "rbac.authorization.k8s.io" };

export const objects = [
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta("web", {
      labels: { app: "web" },
      annotations: { long: "x".repeat(200), multi: "a\nb" },
      ...ownedBy("ReplicaSet", "web-1"),
    }),
    spec: {
      ...template.spec,
      nodeName: "worker",
      serviceAccountName: "robot",
      priority: 0,
      readinessGates: [{ conditionType: "a/b" }],
      initContainers: [{ name: "init", image: "busybox", command: ["sh", "-c", "a\nb"], resources: {} }],
      volumes: [
        { name: "v", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        {
          name: "p",
          projected: {
            sources: [
              { serviceAccountToken: { path: "t", expirationSeconds: 3607 } },
              { configMap: { name: "c" } },
              { downwardAPI: {} },
            ],
          },
        },
        { name: "c", persistentVolumeClaim: { claimName: "data" } },
        {
          name: "e",
          ephemeral: {
            volumeClaimTemplate: {
              metadata: { labels: { a: "b", c: "d" } },
              spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: {} },
            },
          },
        },
      ],
      tolerations: [
        { key: "b", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
        { operator: "Exists" },
      ],
    },
    status: {
      phase: "Running",
      hostIP: "1.1.1.1",
      podIP: "2.2.2.2",
      podIPs: [{ ip: "2.2.2.2" }],
      startTime: then,
      qosClass: "Burstable",
      conditions: [{ type: "Ready", status: "False" }],
      containerStatuses: [
        {
          name: "app",
          image: "nginx:1",
          imageID: "i",
          containerID: "c",
          ready: false,
          restartCount: 2,
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: {
            terminated: { reason: "Error", message: "boom\n", exitCode: 1, startedAt: then, finishedAt: then },
          },
        },
      ],
    },
  },
  {
    apiVersion: "v1",
    kind: "Event",
    metadata: meta("e1"),
    type: "Warning",
    reason: "BackOff",
    message: " again ",
    count: 3,
    involvedObject: { name: "web", namespace: "default", uid: "uid-web", kind: "Pod" },
    firstTimestamp: then,
    lastTimestamp: "2016-01-02T03:04:05Z",
    source: { component: "kubelet" },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("web", { labels: { app: "web" } }),
    spec: {
      replicas: 1,
      selector,
      template,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
    },
    status: { replicas: 1, conditions: [{ type: "Available", status: "True", reason: "MinimumReplicasAvailable" }] },
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: meta("web-1", ownedBy("Deployment", "web")),
    spec: { replicas: 1, selector, template },
    status: { replicas: 1 },
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: meta("agent"),
    spec: { selector, template },
    status: { desiredNumberScheduled: 2 },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta("db"),
    spec: {
      replicas: 1,
      serviceName: "db",
      selector,
      template,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
    status: { replicas: 1 },
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: meta("sum"),
    spec: {
      parallelism: 1,
      completions: 2,
      completionMode: "Indexed",
      backoffLimit: 6,
      suspend: false,
      selector,
      template,
    },
    status: { startTime: then, completionTime: "2015-01-02T03:05:55Z", active: 1, ready: 0, completedIndexes: "0,1" },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: meta("tick"),
    spec: {
      schedule: "* * * * *",
      concurrencyPolicy: "Allow",
      suspend: false,
      successfulJobsHistoryLimit: 3,
      jobTemplate: { spec: { template } },
    },
    status: { lastScheduleTime: then, active: [{ name: "a" }] },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: meta("web"),
    spec: {
      type: "LoadBalancer",
      selector: { app: "web" },
      ipFamilyPolicy: "SingleStack",
      ipFamilies: ["IPv4"],
      clusterIP: "10.96.0.9",
      clusterIPs: ["10.96.0.9"],
      sessionAffinity: "None",
      ports: [{ port: 80, protocol: "TCP", targetPort: "http", nodePort: 30000 }],
      internalTrafficPolicy: "Cluster",
    },
    status: { loadBalancer: { ingress: [{ ip: "5.5.5.5", ipMode: "VIP" }] } },
  },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: meta("web-abc", { labels: { "kubernetes.io/service-name": "web" } }),
    addressType: "IPv4",
    ports: [{ name: "", port: 80, protocol: "TCP" }],
    endpoints: [1, 2, 3, 4].map((n) => ({
      addresses: [`10.0.0.${n}`],
      conditions: { ready: n !== 2 },
      nodeName: "worker",
    })),
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: meta("web"),
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["a"], secretName: "s" }],
      rules: [
        {
          host: "a",
          http: {
            paths: [
              { path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } },
              { path: "/x", pathType: "Prefix", backend: { service: { name: "none", port: { name: "q" } } } },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: {} },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: meta("web"),
    spec: {
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [
        {
          ports: [{ port: 80, protocol: "TCP" }],
          from: [{ podSelector: selector }, { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }],
        },
        {},
      ],
    },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: meta("one"), data: { only: "a\tb\nc\n" } },
  { apiVersion: "v1", kind: "Secret", metadata: meta("one"), type: "Opaque", data: { only: "AAEC" } },
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: meta("robot"),
    imagePullSecrets: [{ name: "one" }, { name: "gone" }],
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: global("disk", { finalizers: ["a"] }),
    spec: {
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteMany", "ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      local: { path: "/x" },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "k", operator: "In", values: ["a"] }] }] },
      },
    },
    status: { phase: "Available" },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: meta("data"),
    spec: { storageClassName: "fast", accessModes: ["ReadWriteOnce"], volumeName: "disk", resources: {} },
    status: { phase: "Bound", accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" } },
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: global("fast", { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } }),
    provisioner: "p",
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  },
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: meta("small"),
    spec: { scopes: ["BestEffort"], hard: { pods: "2" } },
    status: { hard: { pods: "2" }, used: { pods: "1" } },
  },
  {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: meta("one"),
    spec: { limits: [{ type: "Container", max: { cpu: "1" }, default: { cpu: "500m" } }] },
  },
  { apiVersion: "v1", kind: "Namespace", metadata: global("default"), status: { phase: "Active" } },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: meta("web"),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
      },
    },
    status: {
      currentReplicas: 1,
      desiredReplicas: 2,
      conditions: [{ type: "AbleToScale", status: "True", reason: "r", message: "m" }],
    },
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: meta("web"),
    spec: { minAvailable: "50%", selector },
    status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: global("high"),
    value: 1000,
    globalDefault: false,
    description: "d",
    preemptionPolicy: "Never",
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: meta("reader"),
    rules: [
      { apiGroups: ["", "apps"], resources: ["pods", "pods/log"], verbs: ["list", "get"] },
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["a", "b"], verbs: ["get"] },
    ],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: global("all"),
    rules: [
      { nonResourceURLs: ["/healthz"], verbs: ["get", "post"] },
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
    ],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: meta("reader"),
    roleRef: { apiGroup: scopes.group, kind: "Role", name: "reader" },
    subjects: [
      { kind: "User", name: "jane" },
      { kind: "ServiceAccount", name: "robot", namespace: "default" },
    ],
  },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: meta("one"),
    spec: { holderIdentity: "n", leaseDurationSeconds: 40, renewTime: "2015-01-01T00:00:00.000000Z" },
  },
  {
    apiVersion: "v1",
    kind: "Node",
    metadata: global("worker", { labels: { "node-role.kubernetes.io/worker": "" } }),
    spec: {
      podCIDR: "10.0.0.0/24",
      taints: [
        { key: "b", effect: "NoSchedule" },
        { key: "a", value: "v", effect: "NoExecute" },
      ],
    },
    status: {
      addresses: [{ type: "Hostname", address: "worker" }],
      allocatable: { cpu: "4", memory: "8Gi", pods: "110" },
      capacity: { cpu: "4", memory: "8Gi", pods: "110" },
      conditions: [
        {
          type: "Ready",
          status: "True",
          lastHeartbeatTime: then,
          lastTransitionTime: then,
          reason: "KubeletReady",
          message: "m",
        },
      ],
      nodeInfo: {
        kubeletVersion: "v1.33.5",
        machineID: "",
        systemUUID: "",
        bootID: "",
        kernelVersion: "",
        osImage: "",
        containerRuntimeVersion: "",
        kubeProxyVersion: "",
        operatingSystem: "linux",
        architecture: "amd64",
      },
    },
  },
] as unknown as readonly AnyObject[];
