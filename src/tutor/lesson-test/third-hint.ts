// The third hint is nearly the command. So its code must be a command, and where the step says `runnable: true`, the commands must do.

import type { Action } from "../action.ts";
import type { Lesson, Step } from "../lesson.ts";
import type { Findings } from "./report.ts";
import type { Twist } from "./twist.ts";

/** What is wrong with a line as a line of the shell and of kubectl; nothing where it is sound. */
export type FaultOf = (line: string) => Promise<string | undefined>;

export async function judgeThirdHints(lesson: Lesson, faultOf: FaultOf, findings: Findings): Promise<void> {
  for (const step of lesson.steps) {
    for (const command of commandsOf(step)) {
      const fault = await faultOf(filledIn(command));
      findings.fail("hint 3", fault === undefined ? undefined : `\`${command}\` is no command: ${fault}`, step.id);
    }
  }
}

/** Plays the third hints where they are said to be enough; nothing where none is. */
export function byThirdHints({ steps }: Lesson): Twist | undefined {
  if (!steps.some(({ runnable }) => runnable === true)) return undefined;
  return {
    said: "by the commands of the third hint",
    twist: (way) => ({
      ...way,
      rewrite: (actions, { step }) => (step.runnable === true ? withHint(step, actions) : actions),
    }),
  };
}

function withHint(step: Step, actions: readonly Action[]): readonly Action[] {
  const lines = commandsOf(step).map((command): Action => ({ kind: "run", command, expectError: false }));
  return [...lines, ...actions.filter(({ kind }) => kind === "answer")];
}

/** Whole commands only: a span such as `--image` is none. */
function commandsOf({ hints }: Step): readonly string[] {
  const spans = [...(hints[2] ?? "").matchAll(/(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/g)].map(([, , span = ""]) =>
    span.trim(),
  );
  return spans.filter((span) => /^(kubectl|k) [a-z]/.test(span));
}

/** Hints leave something to think about: `<name>`, `NAME`, `…`. */
function filledIn(command: string): string {
  return command.replace(/<[\w -]+>/g, "it").replace(/…|\.\.\./g, "it");
}
