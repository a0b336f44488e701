// A pod with something of nearly every form that a field can have in protobuf: embedded structs, numbers that may be texts, quantities,
// pointers to zero, instants, maps, lists of numbers.

const probes = {
  livenessProbe: { httpGet: { path: "/z", port: 8080, httpHeaders: [{ name: "A", value: "b" }] }, periodSeconds: 5 },
  readinessProbe: { tcpSocket: { port: "http", host: "h" }, failureThreshold: 2 },
  startupProbe: { exec: { command: ["a", "", "b"] }, terminationGracePeriodSeconds: 0 },
};

const container = {
  name: "c",
  image: "i:1",
  command: ["sh", "-c", "é \u{1F600}"],
  ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
  envFrom: [{ prefix: "P_", configMapRef: { name: "cm", optional: false } }, { secretRef: { name: "s" } }],
  env: [
    { name: "A" },
    { name: "B", valueFrom: { configMapKeyRef: { name: "cm", key: "k", optional: true } } },
    { name: "C", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
    { name: "D", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
    { name: "E", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "0" } } },
    { name: "F", valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } } },
  ],
  resources: { limits: { cpu: "1500m", memory: "2Gi" }, requests: { cpu: "0", "example.com/gpu": "1" } },
  volumeMounts: [{ name: "data", mountPath: "/data", readOnly: true, mountPropagation: "None" }],
  ...probes,
  lifecycle: { preStop: { sleep: { seconds: 0 } }, postStart: { httpGet: { port: 0 } } },
  securityContext: { runAsUser: 0, runAsNonRoot: false, capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] } },
  stdin: true,
};

const volumes = [
  { name: "data", emptyDir: {} },
  { name: "memory", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
  { name: "cm", configMap: { name: "cm", items: [{ key: "k", path: "p", mode: 0 }], defaultMode: 420 } },
  { name: "secret", secret: { secretName: "s", optional: false } },
  { name: "pvc", persistentVolumeClaim: { claimName: "p" } },
  { name: "nfs", nfs: { server: "s", path: "/" } },
  { name: "host", hostPath: { path: "/", type: "" } },
  {
    name: "all",
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3600, path: "token" } },
        { configMap: { name: "ca", items: [{ key: "k", path: "p" }] } },
        { secret: { name: "s", optional: true } },
        { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
      ],
    },
  },
  {
    name: "own",
    ephemeral: {
      volumeClaimTemplate: {
        metadata: { labels: { a: "" } },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName: "" },
      },
    },
  },
];

const selector = { matchLabels: { a: "b" }, matchExpressions: [{ key: "k", operator: "In", values: ["v", ""] }] };

/** What `kubectl debug --copy-to` takes over as it is. */
export const richSpec = {
  volumes,
  initContainers: [{ name: "init", image: "i", resources: {}, restartPolicy: "Always" }],
  restartPolicy: "Never",
  terminationGracePeriodSeconds: 0,
  activeDeadlineSeconds: 9_007_199_254_740_991,
  nodeSelector: { "": "empty", __proto__x: "y" },
  automountServiceAccountToken: false,
  shareProcessNamespace: false,
  securityContext: { fsGroup: 0, supplementalGroups: [0, 1, 4_294_967_296], sysctls: [{ name: "a", value: "" }] },
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: -1, preference: { matchExpressions: [{ key: "k", operator: "Exists" }] } },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: selector, topologyKey: "zone" }],
    },
  },
  tolerations: [{ key: "k", operator: "Exists", effect: "NoExecute", tolerationSeconds: 0 }],
  hostAliases: [{ ip: "1.2.3.4", hostnames: ["a", "b"] }],
  priority: -10,
  dnsConfig: { options: [{ name: "ndots", value: "5" }, { name: "x" }] },
  overhead: { cpu: "250m" },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: selector },
  ],
  setHostnameAsFQDN: false,
};

export const richPod = {
  kind: "Pod",
  apiVersion: "v1",
  metadata: { name: "p", namespace: "default", uid: "1", annotations: { "a/b": "", c: "d\n" } },
  spec: { ...richSpec, nodeName: "n", containers: [container] },
};
