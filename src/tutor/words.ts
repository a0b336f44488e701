// The tutor's own words at the prompt. Everything else is a shell command, or the answer to an open question.

const WORDS = [
  "task",
  "check",
  "hint",
  "solution",
  "why",
  "answer",
  "undo",
  "redo",
  "back",
  "skip",
  "reset",
  "list",
  "help",
  "exit",
] as const;

type Word = (typeof WORDS)[number];

export interface TutorLine {
  readonly word: Word;
  readonly argument: string;
}

// These take something behind them. The others stand alone, so that `check foo` or a program called `task` with arguments is still the shell's.
const WITH_ARGUMENT: ReadonlySet<Word> = new Set<Word>(["answer", "reset", "help"]);

/** A plain answer to what was just asked. `yes` is also a program, which fills the screen. */
export function isYes(line: string): boolean {
  return /^(y|yes|j|ja)$/i.test(line.trim());
}

export function isNo(line: string): boolean {
  return /^(n|no|nein)$/i.test(line.trim());
}

export function parseWord(line: string): TutorLine | undefined {
  const [first = "", ...rest] = line.trim().split(/\s+/);
  const word = WORDS.find((one) => one === first);
  if (word === undefined) return undefined;
  const argument = rest.join(" ");
  if (!WITH_ARGUMENT.has(word) && argument !== "") return undefined;
  if (word === "reset" && !["", "yes"].includes(argument)) return undefined;
  if (word === "help" && !["", "lesson"].includes(argument)) return undefined;
  return { word, argument };
}
