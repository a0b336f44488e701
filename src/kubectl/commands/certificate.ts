// Stands for kubectl certificate.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";

export const command: Command = {
  name: "certificate",
  short: "Modify certificate resources",
  usage: "certificate",
  flags: [],
  async run() {
    throw new KubectlError("k8s-tutor does not simulate kubectl certificate");
  },
};
