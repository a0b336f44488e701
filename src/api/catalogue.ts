// The resources that the API serves: names, scope, verbs. Discovery documents and kubectl's short names come from here.

export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** What a resource is called, and whether it lives in namespaces. */
export interface ResourceNames {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural name in paths. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** As `all`. */
  readonly categories: readonly string[];
}

/** One resource of the API, as discovery describes it. */
export interface ResourceInfo extends ResourceNames {
  readonly verbs: readonly Verb[];
  /** As `status` and `log`; absent where there are none. */
  readonly subresources?: readonly string[];
  /** The version that is stored, where this one only shows it: as `autoscaling/v2`. */
  readonly storedIn?: string;
}

const ALL_VERBS = "create,delete,deletecollection,get,list,patch,update,watch";

// What Kubernetes v1.33 lists, in the order of its discovery documents, which `kubectl get all` and `api-resources` show.
const TABLE = `
v1:
  bindings Binding namespaced verbs=create
  componentstatuses ComponentStatus cluster short=cs verbs=get,list
  configmaps ConfigMap namespaced short=cm
  endpoints Endpoints namespaced short=ep
  events Event namespaced short=ev
  limitranges LimitRange namespaced short=limits
  namespaces Namespace cluster short=ns verbs=create,delete,get,list,patch,update,watch sub=finalize,status
  nodes Node cluster short=no sub=proxy,status
  persistentvolumeclaims PersistentVolumeClaim namespaced short=pvc sub=status
  persistentvolumes PersistentVolume cluster short=pv sub=status
  pods Pod namespaced short=po in=all sub=attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status
  podtemplates PodTemplate namespaced
  replicationcontrollers ReplicationController namespaced short=rc in=all sub=scale,status
  resourcequotas ResourceQuota namespaced short=quota sub=status
  secrets Secret namespaced
  serviceaccounts ServiceAccount namespaced short=sa sub=token
  services Service namespaced short=svc in=all sub=proxy,status
apiregistration.k8s.io/v1:
  apiservices APIService cluster in=api-extensions sub=status
apps/v1:
  controllerrevisions ControllerRevision namespaced
  daemonsets DaemonSet namespaced short=ds in=all sub=status
  deployments Deployment namespaced short=deploy in=all sub=scale,status
  replicasets ReplicaSet namespaced short=rs in=all sub=scale,status
  statefulsets StatefulSet namespaced short=sts in=all sub=scale,status
events.k8s.io/v1:
  events Event namespaced short=ev stored=v1
authentication.k8s.io/v1:
  selfsubjectreviews SelfSubjectReview cluster verbs=create
  tokenreviews TokenReview cluster verbs=create
authorization.k8s.io/v1:
  localsubjectaccessreviews LocalSubjectAccessReview namespaced verbs=create
  selfsubjectaccessreviews SelfSubjectAccessReview cluster verbs=create
  selfsubjectrulesreviews SelfSubjectRulesReview cluster verbs=create
  subjectaccessreviews SubjectAccessReview cluster verbs=create
autoscaling/v2:
  horizontalpodautoscalers HorizontalPodAutoscaler namespaced short=hpa in=all sub=status
autoscaling/v1:
  horizontalpodautoscalers HorizontalPodAutoscaler namespaced short=hpa in=all sub=status stored=autoscaling/v2
batch/v1:
  cronjobs CronJob namespaced short=cj in=all sub=status
  jobs Job namespaced in=all sub=status
certificates.k8s.io/v1:
  certificatesigningrequests CertificateSigningRequest cluster short=csr sub=approval,status
networking.k8s.io/v1:
  ingressclasses IngressClass cluster
  ingresses Ingress namespaced short=ing sub=status
  ipaddresses IPAddress cluster short=ip
  networkpolicies NetworkPolicy namespaced short=netpol
  servicecidrs ServiceCIDR cluster sub=status
policy/v1:
  poddisruptionbudgets PodDisruptionBudget namespaced short=pdb sub=status
rbac.authorization.k8s.io/v1:
  clusterrolebindings ClusterRoleBinding cluster
  clusterroles ClusterRole cluster
  rolebindings RoleBinding namespaced
  roles Role namespaced
storage.k8s.io/v1:
  csidrivers CSIDriver cluster
  csinodes CSINode cluster
  csistoragecapacities CSIStorageCapacity namespaced
  storageclasses StorageClass cluster short=sc
  volumeattachments VolumeAttachment cluster sub=status
admissionregistration.k8s.io/v1:
  mutatingwebhookconfigurations MutatingWebhookConfiguration cluster in=api-extensions
  validatingadmissionpolicies ValidatingAdmissionPolicy cluster in=api-extensions sub=status
  validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding cluster in=api-extensions
  validatingwebhookconfigurations ValidatingWebhookConfiguration cluster in=api-extensions
apiextensions.k8s.io/v1:
  customresourcedefinitions CustomResourceDefinition cluster short=crd,crds in=api-extensions sub=status
scheduling.k8s.io/v1:
  priorityclasses PriorityClass cluster short=pc
coordination.k8s.io/v1:
  leases Lease namespaced
node.k8s.io/v1:
  runtimeclasses RuntimeClass cluster
discovery.k8s.io/v1:
  endpointslices EndpointSlice namespaced
flowcontrol.apiserver.k8s.io/v1:
  flowschemas FlowSchema cluster sub=status
  prioritylevelconfigurations PriorityLevelConfiguration cluster sub=status
`;

let parsed: readonly ResourceInfo[] | undefined;

/** Every built-in resource, in discovery order. */
export function catalogue(): readonly ResourceInfo[] {
  parsed ??= parseTable(TABLE);
  return parsed;
}

/** The catalogue's entry; a resource that it does not list is a mistake of the program. */
export function catalogued(group: string, resource: string, version?: string): ResourceInfo {
  const found = catalogue().find(
    (info) => info.group === group && info.resource === resource && (version === undefined || info.version === version),
  );
  if (found === undefined) throw new Error(`the catalogue has no resource ${resource} in group "${group}"`);
  return found;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf({ group, version }: Pick<ResourceInfo, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The reverse of `apiVersionOf`. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

function parseTable(text: string): ResourceInfo[] {
  const out: ResourceInfo[] = [];
  let group = { group: "", version: "" };
  for (const line of text.trim().split("\n")) {
    if (line.endsWith(":")) group = parseApiVersion(line.slice(0, -1));
    else out.push(parseLine(group, line.trim().split(" ")));
  }
  return out;
}

function parseLine(group: { group: string; version: string }, words: readonly string[]): ResourceInfo {
  const [resource = "", kind = "", scope, ...rest] = words;
  const listOf = (key: string, otherwise = ""): string[] => {
    const word = rest.find((each) => each.startsWith(`${key}=`));
    const list = word === undefined ? otherwise : word.slice(key.length + 1);
    return list === "" ? [] : list.split(",");
  };
  const [storedIn] = listOf("stored");
  return {
    ...group,
    ...(storedIn === undefined ? {} : { storedIn }),
    kind,
    resource,
    singular: kind.toLowerCase(),
    shortNames: listOf("short"),
    namespaced: scope === "namespaced",
    verbs: listOf("verbs", ALL_VERBS) as Verb[],
    categories: listOf("in"),
    subresources: listOf("sub"),
  };
}
