// The kinds of objects that a lesson can name, and where the API serves them.

export interface KindInfo {
  readonly kind: string;
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  /** The plural name in paths. */
  readonly resource: string;
  readonly namespaced: boolean;
}

// One row an API group: its version, then `Kind=plural` for namespaced kinds and `Kind:plural` for those of the cluster.
const GROUPS: readonly (readonly [string, string])[] = [
  [
    "v1",
    "Pod=pods Service=services ConfigMap=configmaps Secret=secrets ServiceAccount=serviceaccounts Event=events Endpoints=endpoints " +
      "PersistentVolumeClaim=persistentvolumeclaims ResourceQuota=resourcequotas LimitRange=limitranges " +
      "ReplicationController=replicationcontrollers Node:nodes Namespace:namespaces PersistentVolume:persistentvolumes",
  ],
  [
    "apps/v1",
    "Deployment=deployments ReplicaSet=replicasets StatefulSet=statefulsets DaemonSet=daemonsets ControllerRevision=controllerrevisions",
  ],
  ["batch/v1", "Job=jobs CronJob=cronjobs"],
  ["discovery.k8s.io/v1", "EndpointSlice=endpointslices"],
  ["networking.k8s.io/v1", "Ingress=ingresses NetworkPolicy=networkpolicies IngressClass:ingressclasses"],
  ["autoscaling/v2", "HorizontalPodAutoscaler=horizontalpodautoscalers"],
  ["policy/v1", "PodDisruptionBudget=poddisruptionbudgets"],
  [
    "rbac.authorization.k8s.io/v1",
    "Role=roles RoleBinding=rolebindings ClusterRole:clusterroles ClusterRoleBinding:clusterrolebindings",
  ],
  ["scheduling.k8s.io/v1", "PriorityClass:priorityclasses"],
  ["storage.k8s.io/v1", "StorageClass:storageclasses VolumeAttachment:volumeattachments"],
  ["coordination.k8s.io/v1", "Lease=leases"],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition:customresourcedefinitions"],
];

// Made once, when it is first asked for: loading a course asks some thousand times.
let known: readonly KindInfo[] | undefined;

export function knownKinds(): readonly KindInfo[] {
  known ??= readGroups();
  return known;
}

function readGroups(): readonly KindInfo[] {
  return GROUPS.flatMap(([apiVersion, row]) =>
    row.split(" ").map((entry) => {
      const namespaced = entry.includes("=");
      const [kind = "", resource = ""] = entry.split(/[=:]/);
      return { kind, apiVersion, resource, namespaced };
    }),
  );
}

/** The kind of that exact name (`Pod`), or undefined. */
export function kindNamed(kind: string): KindInfo | undefined {
  return knownKinds().find((info) => info.kind === kind);
}
