import { describe, expect, it } from "vitest";
import { cellsOf, created, errorsOf, objectOf, updateErrorsOf, warningsOf } from "./context.ts";

type Plain = Record<string, unknown>;

const container = (more: Plain = {}) => ({ name: "app", image: "nginx:1.27", ...more });
const withContainer = (more: Plain) => ({ spec: { containers: [container(more)] } });
const withSpec = (more: Plain) => ({ spec: { containers: [container()], ...more } });

describe("defaults of a pod", () => {
  it("fills in what a container leaves out", () => {
    const { spec } = created("Pod", withContainer({ image: "nginx", ports: [{ containerPort: 80 }] })) as never as {
      spec: Plain & { containers: Plain[] };
    };
    expect(spec.containers[0]).toEqual({
      name: "app",
      image: "nginx",
      imagePullPolicy: "Always",
      ports: [{ containerPort: 80, protocol: "TCP" }],
      resources: {},
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
    });
    expect(spec).toMatchObject({ enableServiceLinks: true, restartPolicy: "Always", securityContext: {} });
  });

  it.each([
    ["nginx", "Always"],
    ["nginx:latest", "Always"],
    ["nginx:1.27", "IfNotPresent"],
    ["registry:5000/nginx", "Always"],
    [`nginx@sha256:${"0".repeat(64)}`, "IfNotPresent"],
  ])("pulls %s %s", (image, policy) => {
    expect(created("Pod", withContainer({ image }))).toMatchObject({
      spec: { containers: [{ imagePullPolicy: policy }] },
    });
  });

  it.each([
    [{}, "BestEffort"],
    [{ requests: { cpu: "1" } }, "Burstable"],
    [{ limits: { cpu: "1", memory: "1Gi" } }, "Guaranteed"],
  ])("%o is %s", (resources, qosClass) => {
    expect(created("Pod", withContainer({ resources }))).toMatchObject({ status: { phase: "Pending", qosClass } });
  });

  it("gives a volume without a source an empty directory", () => {
    expect(created("Pod", withSpec({ volumes: [{ name: "v" }] }))).toMatchObject({
      spec: { volumes: [{ name: "v", emptyDir: {} }] },
    });
  });
});

