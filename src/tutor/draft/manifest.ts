// What an author would have written to get this object: without what the API server, its admission and the controllers add.

import type { AnyObject } from "../../api/types.ts";

type Tree = Readonly<Record<string, unknown>>;

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Fields of metadata that a manifest may hold. */
const METADATA = ["name", "namespace", "labels", "annotations"] as const;
/** What the server decides, wherever it stands. */
const DECIDED: ReadonlySet<string> = new Set([
  "nodeName",
  "clusterIP",
  "clusterIPs",
  "ipFamilies",
  "ipFamilyPolicy",
  "volumeName",
  "serviceAccount",
  "healthCheckNodePort",
]);
/** What a field is when nobody says anything; told here only of those that would make a manifest long. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  dnsPolicy: "ClusterFirst",
  schedulerName: "default-scheduler",
  terminationGracePeriodSeconds: 30,
  enableServiceLinks: true,
  preemptionPolicy: "PreemptLowerPriority",
  priority: 0,
  serviceAccountName: "default",
  restartPolicy: "Always",
  protocol: "TCP",
  sessionAffinity: "None",
  internalTrafficPolicy: "Cluster",
  progressDeadlineSeconds: 600,
  revisionHistoryLimit: 10,
  volumeMode: "Filesystem",
};
const OF_THE_SYSTEM =
  /^(deployment|kubectl|pv|volume|node|endpoints|batch|storageclass|control-plane|apps)\.?[\w-]*\.(kubernetes\.io|io)\//;

/** @param home the learner's namespace, which a manifest need not name. */
export function manifestOf(object: AnyObject, home = "default"): Tree {
  const applied = object.metadata.annotations?.[LAST_APPLIED];
  const written = applied === undefined ? undefined : (JSON.parse(applied) as Tree);
  return inHome(written ?? stripped(object), home);
}

function stripped(object: AnyObject): Tree {
  const { apiVersion, kind, metadata, status: _status, ...rest } = object as unknown as Tree;
  const kept = METADATA.flatMap((key) => {
    const value = (metadata as Tree)[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { apiVersion, kind, metadata: bare(Object.fromEntries(kept)), ...(bare(rest) as Tree) };
}

function inHome(manifest: Tree, home: string): Tree {
  const { namespace, annotations, ...metadata } = manifest.metadata as Tree;
  const own = Object.fromEntries(
    Object.entries((annotations ?? {}) as Tree).filter(([key]) => !OF_THE_SYSTEM.test(key)),
  );
  return {
    ...manifest,
    metadata: {
      ...metadata,
      ...(namespace === undefined || namespace === home ? {} : { namespace }),
      ...(Object.keys(own).length === 0 ? {} : { annotations: own }),
    },
  };
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isAdmitted(item)).map(bare);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (DECIDED.has(key) || item === null || DEFAULTS[key] === item) return [];
    if (key === "imagePullPolicy" || key === "creationTimestamp" || isUsualStrategy(key, item)) return [];
    const inner = bare(item);
    return isEmpty(inner) && !["emptyDir", "podSelector"].includes(key) ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

/** The token that every Pod gets, and the tolerations. */
function isAdmitted(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { name, key, mountPath } = item as Tree;
  return (
    String(name).startsWith("kube-api-access-") ||
    mountPath === "/var/run/secrets/kubernetes.io/serviceaccount" ||
    key === "node.kubernetes.io/not-ready" ||
    key === "node.kubernetes.io/unreachable"
  );
}

function isUsualStrategy(key: string, value: unknown): boolean {
  const usual = '{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}}';
  return key === "strategy" && JSON.stringify(value) === usual;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
