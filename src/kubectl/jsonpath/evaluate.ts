// What a JSONPath template finds, written as kubectl does.

import { goValue } from "../../api/go-values.ts";
import { type EvaluateOptions, findResults } from "../../api/jsonpath/find.ts";
import type { TemplateNode } from "../../api/jsonpath/parse.ts";
import { goJson } from "../go-json.ts";

/** The text of a template: several results of one part are separated by spaces. */
export function evaluateToText(nodes: readonly TemplateNode[], data: unknown, options: EvaluateOptions): string {
  return findResults(nodes, data, options)
    .map((results) => results.map(resultText).join(" "))
    .join("");
}

function resultText(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? goJson(value) : goValue(value);
}
