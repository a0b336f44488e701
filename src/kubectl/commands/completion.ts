// Stands for kubectl completion.

import type { Command } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"];

export const command: Command = {
  name: "completion",
  short: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
  usage: "completion SHELL",
  flags: [],
  async run({ args, path }) {
    const [shell] = args;
    if (shell === undefined) throw usageError(path, "Shell not specified.");
    if (args.length > 1) throw usageError(path, "Too many arguments. Expected only the shell type.");
    if (!SHELLS.includes(shell)) throw usageError(path, `Unsupported shell type "${shell}".`);
    throw new KubectlError(
      "k8s-tutor does not simulate kubectl completion: its own prompt completes commands with the Tab key",
    );
  },
};
