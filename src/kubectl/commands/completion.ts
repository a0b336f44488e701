// Stands for kubectl completion: the script for a shell, which asks kubectl itself what may follow.

import { goQuote } from "../../api/go-values.ts";
import type { Command } from "../command.ts";
import { scripts } from "../completion/scripts.ts";
import { usageError } from "../errors.ts";

export const command: Command = {
  name: "completion",
  short: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
  long: "Print what a shell has to read so that the Tab key completes kubectl's commands, flags, types and names.",
  examples:
    "# In this bash, and in every one to come\nsource <(kubectl completion bash)\necho 'source <(kubectl completion bash)' >> ~/.bashrc\n\n# In this zsh\nsource <(kubectl completion zsh)\n\n# In this fish\nkubectl completion fish | source",
  usage: "completion SHELL",
  flags: [],
  async run({ args, io, path }) {
    const [shell] = args;
    if (shell === undefined) throw usageError(path, "Shell not specified.");
    if (args.length > 1) throw usageError(path, "Too many arguments. Expected only the shell type.");
    const script = scripts[shell];
    if (script === undefined) throw usageError(path, `Unsupported shell type ${goQuote(shell)}.`);
    io.stdout.write(script);
  },
};
