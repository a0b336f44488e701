// Files that a lesson writes stay in the learner's working directory, and are few.

import type { Action } from "../action.ts";
import { nodeAt } from "../load.ts";
import type { Say, Specimen } from "./finding.ts";

const MOST_FILES = 50;

export function lintFiles({ lesson, document }: Specimen, say: Say): void {
  const node = nodeAt(document, ["setup", "files"]);
  const files = Object.keys(lesson.setup?.files ?? {});
  if (files.length > MOST_FILES)
    say(node, `There are ${files.length} files; a lesson starts with at most ${MOST_FILES}.`);
  for (const file of files) {
    const fault = faultOf(file);
    const key = node.kind === "map" ? node.entries.get(file)?.key : undefined;
    if (fault !== undefined) say(key ?? node, fault);
  }
  for (const [path, actions] of actionsOf(lesson)) {
    for (const [index, action] of actions.entries()) {
      const fault = action.kind === "write" || action.kind === "edit" ? faultOf(action.file) : undefined;
      if (fault !== undefined) say(nodeAt(document, [...path, index]), fault);
    }
  }
}

function faultOf(path: string): string | undefined {
  if (path.trim() === "") return "A file needs a name.";
  if (/^([/~]|[A-Za-z]:)/.test(path))
    return `\`${path}\` is outside of the learner's working directory. Write a relative path, as \`pod.yaml\`.`;
  if (path.split(/[/\\]/).includes(".."))
    return `\`${path}\` leads out of the learner's working directory. Take the \`..\` out.`;
  return undefined;
}

function* actionsOf({
  setup,
  steps,
}: Specimen["lesson"]): Generator<readonly [(string | number)[], readonly Action[]]> {
  yield [["setup", "do"], setup?.do ?? []];
  for (const [index, step] of steps.entries()) {
    const path = ["steps", index];
    yield [[...path, "onEnter"], step.onEnter ?? []];
    yield [[...path, "ensure"], step.ensure ?? []];
    for (const [at, { run }] of step.solutions.entries()) yield [[...path, "solutions", at, "run"], run];
    for (const [at, { run }] of (step.counterexamples ?? []).entries())
      yield [[...path, "counterexamples", at, "run"], run];
  }
}
