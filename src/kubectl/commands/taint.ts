// Stands for kubectl taint.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "taint",
  short: "Update the taints on one or more nodes",
  usage: "taint",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl taint");
  },
};
