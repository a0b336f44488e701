// What the course uses, and in which lessons: concepts, kinds, images, kubectl commands and flags.

import { parseAllDocuments } from "yaml";
import type { Action } from "../action.ts";
import { withInner } from "../checks/check.ts";
import type { Lesson } from "../lesson.ts";

/** Lessons by what they use. */
export type Uses = Readonly<Record<string, readonly string[]>>;

export interface Coverage {
  readonly concepts: Uses;
  readonly kinds: Uses;
  readonly images: Uses;
  readonly commands: Uses;
  readonly flags: Uses;
}

export function coverageOf(lessons: readonly Lesson[]): Coverage {
  return {
    concepts: collect(lessons, ({ teaches }) => teaches),
    kinds: collect(lessons, kindsOf),
    images: collect(lessons, imagesOf),
    commands: collect(lessons, (lesson) => linesOf(lesson).flatMap(commandsOf)),
    flags: collect(lessons, (lesson) => linesOf(lesson).flatMap(flagsOf)),
  };
}

function collect(lessons: readonly Lesson[], usedBy: (lesson: Lesson) => readonly string[]): Uses {
  const uses = new Map<string, string[]>();
  for (const lesson of lessons)
    for (const used of new Set(usedBy(lesson))) uses.set(used, [...(uses.get(used) ?? []), lesson.id]);
  return Object.fromEntries([...uses].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function actionsOf({ setup, steps }: Lesson): readonly Action[] {
  return [
    ...(setup?.do ?? []),
    ...steps.flatMap(({ onEnter = [], solutions }) => [...onEnter, ...solutions.flatMap(({ run }) => run)]),
  ];
}

function linesOf(lesson: Lesson): readonly string[] {
  return actionsOf(lesson).flatMap((action) => (action.kind === "run" ? [action.command] : []));
}

/** Manifests of the setup, of files, and of what solutions write. */
function manifestsOf(lesson: Lesson): readonly string[] {
  const { manifests = "", files = {} } = lesson.setup ?? {};
  const yaml = Object.entries(files).flatMap(([path, content]) => (/\.(ya?ml|json)$/.test(path) ? [content] : []));
  const written = actionsOf(lesson).flatMap((action) => (action.kind === "write" ? [action.text] : []));
  return [manifests, ...yaml, ...written];
}

function kindsOf(lesson: Lesson): readonly string[] {
  const inManifests = manifestsOf(lesson).flatMap((text) =>
    objectsOf(text).flatMap((value) => {
      const kind = (value as { kind?: unknown } | null)?.kind;
      return typeof kind === "string" ? [kind] : [];
    }),
  );
  const inChecks = lesson.steps
    .flatMap(({ checks }) => checks.flatMap(withInner))
    .flatMap((check) => ("resource" in check ? [check.resource.kind] : []));
  return [...inManifests, ...inChecks];
}

function objectsOf(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text);
  // Some lessons hand out a manifest with a mistake in it.
  return Array.isArray(documents) ? documents.flatMap((one) => (one.errors.length > 0 ? [] : [one.toJS()])) : [];
}

function imagesOf(lesson: Lesson): readonly string[] {
  const inManifests = manifestsOf(lesson).flatMap((text) =>
    [...text.matchAll(/\bimage: *["']?([^\s"',}]+)/g)].map(([, image = ""]) => image),
  );
  const inLines = linesOf(lesson).flatMap((line) =>
    [...line.matchAll(/--image[= ]["']?([^\s"']+)/g)].map(([, image = ""]) => image),
  );
  return [...inManifests, ...inLines];
}

const GROUPS = ["create", "set", "rollout", "config", "auth", "top", "certificate", "cluster-info", "apply"];
const SUBCOMMANDS = /^[a-z][a-z-]+$/;

/** As in `get`, `create configmap`, `rollout status`. */
function commandsOf(line: string): readonly string[] {
  return callsOf(line).map((words) => {
    const [verb = "", next = ""] = words.filter((word) => !word.startsWith("-"));
    return GROUPS.includes(verb) && SUBCOMMANDS.test(next) && verb !== "apply" ? `${verb} ${next}` : verb;
  });
}

/** As in `get -o`, `run --image`. */
function flagsOf(line: string): readonly string[] {
  return callsOf(line).flatMap((words) => {
    const verb = words.find((word) => !word.startsWith("-")) ?? "";
    const end = words.indexOf("--");
    const own = end < 0 ? words : words.slice(0, end);
    return own.flatMap((word) => {
      const [flag] = /^(--[a-z][a-z-]*|-[a-zA-Z])(?==|$)/.exec(word) ?? [];
      return flag === undefined ? [] : [`${verb} ${flag}`];
    });
  });
}

/** The words behind each `kubectl` of a line, up to the end of that command. */
function callsOf(line: string): readonly (readonly string[])[] {
  return [...line.matchAll(/(?:^|[\s;(|&])(?:kubectl|k) +([^|;&)\n]*)/g)].map(([, rest = ""]) =>
    rest
      .replace(/'[^']*'|"[^"]*"/g, "x")
      .trim()
      .split(/\s+/),
  );
}
