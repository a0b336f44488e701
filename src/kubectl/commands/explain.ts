// Stands for kubectl explain.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "explain",
  short: "Get documentation for a resource",
  usage: "explain",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl explain");
  },
};
