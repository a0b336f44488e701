import { expect, test } from "vitest";
import { resources } from "../../../src/cluster/client/resources.ts";
import { nextTime, parseSchedule } from "../../../src/cluster/controller-manager/cron-job/cron-schedule.ts";
import { clusterUnderTest, template } from "../cluster-under-test.ts";
import type { CronJob, Job, NewObjectSpec } from "./types.ts";

type Cluster = ReturnType<typeof clusterUnderTest>;
const key = (name: string) => ({ namespace: "default", name });

function start(cluster: Cluster, name: string, spec: NewObjectSpec): void {
  const labels = { "batch.kubernetes.io/job-name": name };
  cluster.client.create<Job>(resources.jobs, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: key(name),
    spec: {
      parallelism: 1,
      completions: 1,
      selector: { matchLabels: labels },
      ...spec,
      template: template(labels, { restartPolicy: "Never" }),
    },
  } as never);
}
const status = (cluster: Cluster, name: string) => cluster.client.get<Job>(resources.jobs, key(name)).status;
const conditions = (cluster: Cluster, name: string) =>
  (status(cluster, name).conditions ?? []).map(({ type, reason }) => `${type} ${reason}`);

test("a Job completes, two at a time", () => {
  const cluster = clusterUnderTest();
  cluster.finish.set("sum-", "Succeeded");
  start(cluster, "sum", { parallelism: 2, completions: 3 });
  cluster.advance(2);
  expect(status(cluster, "sum")).toMatchObject({ active: 2 });
  cluster.advance(10);
  expect(conditions(cluster, "sum")).toEqual(["SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached"]);
  expect(status(cluster, "sum")).toMatchObject({ succeeded: 3, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
  expect(cluster.events("Completed")).toEqual(["Job completed"]);
  expect(cluster.pods("sum-").every((pod) => pod.metadata.finalizers === undefined)).toBe(true);
  cluster.client.delete(resources.jobs, key("sum"));
  cluster.advance(3);
  expect(cluster.pods("sum-")).toEqual([]);
});

test("a failing Job tries again after ten seconds and gives up at its limit", () => {
  const cluster = clusterUnderTest();
  cluster.finish.set("fail-", "Failed");
  start(cluster, "fail", { backoffLimit: 1 });
  cluster.advance(10);
  expect(cluster.pods("fail-")).toHaveLength(1);
  cluster.advance(12);
  expect(cluster.pods("fail-")).toHaveLength(2);
  expect(status(cluster, "fail").failed).toBe(2);
  expect(conditions(cluster, "fail")).toEqual(["FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded"]);
});

test("indexes, suspension, failure policy, time to live", () => {
  const cluster = clusterUnderTest();
  cluster.finish.set("idx-", "Succeeded").set("policy-", "Failed").set("ttl-", "Succeeded");
  start(cluster, "idx", { parallelism: 3, completions: 3, completionMode: "Indexed" });
  start(cluster, "sus", { suspend: true });
  const rule = { action: "FailJob", onExitCodes: { containerName: "c", operator: "In", values: [3] } };
  start(cluster, "policy", { podFailurePolicy: { rules: [rule] } });
  start(cluster, "ttl", { ttlSecondsAfterFinished: 5 });
  cluster.advance(8);
  expect(status(cluster, "idx").completedIndexes).toBe("0-2");
  expect(
    cluster
      .pods("idx-")
      .map((pod) => pod.spec.hostname)
      .sort(),
  ).toEqual(["idx-0", "idx-1", "idx-2"]);
  expect(conditions(cluster, "sus")).toEqual(["Suspended JobSuspended"]);
  expect(status(cluster, "policy").conditions?.[0]?.message).toMatch(
    /^Container c for pod default\/policy-\w+ failed with exit code 3 matching FailJob rule at index 0$/,
  );
  cluster.advance(5);
  expect(cluster.client.find(resources.jobs, key("ttl"))).toBeUndefined();
  cluster.client.patch(resources.jobs, key("sus"), { spec: { suspend: false, parallelism: 3 } });
  cluster.advance(3);
  cluster.client.patch(resources.jobs, key("sus"), { spec: { suspend: true } });
  cluster.advance(3);
  expect(cluster.pods("sus-")).toEqual([]);
  expect(status(cluster, "sus").failed).toBeUndefined();
  expect(conditions(cluster, "sus")).toEqual(["Suspended JobSuspended"]);
});

test("a CronJob starts a Job each minute and keeps three", () => {
  const cluster = clusterUnderTest();
  cluster.finish.set("tick-", "Succeeded");
  cluster.client.create<CronJob>(resources.cronjobs, {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: key("tick"),
    spec: {
      schedule: "* * * * *",
      concurrencyPolicy: "Allow",
      jobTemplate: {
        spec: {
          parallelism: 1,
          completions: 1,

          template: template({ a: "tick" }, { restartPolicy: "Never" }),
        },
      },
    },
  } as never);
  cluster.advance(330);
  const jobs = cluster.client.list<Job>(resources.jobs, "default").items.map(({ metadata }) => metadata.name);
  expect(jobs).toHaveLength(3);
  expect(jobs[0]).toMatch(/^tick-\d{8}$/);
  expect(cluster.client.get<CronJob>(resources.cronjobs, key("tick")).status.active).toBeUndefined();
  expect(cluster.events("SuccessfulCreate").filter((text) => text.startsWith("Created job"))).toHaveLength(5);
});

test.each([
  ["*/15 * * * *", "2026-01-01T00:01:00Z", undefined, "2026-01-01T00:15:00Z"],
  ["0 3 * * *", "2026-01-01T03:00:00Z", undefined, "2026-01-02T03:00:00Z"],
  ["0 3 * * *", "2026-07-01T00:30:00Z", "Europe/Berlin", "2026-07-01T01:00:00Z"],
  ["30 2 * * *", "2026-03-28T02:00:00Z", "Europe/Berlin", "2026-03-30T00:30:00Z"],
  ["0 0 13 * fri", "2026-01-01T00:00:00Z", undefined, "2026-01-02T00:00:00Z"],
  ["0 0 29 2 *", "2026-01-01T00:00:00Z", undefined, "2028-02-29T00:00:00Z"],
  ["@hourly", "2026-01-01T00:01:00Z", undefined, "2026-01-01T01:00:00Z"],
  ["@every 1m30s", "2026-01-01T00:00:00Z", undefined, "2026-01-01T00:01:30Z"],
])("%s after %s (%s) is %s", (schedule, after, zone, expected) => {
  expect(nextTime(parseSchedule(schedule), Date.parse(after), zone)).toBe(Date.parse(expected));
});

test.each([
  ["61 * * * *", "end of range (61) above maximum (59): 61"],
  ["every day", "expected exactly 5 fields, found 2: [every day]"],
])("%s is refused", (schedule, message) => {
  expect(() => parseSchedule(schedule)).toThrow(message);
});
