// Stands for kubectl plugin: there are none here.

import { type Command, loaded } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag } from "../flags/flag.ts";
import { helpOnStderr } from "../help-only.ts";

export const command: Command = {
  name: "plugin",
  short: "Provides utilities for interacting with plugins",
  long: `Provides utilities for interacting with plugins.

Plugins provide extended functionality that is not part of the major command-line distribution.`,
  usage: "plugin [flags]",
  flags: [],
  subcommands: [
    loaded({
      name: "list",
      short: "List all visible plugin executables on a user's PATH",
      usage: "list [flags]",
      flags: [boolFlag("name-only", "If true, display only the binary name of each plugin, rather than its full path")],
      async run() {
        throw new KubectlError("unable to find any kubectl plugins in your PATH");
      },
    }),
  ],
  run: helpOnStderr,
};
