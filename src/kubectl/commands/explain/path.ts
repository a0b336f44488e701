// Reads what is to be explained: names behind one another, which kubectl takes for a JSONPath that may hold nothing else.

import { KubectlError } from "../../errors.ts";

/** `pods.spec.containers` as its names. @throws KubectlError for any other JSONPath. */
export function pathParts(argument: string): readonly string[] {
  if (/\[[^\]]*$/.test(argument)) throw new KubectlError("unterminated array");
  const odd = /[*{},@$]/.exec(argument)?.[0];
  if (odd !== undefined) {
    const code = odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new KubectlError(`unrecognized character in action: U+${code} '${odd}'`);
  }
  if (argument === "" || argument === ".") throw new KubectlError("a resource must be present, got: /, Resource=");
  if (/^\.|[[\s]/.test(argument)) throw new KubectlError("invalid jsonpath syntax, first node must be field node");
  return argument
    .split(".")
    .map((part) => part.replace(/^'(.*)'$/, "$1"))
    .filter((part) => part !== "");
}
