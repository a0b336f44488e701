// --cascade: what becomes of an object's dependents when it is deleted.

import { KubectlError } from "./errors.ts";
import { type Flag, stringFlag } from "./flags/flag.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import { parseGoBool } from "./flags/parse.ts";
import type { KubectlIo } from "./io.ts";

export const CASCADE_FLAG: Flag = stringFlag(
  "cascade",
  'Must be "background", "orphan", or "foreground": what happens to dependents (e.g. the pods of a deployment).',
  "background",
  { bare: "background" },
);

const POLICIES: Readonly<Record<string, string>> = {
  background: "Background",
  foreground: "Foreground",
  orphan: "Orphan",
};

/** The propagationPolicy of a deletion. Older kubectls had true and false here, which still work. */
export function propagationPolicy(flags: FlagValues, io: KubectlIo): string {
  const given = flags.string("cascade");
  const policy = POLICIES[given];
  if (policy !== undefined) return policy;
  const old = parseGoBool(given);
  if (typeof old === "string")
    throw new KubectlError(`invalid cascade value (${given}). Must be "background", "foreground", or "orphan"`);
  const now = old ? "background" : "orphan";
  io.stderr.write(
    `warning: --cascade=${given} is deprecated (boolean value) and can be replaced with --cascade=${now}.\n`,
  );
  return POLICIES[now] ?? "Background";
}
