// Stands for kubectl proxy, which needs a web server that kubectl here does not have.

import type { Command } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { intFlag } from "../flags/flag.ts";

export const command: Command = {
  name: "proxy",
  short: "Run a proxy to the Kubernetes API server",
  long: "Run a proxy between this machine and the API server.",
  usage: "proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]",
  flags: [intFlag("port", "The port to listen on.", 8001, { shorthand: "p" })],
  async run() {
    throw new KubectlError(
      "k8s-tutor does not simulate kubectl proxy: use `kubectl get --raw PATH`, or `k8s-tutor serve`",
    );
  },
};
