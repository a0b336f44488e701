// The map: one model, drawn at three widths and in three manners.

import { describe, expect, test } from "vitest";
import type { MapContainer, MapModel, MapPod } from "../../src/observe/map/model.ts";
import { renderMap } from "../../src/observe/map/render.ts";
import type { Paper } from "../../src/observe/paper.ts";
import { createStyler } from "../../src/terminal/style.ts";
import { stripAnsi, textWidth } from "../../src/terminal/text-width.ts";

function paper(width: number, manner: "colour" | "plain" | "spoken" = "plain"): Paper {
  const { style } = createStyler({ color: manner === "colour", plain: manner === "spoken" });
  return { width, spoken: manner === "spoken", style };
}

function container(name: string, more: Partial<MapContainer> = {}): MapContainer {
  return { name, image: name, role: "main", health: "ready", state: "Running", restarts: 0, ...more };
}

function web(suffix: string): MapPod {
  return {
    namespace: "shop",
    name: `web-66c5b6-${suffix}`,
    health: "ready",
    status: "Running",
    owners: ["deployment/web", "replicaset/web-66c5b6"],
    containers: [container("nginx")],
  };
}

const crash: MapPod = {
  namespace: "shop",
  name: "crash",
  health: "failing",
  status: "CrashLoopBackOff",
  why: "Last run: Error, exit code 3",
  owners: [],
  containers: [
    container("logs", { role: "sidecar" }),
    container("app", { health: "failing", state: "CrashLoopBackOff", restarts: 4 }),
  ],
};
const big: MapPod = {
  namespace: "shop",
  name: "big",
  health: "waiting",
  status: "Pending",
  why: "0/2 nodes are available: 2 Insufficient cpu.",
  owners: [],
  containers: [],
};
const service = { namespace: "shop", type: "ClusterIP", external: [], selected: 0, ready: [], notReady: [] };
const model: MapModel = {
  namespace: "shop",
  nodes: [
    { name: "maple", roles: ["control-plane"], status: "Ready,SchedulingDisabled", pods: [] },
    { name: "oak", roles: [], status: "Ready", pods: [crash, web("a1"), web("b2")] },
  ],
  unscheduled: [big],
  services: [
    {
      ...service,
      name: "db",
      clusterIP: "None",
      ports: ["5432 → 5432"],
      selector: "app=db",
    },
    {
      ...service,
      name: "web",
      clusterIP: "10.96.3.4",
      ports: ["80 → http"],
      selector: "app=web",
      selected: 3,
      ready: ["web-66c5b6-a1", "web-66c5b6-b2"],
      notReady: ["web-66c5b6-c3"],
    },
  ],
};

