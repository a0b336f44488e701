// What commands do that only group others: they help.

import { goQuote } from "../api/go-values.ts";
import type { CommandContext } from "./command.ts";
import { usageError } from "./errors.ts";
import { CommandError } from "./io.ts";

/** Says on stderr how the command is used, and fails. */
export async function helpOnStderr({ args, help, path }: CommandContext): Promise<void> {
  if (args.length > 0) throw usageError(path, `unknown command ${goQuote(args.join(" "))}`);
  throw new CommandError(help());
}

/** Says on stdout how the command is used, and fails. */
export async function helpAndFail({ args, help, io, path }: CommandContext): Promise<void> {
  if (args.length > 0) throw usageError(path, `unknown command ${goQuote(args.join(" "))}`);
  io.stdout.write(help());
  throw new CommandError("");
}
