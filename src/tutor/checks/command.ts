// The check `command`: such a command was run. Only in feedback, never what a step passes by: there are many ways to one state.

import { type Fields, integer, list, object, optional, required, type Shape, text } from "../format/shape.ts";
import { regularExpression } from "../format/values.ts";
import { textsOf, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

export interface CommandSpec {
  /** The words it begins with, as in `kubectl create pod`; flags between them do not matter. */
  readonly starts: string;
  readonly flags?: readonly string[];
  readonly exitCode?: number;
  /** What it wrote to stderr. */
  readonly stderr?: RegExp;
}

export interface CommandCheck {
  readonly command: CommandSpec;
}

function specShape(): Shape<CommandSpec> {
  return object<CommandSpec>({
    starts: required(text(), "the words it begins with, as in `kubectl create pod`"),
    flags: optional(list(text()), "flags that it has, as in `--all`"),
    exitCode: optional(integer(), "its exit code"),
    stderr: optional(regularExpression(), "a regular expression for what it wrote to stderr"),
  });
}

export const commandFields = (): Fields<CommandCheck> => ({
  command: required(specShape(), "a command that was run (feedback only)"),
});

export async function checkCommand({ command }: CommandCheck, world: World): Promise<CheckResult> {
  const wanted = command.starts.split(" ");
  // Only the last one: a mistake that was put right is not told again.
  const found = world
    .commands(world.stepStart.at)
    .slice(-1)
    .some(({ words, exitCode, stderr }) => {
      const plain = words.filter((word) => !word.startsWith("-"));
      return (
        wanted.every((word, index) => plain[index] === word) &&
        (command.flags ?? []).every((flag) => words.some((word) => word === flag || word.startsWith(`${flag}=`))) &&
        (command.exitCode === undefined || exitCode === command.exitCode) &&
        (command.stderr?.test(stderr) ?? true)
      );
    });
  return found ? PASSED : failed(textsOf(world).checks.otherCommand(command.starts));
}
