// The short form of a JSONPath, as custom columns, --sort-by and wait take it: `.metadata.name`, `metadata.name`, `{.metadata.name}`.

import { KubectlError } from "../errors.ts";

export function relaxedJsonPath(expression: string): string {
  if (expression === "") return "";
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match === null) {
    throw new KubectlError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  return `{.${match[1] ?? match[2] ?? ""}}`;
}
