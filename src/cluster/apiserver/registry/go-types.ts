// The shape of Kubernetes' internal Go types, where error texts print such values field by field.

/** A field: its Go name, its type, and its name on the wire ("" where it is laid into the struct around it). */
export type GoField = readonly [name: string, type: string, wire: string];

const CONTAINER = `Name string name; Image string image; Command []string command; Args []string args;
  WorkingDir string workingDir; Ports []core.ContainerPort ports; EnvFrom []core.EnvFromSource envFrom;
  Env []core.EnvVar env; Resources core.ResourceRequirements resources;
  ResizePolicy []core.ContainerResizePolicy resizePolicy; RestartPolicy *core.ContainerRestartPolicy restartPolicy;
  VolumeMounts []core.VolumeMount volumeMounts; VolumeDevices []core.VolumeDevice volumeDevices;
  LivenessProbe *core.Probe livenessProbe; ReadinessProbe *core.Probe readinessProbe;
  StartupProbe *core.Probe startupProbe; Lifecycle *core.Lifecycle lifecycle;
  TerminationMessagePath string terminationMessagePath; TerminationMessagePolicy string terminationMessagePolicy;
  ImagePullPolicy string imagePullPolicy; SecurityContext *core.SecurityContext securityContext;
  Stdin bool stdin; StdinOnce bool stdinOnce; TTY bool tty`;

