// The world of a sandbox, as the command line asks for it.

import { mkdirSync } from "node:fs";
import { dns1123LabelErrors } from "../api/names.ts";
import { systemReason, UserError } from "./failure.ts";
import { HostFiles } from "./host-files.ts";
import { chooseProfile, type ProfileChoice } from "./profiles.ts";
import { schemaSource } from "./schema-source.ts";
import { LearnerWorld } from "./world.ts";

export interface SandboxOptions extends ProfileChoice {
  readonly script?: string;
  readonly json?: boolean;
  readonly dir?: string;
  readonly namespace?: string;
  readonly seed: number;
  readonly plain?: boolean;
}

/** Boots the world that the options ask for; the learner comes in at `startMs` unless the profile says otherwise. */
export function bootWorld(
  options: SandboxOptions,
  startMs: number,
  more: Partial<Parameters<typeof LearnerWorld.boot>[0]> = {},
): LearnerWorld {
  const profile = chooseProfile(options);
  const { namespace } = options;
  if (namespace !== undefined && dns1123LabelErrors(namespace).length > 0) {
    throw new UserError(
      `--namespace: "${namespace}" is not a namespace name; use up to 63 lower-case letters, digits and -, as in team-a`,
      2,
    );
  }
  return LearnerWorld.boot({
    profile,
    seed: options.seed,
    startMs: profile.startMs ?? startMs,
    schema: schemaSource(),
    files: workingDirectory(options.dir ?? "."),
    ...(namespace === undefined ? {} : { namespace }),
    ...more,
  });
}

function workingDirectory(directory: string): HostFiles {
  try {
    mkdirSync(directory, { recursive: true });
    return new HostFiles(directory);
  } catch (error) {
    throw new UserError(
      `the working directory ${directory} cannot be used: ${systemReason(error)}; choose another with --dir`,
    );
  }
}
