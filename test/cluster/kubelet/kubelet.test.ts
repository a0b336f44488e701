import { describe, expect, test } from "vitest";
import type { Node } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { nodeUnderTest } from "./node-under-test.ts";

const sh = (script: string, more: object = {}) => ({
  name: "c",
  image: "busybox:1.36",
  command: ["sh", "-c", script],
  ...more,
});

test("the node registers, is ready and holds a lease", () => {
  const { client } = nodeUnderTest();
  const node = client.get<Node>(resources.nodes, { name: "worker-1" });
  expect(node.status.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
    "MemoryPressure=False",
    "DiskPressure=False",
    "PIDPressure=False",
    "Ready=True",
  ]);
  expect(client.find(resources.leases, { namespace: "kube-node-lease", name: "worker-1" })).toBeDefined();
});

test("a pod runs, is deleted politely, and its events tell its life", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "main", image: "nginx:1.27" }] });
  cluster.advance(0);
  expect(cluster.line("web")).toBe("0/1 ContainerCreating 0");
  cluster.advance(2);
  expect(cluster.line("web")).toBe("1/1 Running 0");
  const { status } = cluster.get("web");
  expect(status.podIP).toMatch(/^10\.244\.1\./);
  expect(status.containerStatuses?.[0]?.image).toBe("docker.io/library/nginx:1.27");
  expect(status.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
    "PodReadyToStartContainers=True",
    "Initialized=True",
    "Ready=True",
    "ContainersReady=True",
    "PodScheduled=True",
  ]);
  expect(cluster.events("web")).toEqual([
    'Normal Pulled Container image "nginx:1.27" already present on machine',
    "Normal Created Created container: main",
    "Normal Started Started container main",
  ]);
  cluster.delete("web");
  expect(cluster.line("web")).toBe("1/1 Terminating 0");
  cluster.advance(2);
  expect(cluster.line("web")).toBe("gone");
  expect(cluster.events("web").at(-1)).toBe("Normal Killing Stopping container main");
});

test("a pod with a readiness gate is ready as soon as somebody says so", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", {
    containers: [{ name: "main", image: "nginx:1.27" }],
    readinessGates: [{ conditionType: "example.com/ok" }],
  });
  cluster.advance(3);
  const ready = () => cluster.get("web").status.conditions?.find(({ type }) => type === "Ready");
  expect(ready()?.message).toBe('corresponding condition of pod readiness gate "example.com/ok" does not exist.');
  const say = (status: string) => {
    const conditions = [{ type: "example.com/ok", status }];
    cluster.client.patch(resources.pods, { namespace: "default", name: "web" }, { status: { conditions } }, "status");
    cluster.advance(1);
  };
  say("False");
  expect(ready()?.message).toBe('the status of pod readiness gate "example.com/ok" is not "True", but False');
  say("True");
  expect(ready()?.status).toBe("True");
  expect(cluster.get("web").status.conditions?.[0]?.type).toBe("example.com/ok");
});

test("what somebody else says of a pod that is well does not last", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "main", image: "nginx:1.27" }] });
  cluster.advance(3);
  const isReady = () => cluster.get("web").status.conditions?.find(({ type }) => type === "Ready")?.status;
  const lost = { status: { conditions: [{ type: "Ready", status: "False" }] } };
  cluster.client.patch(resources.pods, { namespace: "default", name: "web" }, lost, "status");
  cluster.advance(1);
  expect(isReady()).toBe("False");
  cluster.advance(10);
  expect(isReady()).toBe("True");
});

