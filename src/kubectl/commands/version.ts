// Stands for kubectl version.

import { ACCEPT_ANY } from "../client.ts";
import { CLIENT_VERSION } from "../client-version.ts";
import type { Command, CommandContext } from "../command.ts";
import { byCodeAlone, KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { plainJsonText, yamlText } from "../printers/object-text.ts";

const KUSTOMIZE_VERSION = "v5.6.0";

export const command: Command = {
  name: "version",
  short: "Print the client and server version information",
  long: "Print the client and server version information for the current context.",
  examples: `# Print the client and server versions for the current context
kubectl version`,
  usage: "version [flags]",
  flags: [
    boolFlag("client", "If true, shows client version only (no server required)."),
    stringFlag("output", "One of 'yaml' or 'json'.", "", { shorthand: "o" }),
  ],
  run,
};

async function run({ args, flags, io, session }: CommandContext): Promise<void> {
  const output = flags.string("output");
  if (args.length > 0) throw new KubectlError(`extra arguments: [${args.join(" ")}]`);
  if (!["", "yaml", "json"].includes(output)) throw new KubectlError("--output must be 'yaml' or 'json'");
  // What is wrong with the kubeconfig is said before anything else.
  if (!flags.bool("client")) session.requireClientConfig();
  const client = flags.bool("client") ? undefined : session.client;
  let serverVersion: unknown;
  let failure: unknown;
  if (client !== undefined) {
    try {
      serverVersion = await client.get("/version", { timeout: "32s" }, ACCEPT_ANY);
    } catch (error) {
      // Of a server of another version nothing is told.
      if (error instanceof KubectlError) throw error;
      failure = error;
    }
  }
  const versions = {
    clientVersion: CLIENT_VERSION,
    kustomizeVersion: KUSTOMIZE_VERSION,
    ...(serverVersion === undefined ? {} : { serverVersion }),
  };
  if (output === "json") io.stdout.write(plainJsonText(versions).replaceAll("    ", "  "));
  else if (output === "yaml") io.stdout.write(`${yamlText(versions)}\n`);
  else {
    io.stdout.write(`Client Version: ${CLIENT_VERSION.gitVersion}\nKustomize Version: ${KUSTOMIZE_VERSION}\n`);
    if (serverVersion !== undefined)
      io.stdout.write(`Server Version: ${(serverVersion as { gitVersion?: string }).gitVersion ?? ""}\n`);
  }
  if (failure !== undefined) throw byCodeAlone(failure);
}