const SHAPES: Readonly<Record<string, string>> = {
  "core.PodTemplateSpec": "ObjectMeta v1.ObjectMeta metadata; Spec core.PodSpec spec",
  "v1.ObjectMeta": `Name string name; GenerateName string generateName; Namespace string namespace; SelfLink string selfLink;
    UID string uid; ResourceVersion string resourceVersion; Generation int64 generation;
    CreationTimestamp time creationTimestamp; DeletionTimestamp *v1.Time deletionTimestamp;
    DeletionGracePeriodSeconds *int64 deletionGracePeriodSeconds; Labels map labels; Annotations map annotations;
    OwnerReferences []v1.OwnerReference ownerReferences; Finalizers []string finalizers;
    ManagedFields []v1.ManagedFieldsEntry managedFields`,
  "core.PodSpec": `Volumes []core.Volume volumes; InitContainers []core.Container initContainers;
    Containers []core.Container containers; EphemeralContainers []core.EphemeralContainer ephemeralContainers;
    RestartPolicy string restartPolicy; TerminationGracePeriodSeconds *int64 terminationGracePeriodSeconds;
    ActiveDeadlineSeconds *int64 activeDeadlineSeconds; DNSPolicy string dnsPolicy; NodeSelector map nodeSelector;
    ServiceAccountName string serviceAccountName; AutomountServiceAccountToken *bool automountServiceAccountToken;
    NodeName string nodeName; SecurityContext *core.PodSecurityContext securityContext;
    ImagePullSecrets []core.LocalObjectReference imagePullSecrets; Hostname string hostname; Subdomain string subdomain;
    SetHostnameAsFQDN *bool setHostnameAsFQDN; Affinity *core.Affinity affinity; SchedulerName string schedulerName;
    Tolerations []core.Toleration tolerations; HostAliases []core.HostAlias hostAliases;
    PriorityClassName string priorityClassName; Priority *int32 priority; PreemptionPolicy *string preemptionPolicy;
    DNSConfig *core.PodDNSConfig dnsConfig; ReadinessGates []core.PodReadinessGate readinessGates;
    RuntimeClassName *string runtimeClassName; Overhead core.ResourceList overhead;
    EnableServiceLinks *bool enableServiceLinks;
    TopologySpreadConstraints []core.TopologySpreadConstraint topologySpreadConstraints; OS *core.PodOS os;
    SchedulingGates []core.PodSchedulingGate schedulingGates; ResourceClaims []core.PodResourceClaim resourceClaims;
    Resources *core.ResourceRequirements resources`,
  "core.Container": CONTAINER,
  "core.EphemeralContainer": `${CONTAINER}; TargetContainerName string targetContainerName`,
  "core.ContainerPort":
    "Name string name; HostPort int32 hostPort; ContainerPort int32 containerPort; Protocol string protocol; HostIP string hostIP",
  "core.EnvVar": "Name string name; Value string value; ValueFrom *core.EnvVarSource valueFrom",
  "core.EnvFromSource":
    "Prefix string prefix; ConfigMapRef *core.ConfigMapEnvSource configMapRef; SecretRef *core.SecretEnvSource secretRef",
  "core.ResourceRequirements":
    "Limits core.ResourceList limits; Requests core.ResourceList requests; Claims []core.ResourceClaim claims",
  "core.Probe": `ProbeHandler core.ProbeHandler -; InitialDelaySeconds int32 initialDelaySeconds;
    TimeoutSeconds int32 timeoutSeconds; PeriodSeconds int32 periodSeconds; SuccessThreshold int32 successThreshold;
    FailureThreshold int32 failureThreshold; TerminationGracePeriodSeconds *int64 terminationGracePeriodSeconds`,
  "core.ProbeHandler":
    "Exec *core.ExecAction exec; HTTPGet *core.HTTPGetAction httpGet; TCPSocket *core.TCPSocketAction tcpSocket; GRPC *core.GRPCAction grpc",
  "core.ExecAction": "Command []string command",
  "core.HTTPGetAction":
    "Path string path; Port intstr.IntOrString port; Host string host; Scheme string scheme; HTTPHeaders []core.HTTPHeader httpHeaders",
  "core.TCPSocketAction": "Port intstr.IntOrString port; Host string host",
  "core.VolumeMount": `Name string name; ReadOnly bool readOnly; RecursiveReadOnly *string recursiveReadOnly;
    MountPath string mountPath; SubPath string subPath; MountPropagation *string mountPropagation;
    SubPathExpr string subPathExpr`,
  "core.Volume": "Name string name; VolumeSource core.VolumeSource -",
  "core.VolumeSource": `HostPath *core.HostPathVolumeSource hostPath; EmptyDir *core.EmptyDirVolumeSource emptyDir;
    Secret *core.SecretVolumeSource secret; NFS *core.NFSVolumeSource nfs;
    PersistentVolumeClaim *core.PersistentVolumeClaimVolumeSource persistentVolumeClaim;
    DownwardAPI *core.DownwardAPIVolumeSource downwardAPI; ConfigMap *core.ConfigMapVolumeSource configMap;
    Projected *core.ProjectedVolumeSource projected; CSI *core.CSIVolumeSource csi;
    Ephemeral *core.EphemeralVolumeSource ephemeral`,
  "core.ProjectedVolumeSource": "Sources []core.VolumeProjection sources; DefaultMode *int32 defaultMode",
  "core.VolumeProjection": `Secret *core.SecretProjection secret; DownwardAPI *core.DownwardAPIProjection downwardAPI;
    ConfigMap *core.ConfigMapProjection configMap;
    ServiceAccountToken *core.ServiceAccountTokenProjection serviceAccountToken`,
  "core.ServiceAccountTokenProjection":
    "Audience string audience; ExpirationSeconds int64 expirationSeconds; Path string path",
  "core.ConfigMapProjection":
    "LocalObjectReference core.LocalObjectReference -; Items []core.KeyToPath items; Optional *bool optional",
  "core.SecretProjection":
    "LocalObjectReference core.LocalObjectReference -; Items []core.KeyToPath items; Optional *bool optional",
  "core.DownwardAPIProjection": "Items []core.DownwardAPIVolumeFile items",
  "core.DownwardAPIVolumeSource": "Items []core.DownwardAPIVolumeFile items; DefaultMode *int32 defaultMode",
  "core.DownwardAPIVolumeFile": `Path string path; FieldRef *core.ObjectFieldSelector fieldRef;
    ResourceFieldRef *core.ResourceFieldSelector resourceFieldRef; Mode *int32 mode`,
  "core.ObjectFieldSelector": "APIVersion string apiVersion; FieldPath string fieldPath",
  "core.KeyToPath": "Key string key; Path string path; Mode *int32 mode",
  "core.ConfigMapVolumeSource": `LocalObjectReference core.LocalObjectReference -; Items []core.KeyToPath items;
    DefaultMode *int32 defaultMode; Optional *bool optional`,
  "core.SecretVolumeSource": `SecretName string secretName; Items []core.KeyToPath items; DefaultMode *int32 defaultMode;
    Optional *bool optional`,
  "core.HostPathVolumeSource": "Path string path; Type *string type",
  "core.PersistentVolumeClaimVolumeSource": "ClaimName string claimName; ReadOnly bool readOnly",
  "core.EnvVarSource": `FieldRef *core.ObjectFieldSelector fieldRef; ResourceFieldRef *core.ResourceFieldSelector resourceFieldRef;
    ConfigMapKeyRef *core.ConfigMapKeySelector configMapKeyRef; SecretKeyRef *core.SecretKeySelector secretKeyRef`,
  "core.ConfigMapKeySelector":
    "LocalObjectReference core.LocalObjectReference -; Key string key; Optional *bool optional",
  "core.SecretKeySelector": "LocalObjectReference core.LocalObjectReference -; Key string key; Optional *bool optional",
  "core.SecurityContext": `Capabilities *core.Capabilities capabilities; Privileged *bool privileged;
    SELinuxOptions *core.SELinuxOptions seLinuxOptions; WindowsOptions *core.WindowsSecurityContextOptions windowsOptions;
    RunAsUser *int64 runAsUser; RunAsGroup *int64 runAsGroup; RunAsNonRoot *bool runAsNonRoot;
    ReadOnlyRootFilesystem *bool readOnlyRootFilesystem; AllowPrivilegeEscalation *bool allowPrivilegeEscalation;
    ProcMount *string procMount; SeccompProfile *core.SeccompProfile seccompProfile;
    AppArmorProfile *core.AppArmorProfile appArmorProfile`,
  "core.Capabilities": "Add []core.Capability add; Drop []core.Capability drop",
  "core.PodSecurityContext": `HostNetwork bool hostNetwork; HostPID bool hostPID; HostIPC bool hostIPC;
    ShareProcessNamespace *bool shareProcessNamespace; HostUsers *bool hostUsers;
    SELinuxOptions *core.SELinuxOptions seLinuxOptions; WindowsOptions *core.WindowsSecurityContextOptions windowsOptions;
    RunAsUser *int64 runAsUser; RunAsGroup *int64 runAsGroup; RunAsNonRoot *bool runAsNonRoot;
    SupplementalGroups []int64 supplementalGroups; SupplementalGroupsPolicy *string supplementalGroupsPolicy;
    FSGroup *int64 fsGroup; Sysctls []core.Sysctl sysctls; FSGroupChangePolicy *string fsGroupChangePolicy;
    SeccompProfile *core.SeccompProfile seccompProfile; AppArmorProfile *core.AppArmorProfile appArmorProfile;
    SELinuxChangePolicy *string seLinuxChangePolicy`,
  "core.Toleration":
    "Key string key; Operator string operator; Value string value; Effect string effect; TolerationSeconds *int64 tolerationSeconds",
  "core.LocalObjectReference": "Name string name",
  "core.PersistentVolumeClaimSpec": `AccessModes []core.PersistentVolumeAccessMode accessModes;
    Selector *v1.LabelSelector selector; Resources core.VolumeResourceRequirements resources; VolumeName string volumeName;
    StorageClassName *string storageClassName; VolumeMode *string volumeMode;
    DataSource *core.TypedLocalObjectReference dataSource; DataSourceRef *core.TypedObjectReference dataSourceRef;
    VolumeAttributesClassName *string volumeAttributesClassName`,
  "core.PersistentVolumeSource": `GCEPersistentDisk *core.GCEPersistentDiskVolumeSource gcePersistentDisk;
    AWSElasticBlockStore *core.AWSElasticBlockStoreVolumeSource awsElasticBlockStore;
    HostPath *core.HostPathVolumeSource hostPath; Glusterfs *core.GlusterfsPersistentVolumeSource glusterfs;
    NFS *core.NFSVolumeSource nfs; RBD *core.RBDPersistentVolumeSource rbd; Quobyte *core.QuobyteVolumeSource quobyte;
    ISCSI *core.ISCSIPersistentVolumeSource iscsi; FlexVolume *core.FlexPersistentVolumeSource flexVolume;
    Cinder *core.CinderPersistentVolumeSource cinder; CephFS *core.CephFSPersistentVolumeSource cephfs;
    FC *core.FCVolumeSource fc; Flocker *core.FlockerVolumeSource flocker;
    AzureFile *core.AzureFilePersistentVolumeSource azureFile;
    VsphereVolume *core.VsphereVirtualDiskVolumeSource vsphereVolume; AzureDisk *core.AzureDiskVolumeSource azureDisk;
    PhotonPersistentDisk *core.PhotonPersistentDiskVolumeSource photonPersistentDisk;
    PortworxVolume *core.PortworxVolumeSource portworxVolume; ScaleIO *core.ScaleIOPersistentVolumeSource scaleIO;
    Local *core.LocalVolumeSource local; StorageOS *core.StorageOSPersistentVolumeSource storageos;
    CSI *core.CSIPersistentVolumeSource csi`,
  "core.NodeSelectorTerm":
    "MatchExpressions []core.NodeSelectorRequirement matchExpressions; MatchFields []core.NodeSelectorRequirement matchFields",
  "core.NodeSelectorRequirement": "Key string key; Operator string operator; Values []string values",
  "batch.SuccessPolicy": "Rules []batch.SuccessPolicyRule rules",
  "batch.SuccessPolicyRule": "SucceededIndexes *string succeededIndexes; SucceededCount *int32 succeededCount",
  "batch.PodFailurePolicy": "Rules []batch.PodFailurePolicyRule rules",
  "batch.PodFailurePolicyRule": `Action string action;
    OnExitCodes *batch.PodFailurePolicyOnExitCodesRequirement onExitCodes;
    OnPodConditions []batch.PodFailurePolicyOnPodConditionsPattern onPodConditions`,
  "batch.PodFailurePolicyOnPodConditionsPattern": "Type string type; Status string status",
  "core.ScopeSelector": "MatchExpressions []core.ScopedResourceSelectorRequirement matchExpressions",
  "core.ScopedResourceSelectorRequirement":
    "ScopeName string scopeName; Operator string operator; Values []string values",
  "core.NFSVolumeSource": "Server string server; Path string path; ReadOnly bool readOnly",
  "core.LocalVolumeSource": "Path string path; FSType *string fsType",
  "core.VolumeResourceRequirements": "Limits core.ResourceList limits; Requests core.ResourceList requests",
  "apiextensions.CustomResourceDefinitionVersion": `Name string name; Served bool served; Storage bool storage;
    Deprecated bool deprecated; DeprecationWarning *string deprecationWarning;
    Schema *apiextensions.CustomResourceValidation schema;
    Subresources *apiextensions.CustomResourceSubresources subresources;
    AdditionalPrinterColumns []apiextensions.CustomResourceColumnDefinition additionalPrinterColumns;
    SelectableFields []apiextensions.SelectableField selectableFields`,
  "apiextensions.CustomResourceColumnDefinition": `Name string name; Type string type; Format string format;
    Description string description; Priority int32 priority; JSONPath string jsonPath`,
  "apiextensions.SelectableField": "JSONPath string jsonPath",
  "apiextensions.ValidationRule": `Rule string rule; Message string message; MessageExpression string messageExpression;
    Reason *apiextensions.FieldValueErrorReason reason; FieldPath string fieldPath;
    OptionalOldSelf *bool optionalOldSelf`,
  "apiextensions.JSONSchemaProps": `ID string id; Schema string $schema; Ref *string $ref; Description string description;
    Type string type; Nullable bool nullable; Format string format; Title string title;
    Default *apiextensions.JSON default; Maximum *float64 maximum; ExclusiveMaximum bool exclusiveMaximum;
    Minimum *float64 minimum; ExclusiveMinimum bool exclusiveMinimum; MaxLength *int64 maxLength;
    MinLength *int64 minLength; Pattern string pattern; MaxItems *int64 maxItems; MinItems *int64 minItems;
    UniqueItems bool uniqueItems; MultipleOf *float64 multipleOf; Enum []apiextensions.JSON enum;
    MaxProperties *int64 maxProperties; MinProperties *int64 minProperties; Required []string required;
    Items *apiextensions.JSONSchemaPropsOrArray items; AllOf []apiextensions.JSONSchemaProps allOf;
    OneOf []apiextensions.JSONSchemaProps oneOf; AnyOf []apiextensions.JSONSchemaProps anyOf;
    Not *apiextensions.JSONSchemaProps not; Properties map[string]apiextensions.JSONSchemaProps properties;
    AdditionalProperties *apiextensions.JSONSchemaPropsOrBool additionalProperties;
    PatternProperties map[string]apiextensions.JSONSchemaProps patternProperties;
    Dependencies apiextensions.JSONSchemaDependencies dependencies;
    AdditionalItems *apiextensions.JSONSchemaPropsOrBool additionalItems;
    Definitions apiextensions.JSONSchemaDefinitions definitions;
    ExternalDocs *apiextensions.ExternalDocumentation externalDocs; Example *apiextensions.JSON example;
    XPreserveUnknownFields *bool x-kubernetes-preserve-unknown-fields;
    XEmbeddedResource bool x-kubernetes-embedded-resource; XIntOrString bool x-kubernetes-int-or-string;
    XListMapKeys []string x-kubernetes-list-map-keys; XListType *string x-kubernetes-list-type;
    XMapType *string x-kubernetes-map-type; XValidations []apiextensions.ValidationRule x-kubernetes-validations`,
};

