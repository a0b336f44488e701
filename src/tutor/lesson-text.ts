// The limits for what learners read: short texts, hints that lead on without giving away, quizzes that cannot be guessed.

import type { Lesson, Step } from "./lesson.ts";

interface TextFinding {
  readonly step?: string;
  readonly subject: string;
  readonly reason: string;
}

export interface TextReport {
  readonly failures: readonly TextFinding[];
  readonly warnings: readonly TextFinding[];
}

const LIMITS = {
  title: 48,
  task: 200,
  hint: 200,
  feedback: 240,
  textWords: 120,
  introWords: 150,
  whyWords: 60,
  sentenceWords: 25,
  minutes: [1, 25],
} as const;
// Other languages take more letters to say the same, and words as many.
const LETTERS: Readonly<Record<string, number>> = { de: 1.25 };
const GRADE = { beginner: 8, intermediate: 10, advanced: 10 } as const;

/** @param language of the texts; the reading level is measured in English only. */
export function judgeTexts(lesson: Lesson, language = "en"): TextReport {
  const letters = (limit: number) => Math.round(limit * (LETTERS[language] ?? 1));
  const failures: TextFinding[] = [];
  const warnings: TextFinding[] = [];
  const fail = (subject: string, reason: string | undefined, step?: string) => {
    if (reason !== undefined) failures.push(step === undefined ? { subject, reason } : { step, subject, reason });
  };
  fail("title", tooLong(lesson.title, LIMITS.title));
  const [shortest, longest] = LIMITS.minutes;
  if (lesson.minutes < shortest || lesson.minutes > longest)
    fail("minutes", `${lesson.minutes}, which is not from ${shortest} to ${longest}; split what takes longer`);
  fail("intro", tooManyWords(lesson.intro, LIMITS.introWords));
  for (const step of lesson.steps) {
    for (const [subject, reason] of judgeStepTexts(step, letters)) fail(subject, reason, step.id);
  }
  for (const { subject, step, text } of proseOf(lesson)) {
    const long = sentencesOf(text).find((sentence) => wordsOf(sentence).length > LIMITS.sentenceWords);
    if (long !== undefined)
      fail(
        subject,
        `a sentence has more than ${LIMITS.sentenceWords} words; make two of "${long.trim().slice(0, 60)}…"`,
        step,
      );
  }
  fail("quiz", guessable(lesson));
  const grade = readingGrade(
    proseOf(lesson)
      .map(({ text }) => text)
      .join("\n"),
  );
  if (language === "en" && grade > GRADE[lesson.level])
    warnings.push({
      subject: "reading level",
      reason: `grade ${grade.toFixed(1)}, at most ${GRADE[lesson.level]} for a ${lesson.level} lesson; use shorter words and sentences`,
    });
  const estimate = estimatedMinutes(lesson);
  if (Math.abs(estimate - lesson.minutes) > Math.max(1.5, lesson.minutes * 0.4)) {
    warnings.push({
      subject: "minutes",
      reason: `the lesson says ${lesson.minutes}; its texts and commands look like ${Math.round(estimate)}`,
    });
  }
  return { failures, warnings };
}

function* judgeStepTexts(
  step: Step,
  letters: (limit: number) => number,
): Generator<readonly [string, string | undefined]> {
  yield ["text", tooManyWords(step.text ?? "", LIMITS.textWords)];
  yield ["task", tooLong(step.task, letters(LIMITS.task))];
  yield ["why", tooManyWords(step.why, LIMITS.whyWords)];
  for (const [index, hint] of step.hints.entries()) yield [`hint ${index + 1}`, tooLong(hint, letters(LIMITS.hint))];
  if (new Set(step.hints.map((hint) => hint.trim().toLowerCase())).size < step.hints.length)
    yield ["hints", "two hints say the same; each shall lead on"];
  if (/`\s*kubectl (?!explain)/.test(step.hints[0] ?? ""))
    yield ["hint 1", "the first hint gives the command away; say where to look"];
  for (const { id, say } of step.feedback ?? []) {
    yield [`feedback ${id}`, tooLong(say, letters(LIMITS.feedback))];
    const command = codeSpans(step.hints[2] ?? "").find((span) => span.length > 20 && say.includes(span));
    if (command !== undefined)
      yield [`feedback ${id}`, `it gives away what the third hint says, \`${command}\`; say what to look at`];
  }
}

function tooLong(text: string, limit: number): string | undefined {
  const length = [...text.trim()].length;
  return length > limit ? `${length} characters, at most ${limit}; take ${length - limit} out` : undefined;
}

function tooManyWords(text: string, limit: number): string | undefined {
  const { length } = wordsOf(text);
  return length > limit ? `${length} words, at most ${limit}; take ${length - limit} out` : undefined;
}

function guessable({ quiz }: Lesson): string | undefined {
  const longestIsRight = quiz.filter(({ options }) => {
    const longest = [...options].sort((a, b) => b.text.length - a.text.length)[0];
    return longest?.correct === true;
  });
  return quiz.length > 1 && longestIsRight.length === quiz.length
    ? "the longest option is always the right one; make some wrong ones as long"
    : undefined;
}

interface Prose {
  readonly step?: string;
  readonly subject: string;
  readonly text: string;
}

function proseOf(lesson: Lesson): readonly Prose[] {
  const steps = lesson.steps.flatMap(({ id: step, text = "", task, why, hints }): Prose[] => [
    { step, subject: "text", text },
    { step, subject: "task", text: task },
    { step, subject: "why", text: why },
    ...hints.map((hint, index) => ({ step, subject: `hint ${index + 1}`, text: hint })),
  ]);
  const quiz = lesson.quiz.map(({ id, explain }) => ({ subject: `quiz ${id}`, text: explain }));
  return [{ subject: "intro", text: lesson.intro }, ...steps, ...quiz];
}

// Code is not prose: it has neither sentences nor syllables.
function plain(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, "")
    .replace(/`[^`]*`/g, "it")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_#>]/g, "");
}

function codeSpans(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
}

function sentencesOf(text: string): readonly string[] {
  return plain(text)
    .split(/(?<=[.!?:;])\s+|\n\s*\n|\n\s*[-*] /)
    .filter((sentence) => sentence.trim() !== "");
}

function wordsOf(text: string): readonly string[] {
  return plain(text).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

/** The Flesch-Kincaid grade. The words that the course teaches do not make it harder. */
export function readingGrade(text: string): number {
  const glossary =
    /^(kubernetes|kubectl|container\w*|resident\w*|apartment\w*|superintendent\w*|deployment\w*|service\w*|namespace\w*|registry|controller\w*|cluster\w*)$/i;
  const words = wordsOf(text).filter((word) => !glossary.test(word));
  const sentences = Math.max(1, sentencesOf(text).length);
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?<=[a-z]{2})e$/, "")
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
}

function estimatedMinutes(lesson: Lesson): number {
  const words = proseOf(lesson).reduce((sum, { text }) => sum + wordsOf(text).length, 0);
  const commands = lesson.steps.reduce((sum, { solutions }) => sum + (solutions[0]?.run.length ?? 0), 0);
  const questions =
    lesson.quiz.length + lesson.steps.reduce((sum, { questions: asked }) => sum + (asked?.length ?? 0), 0);
  return words / 180 + commands * 0.75 + questions * 0.5;
}
