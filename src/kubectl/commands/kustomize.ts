// Stands for kubectl kustomize, which is left out.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "kustomize",
  short: "Build a kustomization target from a directory or URL",
  usage: "kustomize DIR",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kustomize");
  },
};
