// Stands for kubectl cp.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "cp",
  short: "Copy files and directories to and from containers",
  usage: "cp",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl cp");
  },
};