test("phases follow exit codes and the restart policy", () => {
  const cluster = nodeUnderTest();
  for (const policy of ["Never", "OnFailure", "Always"]) {
    for (const code of [0, 3])
      cluster.create(`${policy.toLowerCase()}-${code}`, {
        restartPolicy: policy,
        containers: [sh(`echo done; exit ${code}`)],
      });
  }
  cluster.advance(9);
  const phases = ["never-0", "never-3", "onfailure-0", "onfailure-3", "always-0", "always-3"].map(
    (name) => `${name} ${cluster.get(name).status.phase}`,
  );
  expect(phases).toEqual([
    "never-0 Succeeded",
    "never-3 Failed",
    "onfailure-0 Succeeded",
    "onfailure-3 Running",
    "always-0 Running",
    "always-3 Running",
  ]);
  expect(cluster.line("never-0")).toBe("0/1 Completed 0");
  expect(cluster.line("never-3")).toBe("0/1 Error 0");
  expect(cluster.line("always-0")).toMatch(/^0\/1 Completed 1 \(\ds ago\)$/);
  expect(cluster.logs("never-3", "c")).toBe("done\n");
  const conditions = cluster
    .get("never-0")
    .status.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ""}`);
  expect(conditions).toEqual([
    "PodReadyToStartContainers=False ",
    "Initialized=True PodCompleted",
    "Ready=False PodCompleted",
    "ContainersReady=False PodCompleted",
    "PodScheduled=True ",
  ]);
});

test("a crash loop shows Error and CrashLoopBackOff in turn, with ever longer pauses", () => {
  const cluster = nodeUnderTest();
  cluster.create("crash", { containers: [sh("echo boom; exit 7")] });
  const seen: string[] = [];
  const at = new Map<string, number>();
  for (let second = 0.5; second < 110; second += 0.5) {
    cluster.advance(0.5);
    const text = cluster.line("crash").replace(/ \(.*/, "").replace("0/1 ", "");
    if (seen.at(-1) !== text) {
      seen.push(text);
      at.set(text, second);
    }
  }
  expect(seen.filter((text) => !text.startsWith("ContainerCreating")).slice(0, 8)).toEqual([
    "Error 0",
    "Error 1",
    "CrashLoopBackOff 1",
    "Error 2",
    "CrashLoopBackOff 2",
    "Error 3",
    "CrashLoopBackOff 3",
    "Error 4",
  ]);
  expect(at.get("Error 1")).toBeLessThan(4);
  expect(at.get("CrashLoopBackOff 1")).toBeGreaterThan(11);
  expect(at.get("Error 2")).toBeLessThan(21);
  expect(at.get("Error 3")).toBeLessThan(51);
  expect(cluster.events("crash").find((text) => text.includes("BackOff"))).toMatch(
    /^Warning BackOff Back-off restarting failed container c in pod crash_default\(/,
  );
});

test("images that cannot be had", () => {
  const cluster = nodeUnderTest();
  cluster.create("badtag", { containers: [{ name: "c", image: "nginx:9.99" }] });
  cluster.create("badname", { containers: [{ name: "c", image: "NGINX:latest" }] });
  cluster.create("never", { containers: [{ name: "c", image: "nosuchimage:1.0", imagePullPolicy: "Never" }] });
  cluster.advance(4);
  expect(["badtag", "badname", "never"].map(cluster.line)).toEqual([
    "0/1 ErrImagePull 0",
    "0/1 InvalidImageName 0",
    "0/1 ErrImageNeverPull 0",
  ]);
  expect(cluster.get("badtag").status.containerStatuses?.[0]?.state?.waiting?.message).toBe(
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9.99": failed to resolve reference "docker.io/library/nginx:9.99": docker.io/library/nginx:9.99: not found',
  );
  expect(cluster.events("badtag")).toContain("Warning Failed Error: ImagePullBackOff");
  expect(() => cluster.logs("badtag", "c")).toThrow(
    `container "c" in pod "badtag" is waiting to start: image can't be pulled`,
  );
  cluster.advance(11.5);
  expect(cluster.line("badtag")).toBe("0/1 ImagePullBackOff 0");
});

test("a command that does not exist", () => {
  const cluster = nodeUnderTest();
  cluster.create("never", {
    restartPolicy: "Never",
    containers: [{ name: "c", image: "busybox:1.36", command: ["/bin/nosuchcmd"] }],
  });
  cluster.create("always", { containers: [{ name: "c", image: "busybox:1.36", command: ["nosuchcmd", "-x"] }] });
  cluster.advance(8);
  expect(cluster.line("never")).toBe("0/1 StartError 0");
  const { terminated } = cluster.get("never").status.containerStatuses?.[0]?.state ?? {};
  expect(terminated).toMatchObject({ exitCode: 128, reason: "StartError", startedAt: "1970-01-01T00:00:00Z" });
  expect(terminated?.message).toMatch(
    /exec: "\/bin\/nosuchcmd": stat \/bin\/nosuchcmd: no such file or directory: unknown$/,
  );
  expect(cluster.get("always").status.containerStatuses?.[0]?.lastState?.terminated?.reason).toBe("StartError");
});

