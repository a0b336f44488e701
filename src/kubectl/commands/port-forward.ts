// Stands for kubectl port-forward.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "port-forward",
  short: "Forward one or more local ports to a pod",
  usage: "port-forward",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl port-forward");
  },
};
