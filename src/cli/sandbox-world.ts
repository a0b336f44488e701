// The world of a sandbox, as the command line asks for it.

import { mkdirSync } from "node:fs";
import { dns1123LabelErrors } from "../api/names.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import { bootStore } from "./boot-cache.ts";
import { systemReason, UserError } from "./failure.ts";
import { HostFiles } from "./host-files.ts";
import { chooseProfile, type ProfileChoice } from "./profiles.ts";
import type { SandboxCluster } from "./sandbox-cluster.ts";
import { schemaSource } from "./schema-source.ts";
import { LearnerWorld } from "./world.ts";

export interface SandboxOptions extends ProfileChoice {
  readonly script?: string;
  readonly json?: boolean;
  readonly dir?: string;
  readonly namespace?: string;
  readonly seed: number;
  readonly plain?: boolean;
  /** A cluster outside instead of a simulated one. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly yes?: boolean;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

/** The cluster that the options ask for; one outside only when somebody has agreed to it. */
export async function chooseCluster(options: SandboxOptions): Promise<SandboxCluster> {
  const { kubeconfig, context, namespace } = options;
  if (namespace !== undefined && dns1123LabelErrors(namespace).length > 0) {
    throw new UserError(({ prompt }) => prompt.noNamespace(namespace), 2);
  }
  if (kubeconfig === undefined) {
    if (context !== undefined) throw new UserError(({ errors }) => errors.contextNeedsKubeconfig, 2);
    return simulatedCluster(options);
  }
  const { outsideSandbox } = await import("./outside/outside-sandbox.ts");
  return outsideSandbox({ ...options, kubeconfig }, () => workingDirectory(options.dir ?? "."));
}

function simulatedCluster(options: SandboxOptions): SandboxCluster {
  const profile = chooseProfile(options);
  const { namespace, seed, dir = "." } = options;
  return {
    about: (options.texts ?? english).prompt.simulated(profile.kubernetes, profile.nodes.length),
    isOutside: false,
    open: async (startMs, choices) =>
      LearnerWorld.boot({
        profile,
        seed,
        startMs: profile.startMs ?? startMs,
        schema: schemaSource(),
        boots: bootStore(),
        files: workingDirectory(dir),
        ...(namespace === undefined ? {} : { namespace }),
        ...choices,
      }),
  };
}

function workingDirectory(directory: string): HostFiles {
  try {
    mkdirSync(directory, { recursive: true });
    return new HostFiles(directory);
  } catch (error) {
    throw new UserError((texts) => texts.prompt.noDirectory(directory, systemReason(error, texts)));
  }
}
