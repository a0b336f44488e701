// A world in memory for tests: objects, records and a clock, with changes that happen at their time.

import type { ApiTransport } from "../../src/api/request.ts";
import type { AnyObject } from "../../src/api/types.ts";
import { kindNamed } from "../../src/tutor/kinds.ts";
import type {
  AuditEntry,
  CommandEntry,
  NameEntry,
  NetworkEntry,
  NetworkOutcome,
  Observation,
  RunResult,
  Snapshot,
  Workbench,
} from "../../src/tutor/world.ts";

export const START = Date.UTC(2026, 0, 1);

export interface FakeState {
  now: number;
  objects: AnyObject[];
  /** What happens later: [instant, change]. */
  later: (readonly [number, (state: FakeState) => void])[];
  files: Map<string, string>;
  answers: Record<string, string>;
  stepStart: Snapshot;
  network: NetworkEntry[];
  names: NameEntry[];
  audit: AuditEntry[];
  observations: Observation[];
  commands: CommandEntry[];
}

export type Shell = (command: string, state: FakeState) => Partial<RunResult>;
export type Network = (url: string, state: FakeState, address?: string) => NetworkOutcome;

export function emptyState(objects: readonly AnyObject[] = []): FakeState {
  return {
    now: START,
    objects: [...objects],
    later: [],
    files: new Map(),
    answers: {},
    stepStart: { at: START, objects: [] },
    network: [],
    names: [],
    audit: [],
    observations: [],
    commands: [],
  };
}

export function fakeWorld(
  state: FakeState,
  shell: Shell = () => ({}),
  network: Network = () => ({ error: "refused" }),
): Workbench & { forks: number } {
  const api: ApiTransport = async ({ method, path, query, body }) => {
    if (method === "POST") {
      state.objects.push(withIdentity(body as AnyObject, state));
      return { kind: "object", status: 201, body };
    }
    const [, namespace, resource = "", name] =
      /^\/apis?(?:\/[^/]+)?\/v\d+(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    const selector = typeof query.labelSelector === "string" ? query.labelSelector : undefined;
    const found = state.objects.filter(
      (object) =>
        kindNamed(object.kind)?.resource === resource &&
        (namespace === undefined || object.metadata.namespace === namespace) &&
        (name === undefined || object.metadata.name === name) &&
        (selector ?? "")
          .split(",")
          .every((term) => term === "" || object.metadata.labels?.[term.split("=")[0] ?? ""] === term.split("=")[1]),
    );
    if (name === undefined) return { kind: "object", status: 200, body: { items: found } };
    return found[0] === undefined
      ? { kind: "object", status: 404, body: { kind: "Status" } }
      : { kind: "object", status: 200, body: found[0] };
  };
  const world: Workbench & { forks: number } = {
    forks: 0,
    now: () => state.now,
    read: api,
    api,
    namespace: "default",
    get stepStart() {
      return state.stepStart;
    },
    nameLog: (since) => state.names.filter(({ at }) => at >= since),
    networkLog: (since) => state.network.filter(({ at }) => at >= since),
    audit: (since) => state.audit.filter(({ at }) => at >= since),
    observations: (since) => state.observations.filter(({ at }) => at >= since),
    commands: (since) => state.commands.filter(({ at }) => at >= since),
    files: {
      exists: (path) => state.files.has(path),
      read: (path) => state.files.get(path) ?? "",
      list: () => [...state.files.keys()].sort(),
    },
    get answers() {
      return state.answers;
    },
    fork: async () => {
      world.forks++;
      return fakeWorld(copy(state), shell, network);
    },
    advance: async (ms) => {
      state.now += ms;
      const due = state.later.filter(([at]) => at <= state.now);
      state.later = state.later.filter(([at]) => at > state.now);
      for (const [, change] of due) change(state);
    },
    run: async (command) => ({ exitCode: 0, stdout: "", stderr: "", ...shell(command, state) }),
    http: async ({ url, address }) => network(url, state, address),
    switch: async () => undefined,
    writeFile: (path, content) => {
      state.files.set(path, content);
    },
    answer: (id, text) => {
      state.answers[id] = text;
    },
    beginStep: (snapshot) => {
      state.stepStart = snapshot;
      state.answers = {};
    },
  };
  return world;
}

function copy(state: FakeState): FakeState {
  const { later, ...data } = state;
  return { ...structuredClone(data), later: [...later] };
}

let uids = 0;

function withIdentity(object: AnyObject, state: FakeState): AnyObject {
  const fresh = { uid: `uid-${uids++}`, resourceVersion: "1", creationTimestamp: new Date(state.now).toISOString() };
  const metadata = { namespace: "default", ...object.metadata, ...fresh };
  return { ...object, metadata };
}

export interface PodParts {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ready?: boolean;
  readonly phase?: string;
  readonly waiting?: string;
  readonly restarts?: number;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly terminating?: boolean;
}

export function pod({
  name,
  namespace = "default",
  uid = `uid-${name}`,
  image = "nginx",
  labels = {},
  ready = true,
  phase,
  waiting,
  restarts = 0,
  spec = {},
  terminating = false,
}: PodParts): AnyObject {
  const state =
    waiting === undefined ? { running: { startedAt: "2026-01-01T00:00:00Z" } } : { waiting: { reason: waiting } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      uid,
      labels,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      ...(terminating && { deletionTimestamp: "2026-01-01T00:00:30Z" }),
    },
    spec: { nodeName: "maple", containers: [{ name: "main", image }], ...spec },
    status: {
      phase: phase ?? (ready ? "Running" : "Pending"),
      podIP: "10.244.1.2",
      conditions: [
        { type: "PodScheduled", status: "True" },
        { type: "Ready", status: ready ? "True" : "False" },
      ],
      containerStatuses: [{ name: "main", image, ready, restartCount: restarts, state }],
    },
  };
}
