// Stands for kubectl events.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "events",
  short: "List events",
  usage: "events",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl events");
  },
};