describe("several containers", () => {
  test("init containers run in order, then the main ones; a failing one holds everything up", () => {
    const cluster = nodeUnderTest();
    const init = (name: string, script: string) => ({ ...sh(script), name });
    cluster.create("duo", {
      initContainers: [init("one", "echo 1"), init("two", "sleep 3")],
      containers: [sh("sleep 3600")],
    });
    cluster.create("loop", { initContainers: [init("check", "exit 1")], containers: [sh("sleep 3600")] });
    cluster.create("never", {
      restartPolicy: "Never",
      initContainers: [init("check", "exit 5")],
      containers: [sh("sleep 3600")],
    });
    cluster.advance(3);
    expect(cluster.line("duo")).toBe("0/1 Init:1/2 0");
    cluster.advance(5);
    expect(["duo", "loop", "never"].map((name) => cluster.line(name).replace(/ \(.*/, ""))).toEqual([
      "1/1 Running 0",
      "0/1 Init:Error 1",
      "0/1 Init:Error 0",
    ]);
    expect(cluster.get("duo").status.initContainerStatuses?.map(({ ready, started }) => `${ready} ${started}`)).toEqual(
      ["true false", "true false"],
    );
    expect(cluster.get("never").status.phase).toBe("Failed");
  });

  test("a sidecar starts first, counts in READY, and does not keep a finished pod alive", () => {
    const cluster = nodeUnderTest();
    const sidecar = { ...sh("sleep 3600"), name: "helper", restartPolicy: "Always" };
    cluster.create("job", {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 2,
      initContainers: [sidecar],
      containers: [sh("sleep 8; echo finished")],
    });
    cluster.advance(5);
    expect(cluster.line("job")).toBe("2/2 Running 0");
    cluster.advance(12);
    expect(cluster.line("job")).toBe("0/2 Completed 0");
    expect(cluster.get("job").status.phase).toBe("Succeeded");
    expect(cluster.get("job").status.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(137);
  });
});

describe("probes", () => {
  test("a failing liveness probe restarts the container", () => {
    const cluster = nodeUnderTest();
    const livenessProbe = { exec: { command: ["cat", "/tmp/ok"] }, periodSeconds: 5, failureThreshold: 2 };
    cluster.create("live", {
      terminationGracePeriodSeconds: 1,
      containers: [sh("touch /tmp/ok; sleep 10; rm /tmp/ok; sleep 3600", { livenessProbe })],
    });
    cluster.advance(6);
    expect(cluster.line("live")).toBe("1/1 Running 0");
    cluster.advance(22);
    expect(cluster.line("live")).toMatch(/^1\/1 Running 1 \(\ds ago\)$/);
    expect(cluster.events("live")).toContain("Normal Killing Container c failed liveness probe, will be restarted");
    expect(cluster.events("live")).toContain(
      "Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/ok': No such file or directory\n",
    );
  });

  test("a startup probe holds the others off; readiness follows its command", () => {
    const cluster = nodeUnderTest();
    const startupProbe = { exec: { command: ["test", "-f", "/tmp/up"] }, periodSeconds: 2, failureThreshold: 30 };
    cluster.create("slow", { containers: [sh("sleep 12; touch /tmp/up; sleep 3600", { startupProbe })] });
    const readinessProbe = { httpGet: { path: "/", port: 80 }, periodSeconds: 1, failureThreshold: 1 };
    cluster.create("web", { containers: [{ name: "c", image: "nginx:1.27", readinessProbe }] });
    cluster.advance(4);
    expect([cluster.line("slow"), cluster.line("web")]).toEqual(["0/1 Running 0", "1/1 Running 0"]);
    cluster.exec("web", "c", "rm", "/usr/share/nginx/html/index.html");
    cluster.advance(16);
    expect([cluster.line("slow"), cluster.line("web")]).toEqual(["1/1 Running 0", "0/1 Running 0"]);
    expect(cluster.events("web")).toContain(
      "Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 403",
    );
  });
});

test("hooks, grace periods and deadlines", () => {
  const cluster = nodeUnderTest();
  const polite = sh("trap 'exit 0' TERM; while :; do sleep 1; done", {
    lifecycle: { preStop: { exec: { command: ["sleep", "6"] } } },
  });
  cluster.create("hooks", { terminationGracePeriodSeconds: 12, containers: [polite] });
  cluster.create("deaf", { terminationGracePeriodSeconds: 5, containers: [sh("sleep 3600")] });
  cluster.create("limited", {
    activeDeadlineSeconds: 10,
    terminationGracePeriodSeconds: 2,
    containers: [sh("sleep 3600")],
  });
  cluster.advance(8);
  cluster.delete("hooks");
  cluster.delete("deaf");
  cluster.advance(3);
  expect([cluster.line("hooks"), cluster.line("deaf")]).toEqual(["1/1 Terminating 0", "1/1 Terminating 0"]);
  cluster.advance(3);
  expect([cluster.line("hooks"), cluster.line("deaf")]).toEqual(["1/1 Terminating 0", "gone"]);
  cluster.advance(4);
  expect([cluster.line("hooks"), cluster.line("limited")]).toEqual(["gone", "0/1 Error 0"]);
  expect(cluster.get("limited").status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" });
});