const parsed = new Map<string, readonly GoField[]>();

/** The fields of a struct; undefined for what is none, or is not printed field by field. */
export function goFields(type: string): readonly GoField[] | undefined {
  const shape = SHAPES[type];
  if (shape === undefined) return undefined;
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const fields = shape.split(";").map((text): GoField => {
    const [name = "", fieldType = "", wire = ""] = text.trim().split(/\s+/);
    return [name, fieldType, wire === "-" ? "" : wire];
  });
  parsed.set(type, fields);
  return fields;
}

/** The fields of a value whose type is not listed: those that it has, named after the wire. */
export function guessFields(...values: readonly unknown[]): readonly GoField[] {
  const keys = new Set(values.flatMap((value) => Object.keys((value ?? {}) as object)));
  return [...keys].map((wire) => [`${wire[0]?.toUpperCase() ?? ""}${wire.slice(1)}`, "", wire]);
}

export function fieldOf(value: unknown, wire: string): unknown {
  return wire === "" ? value : (value as Record<string, unknown> | undefined | null)?.[wire];
}

// The host's namespaces are part of the security context in the internal type, and of the pod spec on the wire.
const HOST_FIELDS = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"];

/** A pod spec as the internal type holds it. */
export function internalPodSpec(spec: object): object {
  const fields = spec as Record<string, unknown>;
  const host = HOST_FIELDS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  const context = fields.securityContext ?? {};
  return { ...spec, securityContext: { ...Object.fromEntries(host), ...(context as object) } };
}
