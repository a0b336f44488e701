// The words of an exam at its prompt. Everything else is for the shell.

/** Words of lessons that somebody may try here. */
const NOT_HERE = ["hint", "solution", "check", "undo", "redo", "reset", "skip", "answer", "why"];

export type ExamWord =
  | { readonly word: "task"; readonly number?: number }
  | { readonly word: "finish"; readonly isSure: boolean }
  | { readonly word: "next" | "prev" | "tasks" | "flag" | "time" | "help" | "exit" | "no-help" };

export function parseExamWord(line: string): ExamWord | undefined {
  const numbered = /^task\s+(\d{1,3})$/.exec(line);
  if (numbered !== null) return { word: "task", number: Number(numbered[1]) };
  if (line === "task") return { word: "task" };
  if (line === "finish") return { word: "finish", isSure: false };
  if (/^finish\s+yes$/.test(line)) return { word: "finish", isSure: true };
  if (NOT_HERE.includes(line)) return { word: "no-help" };
  const plain = (["next", "prev", "tasks", "flag", "time", "help", "exit"] as const).find((word) => word === line);
  return plain === undefined ? undefined : { word: plain };
}
