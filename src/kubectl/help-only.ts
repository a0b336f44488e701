// What a command does that only groups others: it helps, and fails.

import type { CommandContext } from "./command.ts";
import { usageError } from "./errors.ts";
import { CommandError } from "./io.ts";

export async function helpOnly({ args, help, path }: CommandContext): Promise<void> {
  if (args.length > 0) throw usageError(path, `unknown command ${JSON.stringify(args.join(" "))}`);
  throw new CommandError(help());
}
