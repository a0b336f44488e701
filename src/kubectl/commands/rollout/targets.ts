// The objects that the rollout commands work on.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { Flag } from "../../flags/flag.ts";
import { namedFiles, namesFiles } from "../../flags/named-files.ts";
import { filenameFlags, SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import type { BuilderOptions } from "../../info.ts";
import type { Resource } from "../../rest-mapper.ts";

export const TARGET_FLAGS: readonly Flag[] = [...filenameFlags("identifying the resource."), SELECTOR_FLAG];

export function rolloutTargets({ args, flags }: CommandContext): BuilderOptions {
  if (args.length === 0 && !namesFiles(flags)) throw new KubectlError("required resource not specified");
  return {
    args,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    allowEmptySelector: true,
    latest: true,
    typed: true,
  };
}

/** Says that a type was given of which there is no object. */
export function noteNothingFound({ io, session }: CommandContext): void {
  io.stderr.write(`No resources found in ${session.namespace} namespace.\n`);
}

/** `Pod`, `Job.batch`. */
export function groupKindOf({ group, kind }: Resource): string {
  return group === "" ? kind : `${kind}.${group}`;
}
