// Stands for kubectl diff.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "diff",
  short: "Diff the live version against a would-be applied version",
  usage: "diff",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl diff");
  },
};
