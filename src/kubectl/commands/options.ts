// Stands for kubectl options: the flags that all commands take.

import type { Command } from "../command.ts";
import { flagList } from "../flag-list.ts";
import { globalFlags } from "../global-flags.ts";

export const command: Command = {
  name: "options",
  short: "Print the list of flags inherited by all commands",
  usage: "options",
  flags: [],
  flagHint: "Run 'kubectl options' without flags.",
  helpText: "",
  async run({ io }) {
    io.stdout.write(
      `The following options can be passed to any command:\n\n${flagList(globalFlags(io.env.HOME ?? ""))}\n`,
    );
  },
};
