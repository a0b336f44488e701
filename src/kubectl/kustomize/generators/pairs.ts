// The keys and values that ConfigMaps and Secrets are generated from: lists of variables, literals and files.

import { goQuote } from "../../../api/go-values.ts";
import { KubectlError } from "../../errors.ts";
import type { GeneratorArgs } from "../kustomization.ts";
import type { Loader } from "../loader.ts";

export type Pair = readonly [key: string, value: string];

export function loadPairs(
  loader: Loader,
  { name, envs = [], env = "", literals = [], files = [] }: GeneratorArgs,
): Pair[] {
  const variables = env === "" ? envs : [...envs, env];
  const pairs = [
    ...inContext("env source files", variables, (path) => pairsOfLines(loader.load(path))),
    ...inContext("literal sources", literals, (literal) => [pairOfLiteral(literal)]),
    ...inContext("file sources", files, (source) => [pairOfFile(loader, source)]),
  ];
  pairs.forEach(([key], at) => {
    if (pairs.findIndex(([other]) => other === key) < at)
      throw new KubectlError(`configmap ${name} illegally repeats the key \`${key}\``);
  });
  return pairs;
}

function inContext(what: string, sources: readonly string[], read: (source: string) => Pair[]): Pair[] {
  try {
    return sources.flatMap(read);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    // Of literals Go's text has no colon.
    const context = what === "literal sources" ? what : `${what}:`;
    throw new KubectlError(`loading KV pairs: ${context} [${sources.join(" ")}]: ${error.message}`);
  }
}

function pairsOfLines(text: string): Pair[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const found = lines.map((line) => line.trimStart()).filter((line) => line !== "" && !line.startsWith("#"));
  return found.map((line) => {
    const equals = line.indexOf("=");
    return equals === -1 ? [line, ""] : [line.slice(0, equals), line.slice(equals + 1)];
  });
}

function pairOfLiteral(literal: string): Pair {
  const equals = literal.indexOf("=");
  if (equals < 1) throw new KubectlError(`invalid literal source ${literal}, expected key=value`);
  return [literal.slice(0, equals), withoutQuotes(literal.slice(equals + 1))];
}

function withoutQuotes(value: string): string {
  const first = value.charAt(0);
  if (value.length < 2 || first !== value.charAt(value.length - 1)) return value;
  return first === '"' || first === "'" ? value.slice(1, -1) : value;
}

function pairOfFile(loader: Loader, source: string): Pair {
  const [key = "", path, ...more] = source.split("=");
  if (path === undefined) return [baseName(source), loader.load(source)];
  if (more.length > 0) throw new KubectlError(`source ${goQuote(source)} key name or file path contains '='`);
  if (key === "")
    throw new KubectlError(`missing key name for file path ${goQuote(path)} in source ${goQuote(source)}`);
  if (path === "")
    throw new KubectlError(`missing file path for key name ${goQuote(key)} in source ${goQuote(source)}`);
  return [key, loader.load(path)];
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1) || (path === "" ? "." : "/");
}
