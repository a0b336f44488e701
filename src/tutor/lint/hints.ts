// Hints lead on without giving away: none but the third says the command, and each says something new.

import type { Step } from "../lesson.ts";
import { nodeAt } from "../load.ts";
import type { Say, Specimen } from "./finding.ts";

const SHORTEST_COMMAND = 20;

export function lintHints({ lesson, document }: Specimen, say: Say): void {
  lesson.steps.forEach((step, index) => {
    const commands = commandsOf(step);
    const gives = (text: string) => commands.find((command) => text.includes(command));
    const tellAway = (key: string, text: string, remedy: string, ...more: readonly number[]) => {
      const command = gives(text);
      if (command === undefined) return;
      say(nodeAt(document, ["steps", index, key, ...more]), `This gives away a solution: \`${command}\`. ${remedy}`);
    };
    tellAway("task", step.task, "A task says what to reach, never what to type.");
    step.hints.slice(0, 2).forEach((hint, at) => {
      const remedy =
        at === 0
          ? "The first hint says where to look."
          : "The second hint names the concept; leave the command to the third.";
      tellAway("hints", hint, remedy, at);
    });
  });
}

/** The lines of solutions that are long enough to be no coincidence. */
function commandsOf({ solutions }: Step): readonly string[] {
  return solutions
    .flatMap(({ run }) => run)
    .flatMap((action) =>
      action.kind === "run" && action.command.length >= SHORTEST_COMMAND ? action.command.trim() : [],
    );
}
