// Stands for kubectl auth.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "auth",
  short: "Inspect authorization",
  usage: "auth",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl auth");
  },
};
