// Reads `A=b` and `A-` of kubectl set env.

import type { EnvVar } from "../../../api/types.ts";
import { KubectlError } from "../../errors.ts";

export interface VariableChanges {
  readonly set: readonly EnvVar[];
  readonly remove: readonly string[];
}

const NAME_RULES =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

export function parseVariables(words: readonly string[]): VariableChanges {
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals >= 0) {
      const name = word.slice(0, equals);
      if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name))
        throw new KubectlError(`"${name}" is not a valid key name: ${NAME_RULES}`);
      set.push({ name, value: word.slice(equals + 1) });
    } else if (word.endsWith("-")) remove.push(word.slice(0, -1));
    else throw new KubectlError(`unknown environment variable: ${word}`);
  }
  const both = set.find(({ name }) => remove.includes(name));
  if (both !== undefined)
    throw new KubectlError("can not both modify and remove the same environment variable in the same command");
  return { set, remove };
}

/** A key as the name of a variable: in capitals, with _ for what a name cannot have. */
export function variableName(key: string): string {
  return key.toUpperCase().replace(/[^a-zA-Z0-9_]/g, "_");
}
