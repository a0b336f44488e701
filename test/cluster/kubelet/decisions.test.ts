import { expect, test } from "vitest";
import type { Pod } from "../../../src/api/types.ts";
import { BackOff } from "../../../src/cluster/kubelet/back-off.ts";
import { phaseOf } from "../../../src/cluster/kubelet/pod-phase.ts";
import type { SeenContainer, SeenPod } from "../../../src/cluster/kubelet/runtime-status.ts";
import { computePodActions, type ProbeResults } from "../../../src/cluster/kubelet/sync-pod.ts";

const calm: ProbeResults = { liveness: () => undefined, startup: () => undefined };
const container = (name: string, more: object = {}) => ({ name, image: "busybox", ...more });
const sidecar = container("side", { restartPolicy: "Always" });

function pod(policy: string, containers: readonly object[], initContainers: readonly object[] = []): Pod {
  return {
    metadata: { name: "p", uid: "u" },
    spec: { restartPolicy: policy, containers, initContainers },
  } as unknown as Pod;
}

/** `a=running b=0 c=1`: running, or the exit code. */
function seen(text: string, isReady = true): SeenPod {
  const containers = text
    .split(" ")
    .filter((word) => word !== "")
    .map((word): SeenContainer => {
      const [name = "", state = ""] = word.split("=");
      const ended = { kind: "exited", startedAt: 0, finishedAt: 0, exitCode: Number(state), reason: "" } as const;
      return {
        id: name,
        name,
        attempt: 0,
        image: "",
        imageId: "",
        sandboxId: "s",
        specHash: `${name}@busybox`,
        resources: {},
        state: state === "running" ? { kind: "running", startedAt: 0 } : ended,
      };
    });
  return { sandbox: { id: "s", isReady, ip: "10.244.1.2", attempt: 0 }, containers };
}

const main = [container("a"), container("b")];
const inits = [container("i"), container("j")];

test.each<[string, Pod, SeenPod, string]>([
  ["nothing yet", pod("Always", main), { containers: [] }, "kill sandbox start:a,b"],
  ["nothing yet, with init containers", pod("Always", main, inits), { containers: [] }, "kill sandbox init:i"],
  ["first init done", pod("Always", main, inits), seen("i=0"), "init:j"],
  ["all inits done", pod("Always", main, inits), seen("j=0 i=0"), "start:a,b"],
  ["an init failed, Never", pod("Never", main, inits), seen("i=1"), "kill"],
  ["an init failed, Always", pod("Always", main, inits), seen("i=1"), "init:i"],
  ["a sidecar runs, the next begins", pod("Always", main, [sidecar, container("i")]), seen("side=running"), "init:i"],
  ["a sidecar ended, main runs", pod("Always", main, [sidecar]), seen("a=running b=running side=1"), "init:side"],
  ["only the sidecar is left", pod("Never", main, [sidecar]), seen("a=0 b=0 side=running"), "kill"],
  ["one of two ended, Never", pod("Never", main), seen("a=running b=1"), ""],
  ["one of two ended, OnFailure", pod("OnFailure", main), seen("a=0 b=1"), "start:b"],
  ["both succeeded, OnFailure", pod("OnFailure", main), seen("a=0 b=0"), "kill"],
  ["the sandbox is gone, Never", pod("Never", main), seen("a=0 b=1", false), "kill"],
])("%s", (_, subject, sight, expected) => {
  const actions = computePodActions(subject, sight, calm);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(",");
  const words = [
    actions.killPod ? "kill" : "",
    actions.createSandbox ? "sandbox" : "",
    actions.initToStart.length > 0 ? `init:${names(actions.initToStart)}` : "",
    actions.toStart.length > 0 ? `start:${names(actions.toStart)}` : "",
  ];
  expect(words.filter((word) => word !== "").join(" ")).toBe(expected);
});

test("a failed liveness probe kills, and restarts unless the policy forbids", () => {
  const probes = { ...calm, liveness: (id: string) => (id === "a" ? ("failure" as const) : undefined) };
  const kill = (policy: string) => computePodActions(pod(policy, main), seen("a=running b=running"), probes);
  expect(kill("Always").toKill.map(({ message }) => message)).toEqual([
    "Container a failed liveness probe, will be restarted",
  ]);
  expect(kill("Never").toKill.map(({ message }) => message)).toEqual(["Container a failed liveness probe"]);
  expect(kill("Never").toStart).toEqual([]);
});

test.each<[string, string, readonly object[], boolean, string]>([
  ["Always", "waiting for the first start", [{ waiting: {} }], false, "Pending"],
  ["Always", "between restarts", [{ waiting: {}, last: 1 }], false, "Running"],
  ["Never", "exit 0 and 2", [{ code: 0 }, { code: 2 }], false, "Failed"],
  ["Never", "exit 0 and running", [{ code: 0 }, { running: {} }], false, "Running"],
  ["OnFailure", "failed, to be restarted", [{ code: 1 }], false, "Running"],
  ["Always", "exit 0, for good", [{ code: 0 }], true, "Succeeded"],
])("phase with %s: %s", (policy, _, states, isTerminal, expected) => {
  const names = ["a", "b"].slice(0, states.length);
  const statuses = names.map((name, index) => {
    const { code, last, ...state } = states[index] as { code?: number; last?: number };
    return {
      name,
      ready: false,
      restartCount: 0,
      image: "",
      imageID: "",
      state: code === undefined ? state : { terminated: { exitCode: code } },
      lastState: last === undefined ? {} : { terminated: { exitCode: last } },
    };
  });
  expect(
    phaseOf(
      pod(
        policy,
        names.map((name) => container(name)),
      ),
      statuses,
      isTerminal,
    ),
  ).toBe(expected);
});

test("back-off doubles to its limit and is forgotten after twice the limit", () => {
  const backOff = new BackOff(10, 300);
  const delays = Array.from({ length: 7 }, (_, index) => {
    backOff.next("k", index, index);
    return backOff.delayMs("k");
  });
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300]);
  expect([backOff.isHeld("k", 7, 306), backOff.isHeld("k", 7, 307), backOff.isHeld("k", 607, 608)]).toEqual([
    true,
    false,
    false,
  ]);
});
