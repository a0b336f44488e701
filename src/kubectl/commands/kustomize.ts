// Stands for kubectl kustomize.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "kustomize",
  short: "Build a kustomization target from a directory or URL",
  usage: "kustomize",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl kustomize");
  },
};