describe("rules of a pod", () => {
  it.each<[string, Plain, string[]]>([
    ["nothing wrong", withSpec({}), []],
    ["no containers", { spec: {} }, ["spec.containers: Required value"]],
    ["no image", { spec: { containers: [{ name: "a" }] } }, ["spec.containers[0].image: Required value"]],
    [
      "the same name twice",
      { spec: { containers: [container(), container()] } },
      ['spec.containers[1].name: Duplicate value: "app"'],
    ],
    [
      "a probe with two handlers",
      withContainer({ livenessProbe: { exec: { command: ["true"] }, httpGet: { port: 80 } } }),
      ["spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type"],
    ],
    [
      "an unknown resource",
      withContainer({ resources: { requests: { gpu: "1" } } }),
      [
        "spec.containers[0].resources.requests[gpu]: Invalid value: gpu: must be a standard resource type or fully qualified",
        "spec.containers[0].resources.requests[gpu]: Invalid value: gpu: must be a standard resource for containers",
      ],
    ],
    [
      "a request above its limit",
      withContainer({ resources: { requests: { memory: "1Gi" }, limits: { memory: "512Mi" } } }),
      [
        'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 512Mi',
      ],
    ],
    [
      "a volume at fault, which no mount finds",
      withSpec({
        containers: [container({ volumeMounts: [{ name: "v", mountPath: "/v" }] })],
        volumes: [{ name: "v", emptyDir: {}, configMap: { name: "c" } }],
      }),
      [
        "spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type",
        'spec.containers[0].volumeMounts[0].name: Not found: "v"',
      ],
    ],
    [
      "a deadline of zero",
      withSpec({ activeDeadlineSeconds: 0 }),
      ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
    ],
    [
      "a toleration without key or operator",
      withSpec({ tolerations: [{ effect: "NoSchedule" }] }),
      [
        'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      "a subdomain with dots",
      withSpec({ subdomain: "a.b" }),
      ['spec.subdomain: Invalid value: "a.b": must not contain dots'],
    ],
    [
      "an ephemeral container from the start",
      withSpec({ ephemeralContainers: [{ name: "d", image: "busybox" }] }),
      ["spec.ephemeralContainers: Forbidden: cannot be set on create"],
    ],
  ])("%s", (_, pod, errors) => {
    expect(errorsOf("Pod", pod)).toEqual(errors);
  });

  it("asks more of init containers that are no sidecars", () => {
    const readinessProbe = { exec: { command: ["true"] } };
    const pod = (more: Plain) => withSpec({ initContainers: [{ name: "i", image: "b", readinessProbe, ...more }] });
    const text = "Forbidden: may not be set for init containers without restartPolicy=Always";
    expect(errorsOf("Pod", pod({}))).toEqual([`spec.initContainers[0].readinessProbe: ${text}`]);
    expect(errorsOf("Pod", pod({ restartPolicy: "Always" }))).toEqual([]);
  });
});

describe("changes of a pod", () => {
  it("lets images change", () => {
    expect(updateErrorsOf("Pod", withSpec({}), withContainer({ image: "nginx:1.28" }))).toEqual([]);
  });

  it("lets tolerations come, not go", () => {
    const [none, some] = [withSpec({}), withSpec({ tolerations: [{ key: "k", operator: "Exists" }] })];
    expect(updateErrorsOf("Pod", none, some)).toEqual([]);
    expect(updateErrorsOf("Pod", some, none)).toEqual([
      "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds",
    ]);
  });

  it("shows what else was changed, as go-cmp does", () => {
    const [text = ""] = updateErrorsOf("Pod", withSpec({}), withSpec({ restartPolicy: "Never" }));
    const [first, ...diff] = text.split("\n");
    expect(first).toMatch(
      /^spec: Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`,/,
    );
    expect(diff).toEqual([
      "  core.PodSpec{",
      "  \t... // 2 identical fields",
      '  \tContainers:                    {{Name: "app", Image: "nginx:1.27", TerminationMessagePath: "/dev/termination-log", TerminationMessagePolicy: "File", ...}},',
      "  \tEphemeralContainers:           nil,",
      '- \tRestartPolicy:                 "Always",',
      '+ \tRestartPolicy:                 "Never",',
      "  \tTerminationGracePeriodSeconds: &30,",
      "  \tActiveDeadlineSeconds:         nil,",
      "  \t... // 27 identical fields",
      "  }",
      "",
    ]);
  });
});

describe("the row of a pod", () => {
  const waiting = (reason: string) => ({ waiting: { reason } });
  const running = { running: { startedAt: "2026-01-01T00:00:00Z" } };
  const ended = (exitCode: number, reason: string) => ({
    terminated: { exitCode, reason, finishedAt: "2026-01-01T00:09:30Z" },
  });
  const status = (name: string, state: Plain, more: Plain = {}) => ({
    name,
    state,
    ready: "running" in state,
    restartCount: 0,
    ...more,
  });

  it.each<[string, Plain, Plain, [string, string, string]]>([
    [
      "waits",
      {},
      { containerStatuses: [status("a", waiting("ContainerCreating"))] },
      ["0/1", "ContainerCreating", "0"],
    ],
    ["runs", {}, { containerStatuses: [status("a", running)] }, ["1/1", "Running", "0"]],
    [
      "crashes",
      {},
      {
        containerStatuses: [
          status("a", waiting("CrashLoopBackOff"), { restartCount: 3, lastState: ended(1, "Error") }),
        ],
      },
      ["0/1", "CrashLoopBackOff", "3 (30s ago)"],
    ],
    [
      "has one done and one running",
      { containers: [{ name: "a" }, { name: "b" }] },
      { containerStatuses: [status("a", ended(0, "Completed")), status("b", running)] },
      ["1/2", "NotReady", "0"],
    ],
    [
      "fails to initialize",
      { initContainers: [{ name: "i" }, { name: "j" }] },
      {
        phase: "Pending",
        initContainerStatuses: [status("i", ended(2, "Error")), status("j", waiting("PodInitializing"))],
      },
      ["0/1", "Init:Error", "0"],
    ],
    [
      "has a sidecar that runs",
      { initContainers: [{ name: "s", restartPolicy: "Always" }] },
      {
        initContainerStatuses: [status("s", running, { started: true, restartCount: 1 })],
        containerStatuses: [status("a", running)],
      },
      ["2/2", "Running", "1"],
    ],
  ])("%s", (_, spec, podStatus, [ready, text, restarts]) => {
    const pod = objectOf("Pod", {
      spec: { containers: [{ name: "a" }], ...spec },
      status: { phase: "Running", ...podStatus },
    });
    expect(cellsOf("Pod", pod)).toMatchObject({ Ready: ready, Status: text, Restarts: restarts, Age: "10m" });
  });

  it("says Terminating of what is being deleted, unless it is done", () => {
    const gone = { deletionTimestamp: "2026-01-01T00:10:00Z" };
    const pod = (phase: string) => objectOf("Pod", { spec: { containers: [] }, status: { phase } }, gone);
    expect(cellsOf("Pod", pod("Running")).Status).toBe("Terminating");
    expect(cellsOf("Pod", pod("Succeeded")).Status).toBe("Succeeded");
  });
});

it("warns of a variable that hides another", () => {
  const env = [
    { name: "A", value: "1" },
    { name: "A", value: "2" },
  ];
  expect(warningsOf("Pod", withContainer({ env }))).toEqual([
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
  ]);
});
