// Stands for kubectl cluster-info.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "cluster-info",
  short: "Display cluster information",
  usage: "cluster-info",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl cluster-info");
  },
};
