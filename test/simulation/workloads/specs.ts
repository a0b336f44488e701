// Random workloads: what somebody may want to run.

import type { Random } from "../../../src/sim/random.ts";

/** What a program does: most of them work; some never come up, which is cured in the end. */
export const GOOD = "busybox:1.36";
export const BAD = "nosuch/image:1";

const quick = ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 1000; done"];
const slowReady = ["sh", "-c", "trap 'exit 0' TERM; sleep 4; touch /tmp/ok; while true; do sleep 1000; done"];

export function image(random: Random): string {
  return random.below(8) === 0 ? BAD : GOOD;
}

/** A pod template that runs for ever. `label` is what its owner selects by. */
export function template(random: Random, label: string, extra: object = {}): object {
  const isSlow = random.below(3) === 0;
  const probe = { exec: { command: ["test", "-f", "/tmp/ok"] }, periodSeconds: 2 };
  const container = {
    name: "c",
    image: image(random),
    command: isSlow ? slowReady : quick,
    env: [{ name: "VERSION", value: "1" }],
    ...(isSlow ? { readinessProbe: probe } : {}),
    ...extra,
  };
  const terminationGracePeriodSeconds = random.pick([1, 5, 30]);
  return { metadata: { labels: { app: label } }, spec: { terminationGracePeriodSeconds, containers: [container] } };
}

const meta = (name: string) => ({ name, labels: { app: name } });
const selector = (name: string) => ({ matchLabels: { app: name } });

export function strategy(random: Random): object {
  if (random.below(5) === 0) return { type: "Recreate", rollingUpdate: null };
  const maxSurge = random.pick([0, 1, 2, "25%", "50%", "100%"]);
  const maxUnavailable = random.pick(maxSurge === 0 ? [1, 2, "50%"] : [0, 0, 1, "25%", "50%"]);
  return { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
}

export function deployment(random: Random, name: string): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta(name),
    spec: {
      replicas: random.pick([0, 1, 2, 3, 5]),
      selector: selector(name),
      strategy: strategy(random),
      minReadySeconds: random.pick([0, 0, 0, 3, 10]),
      revisionHistoryLimit: random.pick([0, 1, 10]),
      progressDeadlineSeconds: random.pick([30, 600]),
      template: template(random, name),
    },
  };
}

export function statefulSet(random: Random, name: string): object {
  const hasClaims = random.below(2) === 0;
  const mounts = hasClaims ? { volumeMounts: [{ name: "data", mountPath: "/data" }] } : {};
  const claim = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta(name),
    spec: {
      replicas: random.pick([1, 2, 3]),
      serviceName: name,
      selector: selector(name),
      podManagementPolicy: random.pick(["OrderedReady", "Parallel"]),
      minReadySeconds: random.pick([0, 0, 5]),
      ...random.pick([{}, {}, { ordinals: { start: 3 } }]),
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: random.pick([0, 0, 1, 2]) } },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: random.pick(["Retain", "Delete"]),
        whenScaled: random.pick(["Retain", "Delete"]),
      },
      template: template(random, name, mounts),
      ...(hasClaims ? { volumeClaimTemplates: [claim] } : {}),
    },
  };
}

export function daemonSet(random: Random, name: string): object {
  const rollingUpdate = random.pick([
    { maxUnavailable: 1 },
    { maxUnavailable: 2 },
    { maxUnavailable: "50%" },
    { maxSurge: 1, maxUnavailable: 0 },
    { maxSurge: "100%", maxUnavailable: 0 },
  ]);
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: meta(name),
    spec: {
      selector: selector(name),
      minReadySeconds: random.pick([0, 0, 5]),
      updateStrategy: { type: "RollingUpdate", rollingUpdate },
      template: template(random, name),
    },
  };
}

const ENDS = ["sleep 2", "sleep 20", "sleep 2; exit 3", "[ $(($(date +%s) % 3)) = 0 ] && exit 1; sleep 3"];

export function job(random: Random, name: string): object {
  return { apiVersion: "batch/v1", kind: "Job", metadata: meta(name), spec: jobSpec(random) };
}

function jobSpec(random: Random): object {
  const isIndexed = random.below(2) === 0;
  const completions = random.pick([1, 3, 5]);
  const perIndex = { backoffLimitPerIndex: 1, maxFailedIndexes: random.pick([1, 5]) };
  const containers = [{ name: "c", image: GOOD, command: ["sh", "-c", random.pick(ENDS)] }];
  return {
    parallelism: random.pick([1, 2, 4]),
    ...(isIndexed ? { completionMode: "Indexed", completions, ...random.pick([{}, perIndex]) } : { completions }),
    backoffLimit: random.pick([0, 2, 4]),
    ...random.pick([{}, {}, { activeDeadlineSeconds: 60 }, { ttlSecondsAfterFinished: 30 }, { suspend: true }]),
    ...random.pick([{}, {}, { podReplacementPolicy: "Failed" }]),
    template: {
      spec: {
        restartPolicy: random.pick(["Never", "Never", "OnFailure"]),
        terminationGracePeriodSeconds: 2,
        containers,
      },
    },
  };
}

export function cronJob(random: Random, name: string): object {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: meta(name),
    spec: {
      schedule: random.pick(["* * * * *", "*/2 * * * *"]),
      concurrencyPolicy: random.pick(["Allow", "Forbid", "Replace"]),
      ...random.pick([{}, {}, { startingDeadlineSeconds: 30 }]),
      successfulJobsHistoryLimit: random.pick([0, 1, 3]),
      jobTemplate: { spec: { ...jobSpec(random), suspend: false } },
    },
  };
}

export function budget(random: Random, name: string, label: string): object {
  const spec = random.pick([
    { minAvailable: 1 },
    { minAvailable: "50%" },
    { minAvailable: 2 },
    { maxUnavailable: 1 },
    { maxUnavailable: 0 },
    { maxUnavailable: "50%" },
  ]);
  const policy = random.pick([{}, { unhealthyPodEvictionPolicy: "AlwaysAllow" }]);
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name },
    spec: { ...spec, ...policy, selector: selector(label) },
  };
}
