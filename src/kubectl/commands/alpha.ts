// Stands for kubectl alpha, which groups commands that are not finished yet; in 1.33 there are none.

import type { Command } from "../command.ts";

const NONE = "No alpha commands are available in this version of kubectl";

export const command: Command = {
  name: "alpha",
  short: "Commands for features in alpha",
  usage: "alpha",
  flags: [],
  helpText: `${NONE}\n`,
  helpToStderr: true,
  async run({ io }) {
    io.stderr.write(`${NONE}\n`);
  },
};
