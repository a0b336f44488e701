// What Tab offers at the prompt: names of commands, what kubectl's own completion says, and files.

import { directives, type Suggestions } from "../kubectl/completion/asked.ts";
import { suggest } from "../kubectl/completion/completion.ts";
import { busyboxNames } from "../shell/busybox/index.ts";
import { FileError } from "../shell/files.ts";
import { parentOf, resolvePath } from "../shell/paths.ts";
import type { Candidate, Completions } from "../terminal/completion.ts";
import { completionIo } from "./completion-io.ts";
import { editorNames, homeDirectory } from "./laptop.ts";
import { libraryNames } from "./library-programs.ts";
import { observeNames } from "./observe-programs.ts";
import { pagerNames } from "./pager-program.ts";
import { tableForms } from "./tables-program.ts";
import { commandWords, type TypedWords, typedWords } from "./typed-words.ts";
import type { LearnerWorld } from "./world.ts";

const laptopPrograms = ["kubectl", "diff", ...editorNames, ...pagerNames, "watch", "tables"];
/** A cluster outside may be slow to answer; nobody waits longer than this for a key. */
const patienceMs = 3000;

export async function completionsOf(world: LearnerWorld, line: string, cursor: number): Promise<Completions> {
  const typed = typedWords(line.slice(0, cursor));
  const found = await candidatesFor(world, typed);
  // What follows the cursor keeps its distance already.
  const hasSpace = /^\s/.test(line.slice(cursor));
  const candidates = found.map((each) => (hasSpace ? { ...each, open: true } : each));
  return { start: typed.start, candidates: candidates.map((each) => inQuotes(each, typed.quote)) };
}

