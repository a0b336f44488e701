// The options of `map` and `trace`, which mean the same in both.

import type { Says } from "./language/english.ts";

/** What was typed behind a word; each option is a kubectl user's friend. */
export interface Asked {
  readonly operands: readonly string[];
  /** "" is all of them; undefined the context's own. */
  readonly namespace?: string;
  readonly from?: string;
  readonly isPlain: boolean;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** Names that the word may be given values for, besides the namespace. */
export type ValueOption = "from";

export function parseArguments(
  args: readonly string[],
  values: readonly ValueOption[],
  says: Says["arguments"],
): Asked | { readonly wrong: string } {
  const operands: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    const name = longName(word);
    if (name === undefined) operands.push(word);
    else if (SWITCHES.has(name)) given.set(name, "");
    else if (name === "namespace" || values.some((each) => each === name)) {
      const value = inlineValue(word) ?? args[++at];
      if (value === undefined || value === "") return { wrong: says.needsValue(word) };
      given.set(name, value);
    } else return { wrong: says.noOption(word) };
  }
  const namespace = given.has("all-namespaces") ? "" : given.get("namespace");
  const from = given.get("from");
  return {
    operands,
    ...(namespace === undefined ? {} : { namespace }),
    ...(from === undefined ? {} : { from }),
    isPlain: given.has("plain"),
    isJson: given.has("json"),
    isHelp: given.has("help"),
  };
}

const SWITCHES: ReadonlySet<string> = new Set(["all-namespaces", "plain", "json", "help"]);
const SHORT: Readonly<Record<string, string>> = { n: "namespace", A: "all-namespaces", h: "help" };

/** Undefined for what is no option. */
function longName(word: string): string | undefined {
  if (word.startsWith("--")) return word.slice(2).split("=")[0];
  if (!word.startsWith("-") || word === "-") return undefined;
  return SHORT[word.charAt(1)] ?? word.slice(1);
}

/** As in `--namespace=shop`, `-n=shop` and `-nshop`. */
function inlineValue(word: string): string | undefined {
  if (word.startsWith("--")) return word.includes("=") ? word.slice(word.indexOf("=") + 1) : undefined;
  const rest = word.slice(2).replace(/^=/, "");
  return rest === "" ? undefined : rest;
}
