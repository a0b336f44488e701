// The commands of who wants a cluster.

import { type Command, Option } from "commander";
import { namesOf, wholeNumber } from "./arguments.ts";

export function addCluster(program: Command): void {
  const sandbox = program
    .command("sandbox")
    .description("a free cluster and a prompt")
    .option("--script <file>", "run commands from a file (- for standard input) instead of asking for them")
    .option("--json", "with --script: answer with a JSON array, one entry a command")
    .option("--dir <dir>", "working directory for files (default: the current one)")
    .option("--namespace <name>", "the context's namespace; created if absent");
  simulated(sandbox)
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .addOption(
      new Option("--kubeconfig <file>", "the cluster of this kubeconfig instead of a simulated one").conflicts([
        "cluster",
        "nodes",
      ]),
    )
    .option("--context <name>", "with --kubeconfig: another context than its current one")
    .option("--yes", "with --kubeconfig: do not ask whether that cluster is meant")
    .action(async (options) => {
      const { sandbox: openSandbox } = await import("../sandbox.ts");
      process.exitCode = await openSandbox(options);
    });
  const serve = program
    .command("serve")
    .description("a cluster for kubectl and every other Kubernetes client, until Ctrl-C")
    .option("--port <number>", "the port to listen on (0: any that is free)", wholeNumber, 0)
    .option("--listen <address>", "the address to listen on; others than this machine can then reach it", "127.0.0.1")
    .option("--kubeconfig <file>", "where to write the kubeconfig for clients");
  simulated(serve).action(async (options) => {
    const { serve: serveCluster } = await import("../serve.ts");
    process.exitCode = await serveCluster(options);
  });
  // Only for the list of commands: main.ts hands its arguments on untouched.
  program
    .command("kubectl")
    .description("kubectl, for the cluster of your kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config)")
    .usage("ARGS...");
}

/** What says of which cluster a command is. */
function simulated(command: Command): Command {
  return command
    .addOption(
      new Option("--cluster <profile>", "a profile's name (city, city-ingress, city-registry) or file").conflicts(
        "nodes",
      ),
    )
    .option(
      "--nodes <names>",
      "names of the nodes, separated by commas; the first is the control plane",
      namesOf("names"),
    )
    .option("--seed <number>", "chance comes from this number: same seed, same cluster", wholeNumber, 1);
}
