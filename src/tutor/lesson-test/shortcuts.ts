// Counter-examples that every lesson has: everything is deleted, or what the step is about is simply taken away. Most of them can be told
// by a look at the world with those things left out; only what would pass there is tried in earnest.

import type { ApiTransport } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import type { StepReport } from "../judge.ts";
import { kindNamed } from "../kinds.ts";
import type { Step } from "../lesson.ts";
import { findObjects } from "../objects.ts";
import type { Workbench } from "../world.ts";
import { playLesson, type Visit } from "./chain.ts";
import { look, settle } from "./play.ts";
import type { Proof } from "./twist.ts";

interface Shortcut {
  readonly name: string;
  /** A step that says this has to do with it. */
  readonly mentioned: RegExp;
  /** A solution that does the same makes it no shortcut. */
  readonly isMeant: RegExp;
  readonly kinds: readonly string[];
  /** The object without it; undefined when nothing is left. */
  readonly strip: (object: AnyObject) => AnyObject | undefined;
}

const WORKLOADS = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob"];

function shortcuts(): readonly Shortcut[] {
  const gone = () => undefined;
  return [
    { name: "all Pods are deleted", mentioned: /./, isMeant: /\bdelete\b/, kinds: ["Pod"], strip: gone },
    {
      name: "the workloads are deleted",
      mentioned: /./,
      isMeant: /\bdelete\b|\breplace\b/,
      kinds: [...WORKLOADS, "Pod"],
      strip: gone,
    },
    {
      name: "the probes are removed",
      mentioned: /probe/i,
      isMeant: /Probe": ?null|remove/,
      kinds: [...WORKLOADS, "Pod"],
      strip: withoutFields(["livenessProbe", "readinessProbe", "startupProbe"]),
    },
    {
      name: "requests and limits are removed",
      mentioned: /limit|request/i,
      isMeant: /resources": ?null|remove/,
      kinds: [...WORKLOADS, "Pod"],
      strip: withoutFields(["resources"]),
    },
    {
      name: "the policies are deleted",
      mentioned: /polic|quota|limitrange|disruption/i,
      isMeant: /\bdelete\b/,
      kinds: ["NetworkPolicy", "PodDisruptionBudget", "ResourceQuota", "LimitRange"],
      strip: gone,
    },
  ];
}

/** At the start of a step: which shortcuts seem to lead to its end. */
export async function tryShortcuts(proof: Proof, visit: Visit): Promise<void> {
  const { step, bench, index } = visit;
  for (const shortcut of shortcuts()) {
    if (!isAbout(shortcut, step)) continue;
    proof.findings.tried++;
    const view = seenThrough(bench, shortcut);
    const isTempting = holds(await look(step, view, false, false)) && (await isThere(shortcut, bench));
    if (isTempting && (await leadsThere(proof, index, shortcut)))
      proof.findings.fail("shortcut", `it passes when ${shortcut.name}, and must not`, step.id);
  }
}

function isAbout({ mentioned, isMeant }: Shortcut, step: Step): boolean {
  if (step.passive === true || step.checks.length === 0) return false;
  const solutions = JSON.stringify(step.solutions);
  return mentioned.test([step.task, solutions].join(" ")) && !isMeant.test(solutions);
}

/** Answers can be given afterwards. */
function holds({ conditions }: StepReport): boolean {
  return conditions.every(({ state }) => state === "done");
}

/** The same world, without what the shortcut takes away. */
function seenThrough(bench: Workbench, { kinds, strip }: Shortcut): Workbench {
  const resources = new Set(kinds.map((kind) => kindNamed(kind)?.resource));
  const read: ApiTransport = async (request) => {
    const response = await bench.read(request);
    const [, , resource = "", name] = /namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(request.path) ?? [];
    if (response.kind !== "object" || response.status !== 200 || !resources.has(resource)) return response;
    if (name !== undefined) {
      const body = strip(response.body as AnyObject);
      return body === undefined ? { kind: "object", status: 404, body: {} } : { ...response, body };
    }
    const list = response.body as { readonly items?: readonly AnyObject[] };
    return { ...response, body: { ...list, items: (list.items ?? []).flatMap((item) => strip(item) ?? []) } };
  };
  return Object.create(bench, { read: { value: read } }) as Workbench;
}

async function isThere(shortcut: Shortcut, bench: Workbench): Promise<boolean> {
  return (await taken(shortcut, bench)).length > 0;
}

/** The objects that it changes, before and after. */
async function taken({ kinds, strip }: Shortcut, bench: Workbench) {
  const found = await Promise.all(kinds.map((kind) => findObjects(bench.read, { kind }, bench.namespace)));
  return found.flat().flatMap((object) => {
    const owned = (object.metadata.ownerReferences?.length ?? 0) > 0;
    const after = strip(object);
    return owned || after === object ? [] : [{ object, after }];
  });
}

/** Really takes it, in a world of its own. */
async function leadsThere(proof: Proof, index: number, shortcut: Shortcut): Promise<boolean> {
  let passed = false;
  await playLesson(proof.lesson, proof.newWorld, {
    last: index,
    isLenient: () => true,
    atStart: async ({ step, bench, index: at }) => {
      if (at < index) return true;
      await take(shortcut, bench);
      const { report } = await settle(step, bench);
      passed = holds(report);
      return false;
    },
  });
  return passed;
}

async function take(shortcut: Shortcut, bench: Workbench): Promise<void> {
  for (const { object, after } of await taken(shortcut, bench)) {
    const { kind, metadata } = object;
    if (after === undefined) await bench.run(`kubectl delete ${kind} ${metadata.name} --wait=false`);
    else await bench.run(`kubectl replace --force -f - <<'END'\n${JSON.stringify(fresh(after))}\nEND`);
  }
  if (shortcut.kinds.length === 1 && shortcut.kinds[0] === "Pod")
    await bench.run("kubectl delete pods --all --wait=false");
}

/** As its author would write it. */
function fresh(object: AnyObject): unknown {
  const { name, namespace, labels, annotations } = object.metadata;
  const { status: _status, ...rest } = object as AnyObject & { status?: unknown };
  return { ...rest, metadata: { name, namespace, labels, annotations } };
}

/** The same object when it has none of these fields in its containers. */
function withoutFields(fields: readonly string[]): (object: AnyObject) => AnyObject {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(strip);
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([key, inner]) => !fields.includes(key) || isEmpty(inner));
    const entries = kept.map(([key, inner]): [string, unknown] => [key, strip(inner)]);
    const isSame =
      kept.length === Object.keys(value).length &&
      entries.every(([key, inner]) => (value as Record<string, unknown>)[key] === inner);
    return isSame ? value : Object.fromEntries(entries);
  };
  return (object) => {
    const { spec } = object as AnyObject & { spec?: unknown };
    const bare = strip(spec);
    return bare === spec ? object : ({ ...object, spec: bare } as AnyObject);
  };
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
