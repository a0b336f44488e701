// The tutor's own words at the prompt. Everything else is a shell command, or the answer to an open question.

export const WORDS = {
  task: "show the task again",
  check: "say what is still open",
  hint: "a hint; three steps, each closer",
  solution: "show one way to do it",
  why: "why the last step worked",
  answer: "answer a question: `answer 2`",
  undo: "take back the last change",
  redo: "do it again",
  back: "go to the step before",
  skip: "go to the next step",
  reset: "start this lesson anew",
  list: "other lessons",
  help: "this list",
  exit: "leave; your place is kept",
} as const;

/** Programs of the prompt that show what is going on: `help` tells of them, and the shell runs them. */
export const SIGHTS = {
  map: "draw nodes, pods and services; `map -A` all of them",
  trace: "what your last write led to; `trace http://SVC` follows a request",
} as const;

type Word = keyof typeof WORDS;

export interface TutorLine {
  readonly word: Word;
  readonly argument: string;
}

// Words that stand alone, so that `check foo` or a program called `task` with arguments is still the shell's.
const ALONE: ReadonlySet<string> = new Set([
  "task",
  "check",
  "hint",
  "solution",
  "why",
  "undo",
  "redo",
  "back",
  "skip",
  "list",
  "help",
  "exit",
]);

export function parseWord(line: string): TutorLine | undefined {
  const [word = "", ...rest] = line.trim().split(/\s+/);
  if (!(word in WORDS)) return undefined;
  const argument = rest.join(" ");
  if (ALONE.has(word) && argument !== "") return undefined;
  if (word === "reset" && !["", "yes"].includes(argument)) return undefined;
  return { word: word as Word, argument };
}
