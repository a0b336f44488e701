// Stands for kubectl debug.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "debug",
  short: "Create debugging sessions for troubleshooting workloads and nodes",
  usage: "debug",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl debug");
  },
};
