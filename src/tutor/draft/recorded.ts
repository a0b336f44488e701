// A recording made a lesson: what was there becomes the setup, what was done a solution, what came of it checks. The words are left to the author.

import { stringify } from "yaml";
import type { AnyObject } from "../../api/types.ts";
import { isReady } from "../checks/condition.ts";
import { TO_WRITE } from "../lint/unwritten.ts";
import type { Observation } from "../world.ts";
import { checksFor, type DraftCheck } from "./checks.ts";
import { differenceOf, keyOf, type Scene } from "./difference.ts";
import { draftYaml } from "./lesson-yaml.ts";
import { manifestOf } from "./manifest.ts";

/** One thing that was done, in the form of a lesson's actions. */
export type DraftAction = string | Readonly<Record<string, unknown>>;

export interface Recording {
  readonly id: string;
  readonly track: string;
  readonly title: string;
  readonly cluster: string;
  readonly namespace: string;
  /** As the cluster was installed, at the mark, and at the end. */
  readonly installed: Scene;
  readonly start: Scene;
  readonly end: Scene;
  readonly actions: readonly DraftAction[];
  /** What was shown meanwhile; for recordings that change nothing. */
  readonly seen: readonly Observation[];
}

export interface RecordedLesson {
  readonly yaml: string;
  /** What is not in the file, and why. */
  readonly notes: readonly string[];
}

export function recordedLesson(recording: Recording): RecordedLesson {
  const { id, track, title, actions } = recording;
  const { setup, notes } = setupOf(recording);
  const { checks, remark } = draftChecks(recording);
  const lesson = {
    format: "k8s-tutor/v1",
    id,
    title,
    track,
    minutes: 8,
    level: "beginner",
    teaches: [`${id}.idea`],
    objectives: [`${TO_WRITE} what the learner can do afterwards`],
    setup,
    intro: `${TO_WRITE} the story, and where its picture of the city stops`,
    steps: [
      {
        id: "first",
        task: `${TO_WRITE} what to reach, by intent, never by the command`,
        checks,
        hints: [`${TO_WRITE} where to look`, `${TO_WRITE} which concept it is`, `${TO_WRITE} nearly the command`],
        solutions: [{ name: "recorded", run: actions }],
        why: `${TO_WRITE} why it worked, and what was surprising`,
      },
    ],
    quiz: [
      {
        id: "first-question",
        ask: `${TO_WRITE} a question about the idea`,
        options: [
          { text: `${TO_WRITE} what is right`, correct: true },
          { text: `${TO_WRITE} what many believe instead`, misconception: "first-belief" },
          { text: `${TO_WRITE} another thing that is believed`, misconception: "second-belief" },
        ],
        explain: `${TO_WRITE} why the right one is right`,
      },
    ],
    review: [
      { id: "first-card", front: `${TO_WRITE} a question`, back: `${TO_WRITE} its answer`, concept: `${id}.idea` },
    ],
  };
  return { yaml: draftYaml(lesson, EXPLANATIONS), notes: [...notes, ...remark] };
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  setup: "What was there at the mark.",
  steps: "The checks are drafts: keep what the task is about, take out the rest. Split the solution where a step ends.",
};

function setupOf({ cluster, namespace, installed, start }: Recording): {
  readonly setup: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
} {
  const { created, changed } = differenceOf(installed, start);
  const manifests = inOrder(created).map((object) => stringify(manifestOf(object, namespace), { lineWidth: 0 }));
  const ready = created.filter((object) => WAITED_FOR.has(object.kind) && isReady(object));
  const setup = {
    cluster,
    ...(Object.keys(start.files).length === 0 ? {} : { files: start.files }),
    ...(manifests.length === 0 ? {} : { manifests: manifests.join("---\n") }),
    ...(ready.length === 0
      ? {}
      : {
          ready: ready.map(({ kind, metadata }) => ({
            resource: targetOf(kind, metadata, namespace),
            where: "ready(obj)",
          })),
        }),
  };
  const notes = changed.map(
    ({ object }) => `${keyOf(object).replace("//", "/")} was changed before the mark; add to setup.do what did it.`,
  );
  return { setup, notes };
}

const WAITED_FOR: ReadonlySet<string> = new Set(["Pod", "Deployment", "StatefulSet", "DaemonSet"]);

function targetOf(kind: string, { name, namespace }: AnyObject["metadata"], home: string): unknown {
  return namespace === undefined || namespace === home ? `${kind}/${name}` : { kind, name, namespace };
}

/** What others build on comes first. */
function inOrder(objects: readonly AnyObject[]): readonly AnyObject[] {
  const first = [
    "Namespace",
    "CustomResourceDefinition",
    "PriorityClass",
    "StorageClass",
    "ServiceAccount",
    "ConfigMap",
    "Secret",
  ];
  const rank = ({ kind }: AnyObject) => (first.includes(kind) ? first.indexOf(kind) : first.length);
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

function draftChecks({ start, end, namespace, seen }: Recording): {
  readonly checks: readonly DraftCheck[];
  readonly remark: readonly string[];
} {
  const difference = differenceOf(start, end);
  const checks = checksFor(difference, namespace);
  if (checks.length > 0) return { checks, remark: [] };
  // A description shows events, too; the description is what was asked for.
  const last = seen.filter(({ kind }) => kind !== "events").at(-1) ?? seen.at(-1);
  if (last === undefined)
    return {
      checks: [{ title: `${TO_WRITE} what the learner shall see ticked`, observed: { kind: "list", of: "Pod" } }],
      remark: ["Nothing was changed and nothing looked at, so there is no check to draft. Write one."],
    };
  const of =
    last.resource === undefined
      ? {}
      : { of: last.names.length === 1 ? `${last.resource}/${last.names[0]}` : last.resource };
  return {
    checks: [{ title: "You have looked", observed: { kind: last.kind, ...of } }],
    remark: ["Nothing was changed; the check is about what was looked at last."],
  };
}
