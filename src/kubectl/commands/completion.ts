// Stands for kubectl completion.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "completion",
  short: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
  usage: "completion",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl completion");
  },
};
