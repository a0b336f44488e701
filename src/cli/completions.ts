// What Tab offers at the prompt: programs, kubectl's verbs, kinds, names of objects, and files.

import { catalogue, type ResourceInfo } from "../api/catalogue.ts";
import type { KubeList } from "../api/types.ts";
import { allCommands } from "../kubectl/command-table.ts";
import { FileError } from "../shell/files.ts";
import { parentOf, resolvePath } from "../shell/paths.ts";
import type { Candidate, Completions } from "../terminal/completion.ts";
import type { LearnerWorld } from "./world.ts";

const programs = [
  "awk",
  "cat",
  "clear",
  "curl",
  "echo",
  "edit",
  "grep",
  "head",
  "jq",
  "k",
  "kubectl",
  "ls",
  "rm",
  "sed",
  "sleep",
  "sort",
  "tail",
  "watch",
  "wc",
];
/** Verbs whose first argument is a kind. */
const takesKind = /^(get|describe|delete|edit|label|annotate|scale|patch|expose|explain|wait|autoscale)$/;
/** Verbs whose first argument is the name of a pod. */
const takesPod = /^(logs|exec|attach|port-forward|debug)$/;

export async function completionsOf(world: LearnerWorld, line: string, cursor: number): Promise<Completions> {
  const before = line.slice(0, cursor);
  const command = before.slice(Math.max(...["|", ";", "&", "("].map((mark) => before.lastIndexOf(mark))) + 1);
  const words = command.trimStart().split(/\s+/);
  const word = words.at(-1) ?? "";
  const candidates = (await candidatesFor(world, words)).filter(({ text }) => text.startsWith(word));
  return { start: cursor - word.length, candidates };
}

async function candidatesFor(world: LearnerWorld, words: readonly string[]): Promise<readonly Candidate[]> {
  const [program = "", verb = "", first = ""] = words.filter((word) => !word.startsWith("-"));
  const word = words.at(-1) ?? "";
  if (words.length === 1) return programs.map((text) => ({ text }));
  if (program !== "kubectl" && program !== "k") return filesFor(world, word);
  if (words.length === 2) return allCommands().map(({ name, short }) => ({ text: name, about: short }));
  if (words.at(-2) === "-f" || words.at(-2) === "--filename") return filesFor(world, word);
  if (words.at(-2) === "-n" || words.at(-2) === "--namespace") return namesOf(world, "namespaces");
  if (takesPod.test(verb)) return namesOf(world, "pods");
  if (!takesKind.test(verb)) return [];
  return words.length === 3 ? kinds() : namesOf(world, first);
}

function kinds(): readonly Candidate[] {
  const seen = new Set<string>();
  return catalogue().flatMap(({ resource, kind, verbs }) => {
    if (seen.has(resource) || !verbs.includes("list")) return [];
    seen.add(resource);
    return [{ text: resource, about: kind }];
  });
}

async function namesOf(world: LearnerWorld, kind: string): Promise<readonly Candidate[]> {
  const info = catalogue().find((candidate) => isCalled(candidate, kind));
  if (info === undefined) return [];
  const root = info.group === "" ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`;
  const scope = info.namespaced ? `${root}/namespaces/${world.namespace}` : root;
  const response = await world.admin({ method: "GET", path: `${scope}/${info.resource}`, query: {} });
  if (response.kind !== "object" || response.status !== 200) return [];
  return (response.body as KubeList).items.map(({ metadata }) => ({ text: metadata.name }));
}

function isCalled({ resource, singular, shortNames, verbs }: ResourceInfo, name: string): boolean {
  return verbs.includes("list") && (resource === name || singular === name || shortNames.includes(name));
}

function filesFor(world: LearnerWorld, word: string): readonly Candidate[] {
  const { files } = world.laptop;
  const path = resolvePath(world.shell.cwd, word === "" ? "." : word);
  const directory = word === "" || word.endsWith("/") ? path : parentOf(path);
  const prefix = word.slice(0, word.lastIndexOf("/") + 1);
  try {
    return files.list(directory).map((name) => {
      const isDirectory = files.stat(resolvePath(directory, name)).type === "directory";
      return isDirectory ? { text: `${prefix}${name}/`, open: true } : { text: `${prefix}${name}` };
    });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
