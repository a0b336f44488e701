// Stands for kubectl proxy.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "proxy",
  short: "Run a proxy to the Kubernetes API server",
  usage: "proxy",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl proxy");
  },
};
