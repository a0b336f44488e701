// Regular expressions in kustomizations, with what kustomize says of those that are none.

import { goRegExp, goRegExpFault } from "../../api/go-regexp.ts";
import { KubectlError } from "../errors.ts";

export function regularExpression(pattern: string): RegExp {
  const fault = goRegExpFault(pattern);
  if (fault !== undefined) throw new KubectlError(fault);
  return goRegExp(pattern);
}

/** Matches the whole of a text; an empty pattern matches anything. */
export function wholeMatch(pattern: string): (text: string) => boolean {
  if (pattern === "") return () => true;
  const expression = regularExpression(`^(?:${pattern})$`);
  return (text) => expression.test(text);
}
