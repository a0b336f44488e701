// --validate: how strict the server is about fields that it does not know.

import { KubectlError } from "./errors.ts";
import type { FlagValues } from "./flags/flag-values.ts";

/** What --validate asks of manifests before they are sent. */
export function manifestChecks(flags: FlagValues): { validate: boolean; warnOnly: boolean } {
  const { fieldValidation: strictness } = fieldValidation(flags);
  return { validate: strictness !== "Ignore", warnOnly: strictness === "Warn" };
}

/** The query parameter that --validate asks for. */
export function fieldValidation(flags: FlagValues): { fieldValidation: string } {
  const value = flags.string("validate");
  switch (value) {
    case "true":
    case "strict":
    case "":
      return { fieldValidation: "Strict" };
    case "warn":
      return { fieldValidation: "Warn" };
    case "false":
    case "ignore":
      return { fieldValidation: "Ignore" };
    default:
      throw new KubectlError(
        `invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}
