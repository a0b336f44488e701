// Stands for kubectl api-versions.

import type { Command, CommandContext } from "../command.ts";
import { ConnectionError, KubectlError, usageError } from "../errors.ts";
import { apiVersionOf, type Resource } from "../rest-mapper.ts";

export const command: Command = {
  name: "api-versions",
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  long: 'Print the supported API versions on the server, in the form of "group/version".',
  examples: `# Print the supported API versions
kubectl api-versions`,
  usage: "api-versions",
  flags: [],
  async run({ args, path, session, io }) {
    if (args.length > 0) throw usageError(path, `unexpected arguments: [${args.join(" ")}]`);
    session.requireClientConfig();
    const versions = new Set((await discovered(session)).map(apiVersionOf));
    for (const version of [...versions].sort()) io.stdout.write(`${version}\n`);
  },
};

async function discovered(session: CommandContext["session"]): Promise<readonly Resource[]> {
  try {
    return await session.mapper.resources();
  } catch (caught) {
    const error = session.undiscovered(caught);
    const detail = error instanceof ConnectionError ? error.detail() : error.message;
    throw new KubectlError(`couldn't get available api versions from server: ${detail}`);
  }
}
