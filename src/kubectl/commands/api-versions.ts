// Stands for kubectl api-versions.

import type { Command } from "../command.ts";
import { usageError } from "../errors.ts";
import { apiVersionOf } from "../rest-mapper.ts";

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
    const versions = new Set((await session.mapper.resources()).map(apiVersionOf));
    for (const version of [...versions].sort()) io.stdout.write(`${version}\n`);
  },
};
