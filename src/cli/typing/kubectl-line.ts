// What each word of a kubectl command line is: a verb, a kind, a flag, or none that there is.

import type { Command, LazyCommand } from "../../kubectl/command.ts";
import { allCommands } from "../../kubectl/command-table.ts";
import { firstArgument } from "../../kubectl/find-command.ts";
import type { Flag } from "../../kubectl/flags/flag.ts";
import { FlagError, parseFlags } from "../../kubectl/flags/parse.ts";
import { globalFlags } from "../../kubectl/global-flags.ts";

export type Meaning = "verb" | "kind" | "unknown-verb" | "unknown-flag" | "unknown-kind";

export interface KubectlKnowledge {
  /** A command that has been loaded. */
  loaded(command: LazyCommand): Command | undefined;
  /** Undefined when nobody has asked the server yet. */
  isKind(word: string): boolean | undefined;
}

export interface KubectlLine {
  /** One for each word; undefined for those that may be anything. */
  readonly meanings: readonly (Meaning | undefined)[];
  /** Verbs that must be loaded before more can be said. */
  readonly unloaded: readonly LazyCommand[];
  /** Words in the place of a kind, of which nothing is known. */
  readonly unknownKinds: readonly string[];
}

/** Verbs whose first argument is a kind. */
const OF_KINDS = new Set(
  "get describe delete edit label annotate patch scale expose autoscale explain wait rollout".split(" "),
);
const OTHER_VERBS = new Set(["help", "options", "__complete", "__completeNoDesc"]);

/** @param words what stands behind `kubectl`. */
export function readKubectlLine(words: readonly string[], knowledge: KubectlKnowledge): KubectlLine {
  const meanings: (Meaning | undefined)[] = words.map(() => undefined);
  const found = verbsOf(words, knowledge, meanings);
  const { root, path, flags, isKnown } = found;
  const unknownKinds: string[] = [];
  if (!isKnown) return { meanings, unloaded: found.unloaded, unknownKinds };
  const all = [...globalFlags(""), ...flags];
  for (const [at, word] of words.entries()) {
    if (word === "--") break;
    if (/^-./.test(word) && isUnknownFlag(word, all)) meanings[at] = "unknown-flag";
  }
  const kindAt = OF_KINDS.has(root) ? nextArgument(words, path, all) : undefined;
  const isFree = kindAt !== undefined && meanings[kindAt] === undefined && !words.slice(0, kindAt).includes("--");
  if (isFree) {
    const word = words[kindAt] ?? "";
    const verdict = kindsOf(root, word).map((kind) => knowledge.isKind(kind));
    if (verdict.includes(undefined)) unknownKinds.push(word);
    else if (verdict.length > 0) meanings[kindAt] = verdict.includes(false) ? "unknown-kind" : "kind";
  }
  return { meanings, unloaded: found.unloaded, unknownKinds };
}

function verbsOf(words: readonly string[], knowledge: KubectlKnowledge, meanings: (Meaning | undefined)[]) {
  let candidates: readonly LazyCommand[] = allCommands();
  let flags: readonly Flag[] = [];
  let root = "";
  let path = 0;
  for (;;) {
    const at = nextArgument(words, path, [...globalFlags(""), ...flags]);
    const word = at === undefined ? "" : (words[at] ?? "");
    const next = candidates.find(({ name, aliases }) => name === word || aliases?.includes(word) === true);
    if (at === undefined || next === undefined) {
      const isOther = root === "" && OTHER_VERBS.has(word);
      // What has verbs of its own takes no other words.
      if (at !== undefined && candidates.length > 0 && !isOther) meanings[at] = "unknown-verb";
      return { root, path, flags, isKnown: root !== "", unloaded: [] };
    }
    meanings[at] = "verb";
    root = root === "" ? next.name : root;
    path = at + 1;
    const command = knowledge.loaded(next);
    if (command === undefined) return { root, path, flags, isKnown: false, unloaded: [next] };
    flags = [...flags, ...command.flags];
    candidates = command.subcommands ?? [];
  }
}

/** The first word from `start` on that is neither a flag nor the value of one. */
function nextArgument(words: readonly string[], start: number, flags: readonly Flag[]): number | undefined {
  const at = firstArgument(words.slice(start), flags);
  return at === undefined ? undefined : start + at;
}

function isUnknownFlag(word: string, flags: readonly Flag[]): boolean {
  if (/^(--help|-h)(=|$)/.test(word)) return false;
  try {
    parseFlags([word], flags);
    return false;
  } catch (error) {
    if (error instanceof FlagError) return error.message.startsWith("unknown ");
    throw error;
  }
}

/** `pods,svc`, `deploy/web`; what is no kind at all (a file's name, `app=web`, a variable) has none. */
function kindsOf(root: string, word: string): readonly string[] {
  const kind = word.split("/", 1)[0] ?? "";
  if (!/^[A-Za-z][\w.,-]*$/.test(kind)) return [];
  const kinds = kind.split(",").filter((each) => each !== "");
  return root === "explain" ? kinds.map((each) => each.split(".", 1)[0] ?? "") : kinds;
}
