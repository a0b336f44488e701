// Stands for kubectl config.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "config",
  short: "Modify kubeconfig files",
  usage: "config",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl config");
  },
};
