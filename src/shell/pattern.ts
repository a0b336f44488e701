// Stands for fnmatch(3) and glob(3): patterns with * ? [ ] against text and against the names in directories.

import { FileError, type FileTree } from "./files.ts";
import { childOf, resolvePath } from "./paths.ts";

const cache = new Map<string, RegExp>();

/** True when an unquoted wildcard is in it; a backslash quotes. */
export function hasWildcard(pattern: string): boolean {
  return /(^|[^\\])(\\\\)*[*?[]/.test(pattern);
}

export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, "\\$&");
}

export function matchPattern(pattern: string, text: string): boolean {
  return patternRegExp(`^${patternSource(pattern)}$`).test(text);
}

function patternRegExp(source: string): RegExp {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const built = new RegExp(source, "su");
  if (cache.size > 500) cache.clear();
  cache.set(source, built);
  return built;
}

/** The regular expression for a pattern; `lazy` for the shortest match. */
export function patternSource(pattern: string, lazy = false): string {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "\\") source += literal(pattern[++at] ?? "\\");
    else if (char === "*") source += lazy ? ".*?" : ".*";
    else if (char === "?") source += ".";
    else if (char === "[") {
      const set = bracket(pattern, at);
      if (set === undefined) source += "\\[";
      else {
        source += set.source;
        at = set.end;
      }
    } else source += literal(char);
  }
  return source;
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? (char === "-" ? "\\x2d" : `\\${char}`) : char;
}

const classes: Readonly<Record<string, string>> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "a-zA-Z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9a-fA-F",
  cntrl: "\\x00-\\x1f\\x7f",
  print: "\\x20-\\x7e",
  graph: "\\x21-\\x7e",
};

/** A bracket expression as regular expressions spell it (shared with grep and sed). */
export function bracket(pattern: string, start: number, escapes = true): { source: string; end: number } | undefined {
  let at = start + 1;
  let source = "";
  const negated = pattern[at] === "!" || pattern[at] === "^";
  if (negated) at++;
  for (let first = true; at < pattern.length; at++, first = false) {
    const char = pattern[at] ?? "";
    if (char === "]" && !first) {
      if (source === "") return undefined;
      return { source: `[${negated ? "^" : ""}${source}]`, end: at };
    }
    const named = pattern.startsWith("[:", at) ? /^\[:(\w+):\]/.exec(pattern.slice(at)) : null;
    if (named !== null) {
      source += classes[named[1] ?? ""] ?? "";
      at += named[0].length - 1;
    } else if (char === "\\" && escapes) source += escapeInSet(pattern[++at] ?? "\\");
    else if (char === "-") source += isRange(pattern, at, first) ? "-" : "\\-";
    else source += escapeInSet(char);
  }
  return undefined;
}

function isRange(pattern: string, at: number, first: boolean): boolean {
  return !first && pattern[at + 1] !== "]" && pattern[at + 1] !== undefined;
}

function escapeInSet(char: string): string {
  return /[\\\]^[/()|{}$.*+?-]/.test(char) && char !== "-" ? `\\${char}` : char === "-" ? "\\-" : char;
}

/** Paths that match, sorted; none when nothing does. */
export function expandPath(pattern: string, files: FileTree, cwd: string): string[] {
  let found = [pattern.startsWith("/") ? "/" : ""];
  const parts = pattern.split("/").filter((part) => part !== "");
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    found = found.flatMap((prefix) => step(prefix, part, files, cwd, isLast));
  });
  return pattern.endsWith("/") ? found.map((path) => `${path}/`) : found;
}

function step(prefix: string, part: string, files: FileTree, cwd: string, isLast: boolean): string[] {
  const join = (name: string) => (prefix === "" ? name : childOf(prefix, name));
  if (!hasWildcard(part)) {
    const path = join(part.replace(/\\(.)/g, "$1"));
    return exists(files, resolvePath(cwd, path)) ? [path] : [];
  }
  const names = listOrNothing(files, resolvePath(cwd, prefix === "" ? "." : prefix));
  const matching = names.filter((name) => (!name.startsWith(".") || part.startsWith(".")) && matchPattern(part, name));
  const paths = matching.map(join);
  return isLast ? paths : paths.filter((path) => isDirectory(files, resolvePath(cwd, path)));
}

function exists(files: FileTree, path: string): boolean {
  try {
    files.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

function listOrNothing(files: FileTree, path: string): string[] {
  try {
    return files.list(path);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

export function isDirectory(files: FileTree, path: string): boolean {
  return files.exists(path) && files.stat(path).type === "directory";
}
