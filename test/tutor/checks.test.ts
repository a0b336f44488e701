import { describe, expect, it } from "vitest";
import { type Check, checkShape, evaluate } from "../../src/tutor/checks/check.ts";
import { wordlessParts } from "../../src/tutor/checks/claim.ts";
import { formatProblem, Problems, parseSource } from "../../src/tutor/format/source.ts";
import { emptyState, type FakeState, fakeWorld, pod, START } from "./fake-world.ts";

function check(text: string): Check {
  const problems = new Problems("check");
  const source = parseSource(text, problems);
  const read = source && checkShape().read(source, problems);
  if (read === undefined) throw new Error(problems.found.map(formatProblem).join("\n"));
  return read;
}

async function answer(text: string, state: FakeState): Promise<string> {
  const result = await evaluate(check(text), fakeWorld(state));
  if (result.passed) return result.inMs === undefined ? "passed" : `passed in ${result.inMs}`;
  return result.waitsFor === undefined ? result.why : `${result.why} (waits for ${result.waitsFor})`;
}

const web = pod({ name: "web", restarts: 2, labels: { app: "web" } });

describe("the check resource", () => {
  it.each<[string, string, FakeState["objects"]]>([
    ["{resource: Pod/web, where: ready(obj)}", "passed", [web]],
    ["{resource: Pod/web, where: restarts(obj) == 2}", "passed", [web]],
    ["{resource: Pod/web, where: \"container(obj, 'main').image == 'nginx'\"}", "passed", [web]],
    [
      "{resource: Pod/web, where: \"container(obj, 'other').image == 'nginx'\"}",
      'Pod `web` is there, but this does not hold: `container(obj, "other").image == "nginx"`. Look at `kubectl get pod web -o yaml`.',
      [web],
    ],
    [
      "{resource: Pod/web, where: \"quantity('250m') < quantity('0.5') && quantity('1Gi') > quantity('1000Mi')\"}",
      "passed",
      [web],
    ],
    [
      "{resource: Pod/web, where: obj.spec.not.there > 3}",
      "Pod `web` is there, but this does not hold: `obj.spec.not.there > 3`. Look at `kubectl get pod web -o yaml`.",
      [web],
    ],
    ["{resource: Pod/web, where: '!has(obj.spec.containers[0].livenessProbe)'}", "passed", [web]],
    [
      "{resource: Pod/web, where: \"obj.spec.nodeName == 'oak'\"}",
      "Pod `web` has `spec.nodeName` = `maple`; it should be `oak`.",
      [web],
    ],
    [
      "{resource: Pod/web, path: .status.phase, in: [Pending, Failed]}",
      "Pod `web` has `status.phase` = `Running`; it should be one of `Pending`, `Failed`.",
      [web],
    ],
    [
      "{resource: Pod/web, path: '.status.containerStatuses[0].restartCount', gte: 3}",
      "Pod `web` has `status.containerStatuses[0].restartCount` = `2`; it should be at least 3.",
      [web],
    ],
    [
      "{resource: Pod/web, where: ready(obj)}",
      "There is a Pod `wbe`: one letter away from `web`. Compare the names.",
      [pod({ name: "wbe" })],
    ],
    [
      "{resource: Pod/web, where: ready(obj)}",
      "There is a Pod `web`, but in the namespace `shop`; it should be in `default`.",
      [pod({ name: "web", namespace: "shop" })],
    ],
    ["{resource: Pod/web, where: ready(obj)}", "There is no Pod `web`. Look at what is there: `kubectl get pods`.", []],
    [
      "{resource: Pod/web, where: ready(obj)}",
      "Pod `web` is being set up. (waits for Pod `web` to get ready)",
      [pod({ name: "web", ready: false })],
    ],
    [
      "{resource: Pod/web, where: ready(obj)}",
      "Pod `web` is not ready: its image cannot be pulled (ErrImagePull). Look at `kubectl describe pod web`, at the end.",
      [pod({ name: "web", ready: false, waiting: "ErrImagePull" })],
    ],
    ["{resource: Pod/web, exists: false}", "passed", []],
    ["{resource: Pod/web, exists: false}", "Pod `web` is there; it should not be.", [web]],
    [
      "{resource: Pod/web, exists: false}",
      "Pod `web` is being deleted but still there. (waits for Pod `web` to be gone)",
      [pod({ name: "web", terminating: true })],
    ],
    [
      "{resource: {kind: Pod, selector: app=web}, count: {eq: 2}, where: ready(obj)}",
      "1 Pod as asked for, expected 2. Look at `kubectl get pods`.",
      [web, pod({ name: "x" })],
    ],
    ["{resource: {kind: Pod}, any: true, where: ready(obj)}", "passed", [web, pod({ name: "x", ready: false })]],
    ["{resource: Pod/web, where: ready(obj), missing: Say this.}", "Say this.", []],
  ])("%s: %s", async (text, expected, objects) => {
    expect(await answer(text, emptyState(objects))).toBe(expected);
  });

  it.each<[string, string]>([
    ["obj.spec.containers[0].image == 'httpd'", "has `spec.containers[0].image` = `nginx`; it should be `httpd`."],
    ["obj.metadata.labels['app'] == 'db'", 'has `metadata.labels["app"]` = `web`; it should be `db`.'],
    ["obj.spec.priority >= 3", "has no `spec.priority`; it should be at least 3."],
    ["obj.status.phase == obj.spec.nodeName", "has `status.phase` = `Running`; it should be `maple`."],
    ["obj.metadata.uid == before(obj).metadata.uid", "has `metadata.uid` = `new`; it should be `old`."],
    ["has(obj.spec.containers[0].livenessProbe)", "has no `spec.containers[0].livenessProbe`; it should be set."],
    ["!has(obj.spec.containers[0].image)", "has `spec.containers[0].image`; it should be gone."],
    ["restarts(obj) == 0", "has restarted 3 times; it should run on without a restart."],
    ["restarts(obj) == restarts(before(obj))", "has restarted once; it should run on without a restart."],
  ])("puts what does not hold into words: %s", async (where, said) => {
    const state = emptyState([pod({ name: "web", uid: "new", restarts: 3, labels: { app: "web" } })]);
    state.stepStart = { at: START, objects: [pod({ name: "web", uid: "old", restarts: 2 })] };
    const text = JSON.stringify({ resource: "Pod/web", where });
    expect(await answer(text, state)).toBe(`Pod \`web\` ${said}`);
    const asked = check(text);
    expect("where" in asked && asked.where && wordlessParts(asked.where)).toEqual([]);
  });

  it("tells the same object from its replacement", async () => {
    const state = emptyState([pod({ name: "web", uid: "new" })]);
    state.stepStart = { at: START, objects: [pod({ name: "web", uid: "old" })] };
    expect(await answer("{resource: Pod/web, identity: replaced}", state)).toBe("passed");
    expect(await answer("{resource: Pod/web, identity: same}", state)).toContain("it was deleted and made anew");
    expect(await answer("{resource: Pod/web, where: before(obj).metadata.uid == 'old'}", state)).toBe("passed");
    expect(await answer("{changed: {kind: Pod, created: 1, deleted: 1}}", state)).toBe("passed");
    state.stepStart = { at: START, objects: [...state.stepStart.objects, pod({ name: "leaving", terminating: true })] };
    expect(await answer("{changed: {kind: Pod, deleted: 1}}", state)).toBe("passed");
  });
});

