// Stands for kubectl top.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "top",
  short: "Display resource (CPU/memory) usage",
  usage: "top",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl top");
  },
};