function drawn(width: number): string {
  return `\n${renderMap(model, paper(width))
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

describe("the map is drawn", () => {
  test("with a node on a row at 40 columns", () =>
    expect(drawn(40)).toMatchInlineSnapshot(`
      "
      Nodes and pods            namespace shop
      ╭─ maple ────────── SchedulingDisabled ╮
      │ no pods                              │
      ╰──────────────────────────────────────╯
      ╭─ oak ───────────────────────── Ready ╮
      │ ✗ crash             CrashLoopBackOff │
      │     ● logs (sidecar)  ✗ app ↻4       │
      │     Last run: Error, exit code 3     │
      │                                      │
      │ deploy/web › rs/web-66c5b6           │
      │ ● web-66c5b6-a1              ● nginx │
      │ ● web-66c5b6-b2              ● nginx │
      ╰──────────────────────────────────────╯
      ╭─ on no node ─────────────────────────╮
      │ ○ big                        Pending │
      │     0/2 nodes are available: 2       │
      │     Insufficient cpu.                │
      ╰──────────────────────────────────────╯

      Services
      db  ClusterIP headless       5432 → 5432
        → ✗ no endpoints: no pod has app=db
      web  ClusterIP 10.96.3.4       80 → http
        → ● web-66c5b6-a1  ● web-66c5b6-b2
          ◐ web-66c5b6-c3

      ● ready   ○ waiting   ✗ failing
      "
    `));
  test("with two nodes on a row at 80 columns", () =>
    expect(drawn(80)).toMatchInlineSnapshot(`
      "
      Nodes and pods                                                    namespace shop
      ╭─ maple ───────── SchedulingDisabled ╮ ╭─ oak ──────────────────────── Ready ╮
      │ no pods                             │ │ ✗ crash            CrashLoopBackOff │
      │                                     │ │     ● logs (sidecar)  ✗ app ↻4      │
      │                                     │ │     Last run: Error, exit code 3    │
      │                                     │ │                                     │
      │                                     │ │ deploy/web › rs/web-66c5b6          │
      │                                     │ │ ● web-66c5b6-a1             ● nginx │
      │                                     │ │ ● web-66c5b6-b2             ● nginx │
      ╰─────────────────────────────────────╯ ╰─────────────────────────────────────╯
      ╭─ on no node ─────────────────────────────────────────────────────────────────╮
      │ ○ big                                                                Pending │
      │     0/2 nodes are available: 2 Insufficient cpu.                             │
      ╰──────────────────────────────────────────────────────────────────────────────╯

      Services
      db  ClusterIP headless                                               5432 → 5432
        → ✗ no endpoints: no pod has app=db
      web  ClusterIP 10.96.3.4                                               80 → http
        → ● web-66c5b6-a1  ● web-66c5b6-b2  ◐ web-66c5b6-c3

      ● ready   ○ waiting   ✗ failing
      "
    `));
  test("with wide boxes at 120 columns", () =>
    expect(drawn(120)).toMatchInlineSnapshot(`
      "
      Nodes and pods                                                                                            namespace shop
      ╭─ maple · control-plane ───────────── SchedulingDisabled ╮ ╭─ oak ──────────────────────────────────────────── Ready ╮
      │ no pods                                                 │ │ ✗ crash                                CrashLoopBackOff │
      │                                                         │ │     ● logs (sidecar)  ✗ app ↻4                          │
      │                                                         │ │     Last run: Error, exit code 3                        │
      │                                                         │ │                                                         │
      │                                                         │ │ deploy/web › rs/web-66c5b6                              │
      │                                                         │ │ ● web-66c5b6-a1                                 ● nginx │
      │                                                         │ │ ● web-66c5b6-b2                                 ● nginx │
      ╰─────────────────────────────────────────────────────────╯ ╰─────────────────────────────────────────────────────────╯
      ╭─ on no node ─────────────────────────────────────────────────────────────────────────────────────────────────────────╮
      │ ○ big                                                                                                        Pending │
      │     0/2 nodes are available: 2 Insufficient cpu.                                                                     │
      ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯

      Services
      db  ClusterIP headless                                                                                       5432 → 5432
        → ✗ no endpoints: no pod has app=db
      web  ClusterIP 10.96.3.4                                                                                       80 → http
        → ● web-66c5b6-a1  ● web-66c5b6-b2  ◐ web-66c5b6-c3

      ● ready   ○ waiting   ✗ failing
      "
    `));
  test("in sentences", () =>
    expect(`\n${renderMap(model, paper(80, "spoken")).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    Map of namespace shop: 2 nodes, 4 pods, 2 services.
    Node maple, control-plane, Ready,SchedulingDisabled: no pods.
    Node oak, Ready: 3 pods.
      Pod crash: CrashLoopBackOff. Last run: Error, exit code 3. Sidecar container logs: Running. Container app: CrashLoopBackOff, 4 restarts.
      Pod web-66c5b6-a1 of deployment web: Running, ready. Container nginx: Running.
      Pod web-66c5b6-b2 of deployment web: Running, ready. Container nginx: Running.
    On no node: 1 pod.
      Pod big: Pending. 0/2 nodes are available: 2 Insufficient cpu.
    Service db, ClusterIP headless, port 5432 to 5432. Nobody answers: no endpoints: no pod has app=db.
    Service web, ClusterIP 10.96.3.4, port 80 to http. Ready: web-66c5b6-a1, web-66c5b6-b2. Not ready: web-66c5b6-c3.
    "
  `));
});

test("colour changes no letter, and no line is wider than the paper", () => {
  for (let width = 40; width <= 200; width += 7) {
    const plain = renderMap(model, paper(width));
    expect(Math.max(...plain.map(textWidth))).toBeLessThanOrEqual(width);
    expect(renderMap(model, paper(width, "colour")).map(stripAnsi)).toEqual(plain);
  }
});

test("sentences are letters only", () => {
  const ascii = renderMap(model, paper(80, "spoken")).join("");
  expect(/^[\x20-\x7e]*$/.test(ascii)).toBe(true);
});

test("a change touches only the lines that show it", () => {
  const [maple, oak] = model.nodes;
  if (maple === undefined || oak === undefined) throw new Error("the model has two nodes");
  const later: MapModel = { ...model, nodes: [maple, { ...oak, status: "NotReady" }] };
  const [before, after] = [renderMap(model, paper(80)), renderMap(later, paper(80))];
  expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
});