function inQuotes(candidate: Candidate, quote: string): Candidate {
  if (/^\$\{?\w+\}?$/.test(candidate.text)) return { ...candidate, text: `${quote}${candidate.text}` };
  if (quote === "") return { ...candidate, text: candidate.text.replace(/[ "'\\$`;&|()<>*?!]/g, "\\$&") };
  return { ...candidate, text: `${quote}${candidate.text}${candidate.open === true ? "" : quote}` };
}

async function candidatesFor(world: LearnerWorld, typed: TypedWords): Promise<readonly Candidate[]> {
  const { shell } = world;
  const [program = "", ...rest] = commandWords(typed.words, shell.state.aliases);
  const word = typed.words.at(-1) ?? "";
  if (typed.isRedirection) return filesFor(world, word);
  if (word.startsWith("$")) return variablesFor(world, word);
  if (rest.length === 0 && !word.includes("/")) return commandsFor(world, word);
  if (program === "kubectl" || program.endsWith("/kubectl")) return kubectlCandidates(world, rest, word);
  if (observeNames.includes(program)) return observeCandidates(world, program, rest, word);
  if (program === "tables") return tableForms.filter((form) => form.startsWith(word)).map((text) => ({ text }));
  if (program === "cd" || program === "mkdir" || program === "rmdir")
    return filesFor(world, word).filter(({ open }) => open === true);
  return filesFor(world, word);
}

function commandsFor(world: LearnerWorld, word: string): readonly Candidate[] {
  return commandNames(world)
    .filter((name) => name.startsWith(word))
    .map((text) => ({ text }));
}

/** What can be run at the prompt. */
export function commandNames({ shell }: LearnerWorld): readonly string[] {
  const names = new Set([
    ...shell.commandNames,
    ...laptopPrograms,
    ...busyboxNames(),
    ...libraryNames,
    ...observeNames,
  ]);
  return [...names].filter((name) => /^\w/.test(name)).sort();
}

function variablesFor({ shell }: LearnerWorld, word: string): readonly Candidate[] {
  const [, opening = "$", start = ""] = /^(\$\{?)(.*)$/.exec(word) ?? [];
  const closing = opening === "$" ? "" : "}";
  return [...shell.state.variables.keys()]
    .filter((name) => name.startsWith(start))
    .sort()
    .map((name) => ({ text: `${opening}${name}${closing}` }));
}

async function kubectlCandidates(
  world: LearnerWorld,
  words: readonly string[],
  word: string,
): Promise<readonly Candidate[]> {
  // What runs in a container has files of its own; those here are not meant.
  const dash = words.indexOf("--");
  if (dash >= 0 && dash < words.length - 1 && words.includes("exec")) return [];
  const suggestions = await inTime(world, words);
  const { candidates, directive } = suggestions;
  const [, flag = ""] = /^(-[^=]*=)/.exec(word) ?? [];
  const value = word.slice(flag.length);
  if ((directive & directives.fileEndings) !== 0) return prefixed(flag, manifestsFor(world, value, candidates));
  if (candidates.length === 0 && (directive & directives.noFiles) === 0) return prefixed(flag, filesFor(world, value));
  const opens = (directive & directives.noSpace) !== 0;
  return candidates.map(({ text, about }) => ({
    text: `${flag}${text}`,
    ...(about === undefined ? {} : { about }),
    ...(opens || /[=/:]$/.test(text) ? { open: true } : {}),
  }));
}

/** Namespaces, pods and objects are those that kubectl would offer. */
async function observeCandidates(
  world: LearnerWorld,
  program: string,
  words: readonly string[],
  word: string,
): Promise<readonly Candidate[]> {
  const before = words.at(-2) ?? "";
  const own = words.slice(0, -1).filter((each, at) => !each.startsWith("-") || isNamespaceOption(words[at - 1] ?? ""));
  if (isNamespaceOption(before)) return kubectlCandidates(world, ["get", "pods", before, word], word);
  if (before === "--from") {
    const pods = await kubectlCandidates(world, ["get", "pods", word], word);
    return [...("laptop".startsWith(word) ? [{ text: "laptop" }] : []), ...pods];
  }
  if (word.startsWith("-")) {
    const options = ["--all-namespaces", "--help", "--json", "--namespace", "--plain"];
    return [...options, ...(program === "trace" ? ["--from"] : [])]
      .filter((option) => option.startsWith(word))
      .sort()
      .map((text) => ({ text }));
  }
  if (program !== "trace" || own.length > 0) return [];
  if (word.startsWith("http://")) {
    const names = await kubectlCandidates(world, ["get", "services", word.slice(7)], word.slice(7));
    return prefixed("http://", names);
  }
  if (word.includes("/")) return kubectlCandidates(world, ["get", word], word);
  const kinds = await kubectlCandidates(world, ["get", word], word);
  const plurals = new Set(kinds.map(({ text }) => text.replace(/\..*$/, "")));
  const objects = [...plurals].map((plural) => ({ text: `${plural}/`, open: true }));
  return [...("http://".startsWith(word) ? [{ text: "http://", open: true }] : []), ...objects];
}

function isNamespaceOption(word: string): boolean {
  return word === "-n" || word === "--namespace";
}

function prefixed(flag: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.map((each) => ({ ...each, text: `${flag}${each.text}` }));
}

async function inTime(world: LearnerWorld, words: readonly string[]): Promise<Suggestions> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceMs);
  const nothing = new Promise<Suggestions>((resolve) =>
    late.signal.addEventListener("abort", () => resolve({ candidates: [], directive: directives.noFiles })),
  );
  try {
    return await Promise.race([suggest(words, completionIo(world, late.signal), { isGenerous: true }), nothing]);
  } finally {
    clearTimeout(timer);
  }
}

function manifestsFor(world: LearnerWorld, word: string, endings: Suggestions["candidates"]): readonly Candidate[] {
  return filesFor(world, word).filter(
    ({ text, open }) => open === true || endings.some((ending) => text.endsWith(`.${ending.text}`)),
  );
}

function filesFor(world: LearnerWorld, word: string): readonly Candidate[] {
  const { files } = world.laptop;
  const named = word.replace(/^~(?=\/|$)/, homeDirectory);
  const path = resolvePath(world.shell.cwd, named === "" ? "." : named);
  const directory = named === "" || named.endsWith("/") ? path : parentOf(path);
  const prefix = word.slice(0, word.lastIndexOf("/") + 1);
  const start = word.slice(prefix.length);
  try {
    return files
      .list(directory)
      .filter((name) => name.startsWith(start) && (start !== "" || !name.startsWith(".")))
      .map((name) => {
        const isDirectory = files.stat(resolvePath(directory, name)).type === "directory";
        return isDirectory ? { text: `${prefix}${name}/`, open: true } : { text: `${prefix}${name}` };
      });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
