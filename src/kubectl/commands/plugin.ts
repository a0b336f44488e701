// Stands for kubectl plugin.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "plugin",
  short: "Provides utilities for interacting with plugins",
  usage: "plugin",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl plugin");
  },
};