describe("looking ahead", () => {
  const soon = () => {
    const state = emptyState([pod({ name: "web", ready: false })]);
    state.later.push(
      [
        START + 4000,
        (later) => {
          later.objects = [web];
        },
      ],
      [
        START + 20_000,
        (later) => {
          later.objects = [];
        },
      ],
    );
    return state;
  };

  it("happens on a copy", async () => {
    const state = soon();
    expect(await answer("{resource: Pod/web, where: ready(obj), within: 10s}", state)).toBe("passed in 4000");
    expect(state.now).toBe(START);
    expect(await answer("{resource: Pod/web, where: ready(obj), within: 3s}", state)).toContain("waits for");
  });

  it("sees that something does not last", async () => {
    expect(await answer("{resource: Pod/web, where: ready(obj), within: 10s, for: 5s}", soon())).toBe("passed in 4000");
    expect(await answer("{resource: Pod/web, for: 30s}", soon())).toBe(
      "It holds now, but not for long: 20 s later, There is no Pod `web`. Look at what is there: `kubectl get pods`.",
    );
  });
});

describe("the other checks", () => {
  it("observed: the same information counts, by whatever command", async () => {
    const state = emptyState([web]);
    const seen = (observation: Partial<FakeState["observations"][number]>) => {
      state.observations = [
        { at: START, kind: "list", resource: "Pod", namespace: "default", names: ["web"], text: "", ...observation },
      ];
    };
    expect(await answer("{observed: {kind: logs, of: Pod/web}}", state)).toBe(
      "You have not looked at the logs of Pod `web` yet in this step.",
    );
    seen({ kind: "describe", text: "Name: web\nEvents:\n  Type  Reason" });
    expect(await answer("{observed: {kind: events, of: Pod/web}}", state)).toBe("passed");
    expect(await answer("{observed: {kind: list, of: Pod}}", state)).toBe("passed");
    seen({ kind: "describe", text: "Name: web\nEvents:  <none>" });
    expect(await answer("{observed: {kind: events, of: Pod/web}}", state)).toContain("what matters was not in it");
    seen({});
    expect(await answer("{observed: {kind: list, of: Pod, only: [web], bySelector: true}}", state)).toContain(
      "choose them by their label",
    );
    seen({ selector: "app in (web)" });
    expect(await answer("{observed: {kind: list, of: Pod, only: [web], bySelector: true}}", state)).toBe("passed");
    seen({ kind: "logs", previous: false });
    expect(await answer("{observed: {kind: logs, of: Pod/web, previous: true}}", state)).toContain("its previous life");
  });

  it("answer: forgives case, blanks and quotes, and reads live values", async () => {
    const state = emptyState([web]);
    for (const [said, text] of [
      [" 'Two' ", "{answer: {id: a, equals: ['2', two]}}"],
      ["10.244.1.2", "{answer: {id: a, live: {of: Pod/web, value: obj.status.podIP}}}"],
      ["The Kubelet!", "{answer: {id: a, matches: '.*kubelet'}}"],
    ] as const) {
      state.answers = { a: said };
      expect(await answer(text, state)).toBe("passed");
    }
    state.answers = { a: "12" };
    expect(await answer("{answer: {id: a, equals: '2'}}", state)).toBe("`12` is not it.");
  });

  it("file: reads manifests as objects", async () => {
    const state = emptyState();
    state.files.set("web.yaml", "kind: Pod\nmetadata:\n  name: web\n");
    expect(await answer("{file: {path: web.yaml, kind: Pod, where: \"obj.metadata.name == 'web'\"}}", state)).toBe(
      "passed",
    );
    expect(await answer("{file: {path: web.yaml, kind: Pod, where: \"obj.metadata.name == 'x'\"}}", state)).toBe(
      "In `web.yaml`: Pod `web` has `metadata.name` = `web`; it should be `x`.",
    );
    expect(await answer("{file: {path: pod.yaml}}", state)).toContain("There is no file `pod.yaml`");
  });

  it("http: what was seen, and what a probe finds", async () => {
    const state = emptyState([web]);
    const text = "{http: {mode: seen, from: laptop, to: pod/web, times: {min: 2}, expect: {status: 200}}}";
    expect(await answer(text, state)).toBe("No request from your laptop to pod/web was seen yet. Send one.");
    state.network = [
      {
        at: START,
        from: "laptop",
        host: "localhost",
        port: 8080,
        path: "/",
        answeredBy: { namespace: "default", name: "web" },
        outcome: { status: 200, body: "hi" },
      },
    ];
    expect(await answer(text, state)).toBe("1 of 2 requests to pod/web were seen. Send more.");
    const world = fakeWorld(state, undefined, (url) => ({ status: 200, body: url }));
    expect(await evaluate(check("{http: {mode: probe, to: pod/web, expect: {body: 10.244.1.2}}}"), world)).toEqual({
      passed: true,
    });
    expect(world.forks).toBe(1);
  });

  it("http: one site of several at one address", async () => {
    const status = { loadBalancer: { ingress: [{ ip: "172.18.255.200" }] } };
    const metadata = { ...web.metadata, name: "door" };
    const door = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata, status };
    const state = emptyState([door]);
    const text = "{http: {mode: seen, from: laptop, host: city.example, path: /shop(/.*)?}}";
    const ask = (site: string, path: string) => {
      const outcome = { status: 200, body: "" };
      state.network = [{ at: START, from: "laptop", host: "172.18.255.200", port: 80, path, site, outcome }];
    };
    ask("city.example", "/shopping");
    expect(await answer(text, state)).toBe("No request from your laptop to city.example was seen yet. Send one.");
    ask("172.18.255.200", "/shop");
    expect(await answer(text, state)).not.toBe("passed");
    ask("city.example", "/shop/hats");
    expect(await answer(text, state)).toBe("passed");
    const probe = "{http: {mode: probe, url: 'http://city.example/', at: Ingress/door}}";
    const found = fakeWorld(state, undefined, (_url, _state, at) => ({
      status: at === "172.18.255.200" ? 200 : 404,
      body: "",
    }));
    expect(await evaluate(check(probe), found)).toEqual({ passed: true });
    expect(await answer(probe, emptyState())).toBe(
      "Ingress door has no external address yet. Look at it with kubectl get.",
    );
  });

  it("http: from one container of a Pod to its roommate", async () => {
    const state = emptyState([web]);
    const ask = (host: string, container: string, port = 80) => {
      const name = { namespace: "default", name: "web" };
      const outcome = { status: 200, body: "" };
      state.network = [{ at: START, from: { ...name, container }, host, port, path: "/", answeredBy: name, outcome }];
    };
    const text = "{http: {mode: seen, from: pod/web/helper, to: localhost}}";
    ask("127.0.0.1", "nginx");
    expect(await answer(text, state)).toBe("No request from pod/web/helper to localhost was seen yet. Send one.");
    ask("10.244.1.2", "helper");
    expect(await answer(text, state)).not.toBe("passed");
    expect(await answer("{http: {mode: seen, from: pod/web/helper, to: pod/web}}", state)).toBe("passed");
    expect(await answer("{http: {mode: seen, from: pod/web, namespace: press, to: pod/web}}", state)).not.toBe(
      "passed",
    );
    ask("127.0.0.1", "helper", 8080);
    expect(await answer(text, state)).toBe("passed");
    expect(await answer("{http: {mode: seen, from: pod/web, to: 'localhost:8080'}}", state)).toBe("passed");
    expect(await answer("{http: {mode: seen, to: 'localhost:80'}}", state)).not.toBe("passed");
  });

  it("dns: which full name was looked up, from where, and what came of it", async () => {
    const state = emptyState([web]);
    const name = "db.data.svc.cluster.local";
    const text = `{dns: {from: pod/web, name: ${name}}}`;
    expect(await answer(text, state)).toBe(`Nobody has looked up \`${name}\` from pod/web in this step yet.`);
    const from = { namespace: "default", name: "web", container: "app" };
    state.names = [{ at: START, from, name, outcome: "nxdomain", addresses: [] }];
    expect(await answer(text, state)).toContain("no such name (NXDOMAIN)");
    expect(await answer(`{dns: {matches: ^db\\., expect: nxdomain}}`, state)).toBe("passed");
    state.names.push({ at: START, from, name, outcome: "found", addresses: [] });
    expect(await answer(text, state)).toContain("0 addresses");
    state.names.push({ at: START, from, name, outcome: "found", addresses: ["10.1.1.1", "10.1.1.2"] });
    expect(await answer(text, state)).toBe("passed");
    expect(await answer(`{dns: {name: ${name}, addresses: 3}}`, state)).not.toBe("passed");
    expect(await answer(`{dns: {name: ${name}, from: pod/other}}`, state)).not.toBe("passed");
  });

  it("endpoints: says which link of the chain is broken", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...web.metadata, name: "shop" },
      spec: { selector: { app: "shop" } },
    };
    const state = emptyState([service, web]);
    expect(await answer("{endpoints: {service: shop}}", state)).toContain("Its selector `app=shop` matches no pod.");
    state.objects.push(pod({ name: "a", labels: { app: "shop" }, ready: false }));
    expect(await answer("{endpoints: {service: shop}}", state)).toContain("(waits for its pods to get ready)");
    const metadata = { ...web.metadata, name: "shop-1", labels: { "kubernetes.io/service-name": "shop" } };
    state.objects.push({
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata,
      ports: [{ port: 80 }],
      endpoints: [{ addresses: ["10.1.1.1"], conditions: { ready: true }, targetRef: { name: "a" } }],
    });
    expect(await answer("{endpoints: {service: shop, ready: 1}}", state)).toBe("passed");
  });

  it("event: ever, or since the step began", async () => {
    const event = (name: string, first: number, last: number, count: number) => ({
      ...web,
      kind: "Event",
      apiVersion: "v1",
      metadata: { ...web.metadata, name },
      reason: "Unhealthy",
      firstTimestamp: new Date(first).toISOString(),
      lastTimestamp: new Date(last).toISOString(),
      count,
    });
    const state = emptyState([event("old", START, START + 1000, 3), event("long", START, START + 9000, 4)]);
    state.stepStart = { at: START + 5000, objects: [] };
    expect(await answer("{event: {reason: Unhealthy, min: 7}}", state)).toBe("passed");
    expect(await answer("{event: {reason: Unhealthy, since: step, min: 2}}", state)).toContain("1 times, expected 2");
    state.objects.push(event("new", START + 5500, START + 6000, 2));
    expect(await answer("{event: {reason: Unhealthy, since: step, min: 3}}", state)).toBe("passed");
  });

  it("command and audit: what was asked of the server, and how", async () => {
    const state = emptyState();
    state.commands = [
      { at: START, words: ["kubectl", "-n", "create", "--all"], exitCode: 1, stderr: "error: x" },
      { at: START, words: ["kubectl", "delete", "pods", "--all"], exitCode: 0, stderr: "" },
    ];
    state.audit = [{ at: START, verb: "create", resource: "pods", name: "web", code: 409, user: "me" }];
    expect(await answer("{command: {starts: kubectl delete pods, flags: [--all]}}", state)).toBe("passed");
    expect(await answer("{audit: {verb: create, kind: Pod, code: 409}}", state)).toBe("passed");
    expect(await answer("{audit: {verb: create, code: [403, 409]}}", state)).toBe("passed");
    expect(await answer("{audit: {verb: create, code: [403, 422]}}", state)).toContain("answered with 403 or 422");
    expect(await answer("{audit: {kind: Pod, matches: ^we}}", state)).toBe("passed");
    expect(await answer("{audit: {kind: Pod, matches: ^shop-}}", state)).not.toBe("passed");
    expect(await answer("{not: {audit: {verb: delete}}}", state)).toBe("passed");
    expect(await answer("{any: [{audit: {verb: delete}}, {all: [{audit: {verb: create}}]}]}", state)).toBe("passed");
  });
});
