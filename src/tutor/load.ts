// Reads lesson files. Every mistake is told with file, line and column, what was expected and what to do; a lesson with one is not loaded.

import { type Check, withInner } from "./checks/check.ts";
import { isDrill, isDrillDocument, readDrill } from "./drill.ts";
import { everyDraw, problemsOfDraws } from "./every-draw.ts";
import { type Located, type Problem, Problems, parseSource } from "./format/source.ts";
import { type Lesson, lessonShape, type Step } from "./lesson.ts";
import { drawDocument, hasPick, isOfNames, seedsFor } from "./pick.ts";
import { inWordsOf, type Translation } from "./translation/translation.ts";
import { drawnWords } from "./translation/words.ts";

export type Loaded<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value?: undefined; readonly problems: readonly Problem[] };

const USUAL_SEED = 1;

/** @param file the path as messages show it; its last part must be the lesson's id.
 * @param seed chooses what stands under `pick`.
 * @param translation its texts in another language. */
export function loadLesson(
  file: string,
  content: string,
  seed = USUAL_SEED,
  translation?: Translation,
): Loaded<Lesson> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const document = source && drawDocument(source, seed, problems);
  const lesson = document && readLesson(document, problems);
  if (source === undefined || document === undefined || lesson === undefined || problems.found.length > 0)
    return { problems: inOrder(problems.found) };
  const words =
    translation === undefined ? undefined : readWords(drawnWords(source, document, translation, seed) ?? document);
  const told = words === undefined ? lesson : inWordsOf(lesson, words);
  return { value: hasPick(source) ? { ...told, seed } : told, problems: [] };
}

/** The lesson as its translation has it; a translation that does not make a lesson is none. */
function readWords(document: Located): Lesson | undefined {
  const problems = new Problems("");
  const lesson = lessonOf(document, problems);
  return problems.found.length > 0 ? undefined : lesson;
}

/** A lesson that is one of those which its file can become. */
export interface DrawnLesson {
  /** What was chosen, as `cause: oom`. */
  readonly chosen: readonly string[];
  readonly lesson: Lesson;
  /** What it was read from: every value with its place in the file. */
  readonly document: Located;
}

/** The lesson with every value that can be chosen; a slip that only some values bring names them. For those who write lessons:
 * learners load the one that is chosen. */
export function loadEveryDraw(file: string, content: string): Loaded<readonly DrawnLesson[]> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const draws = source === undefined ? [] : everyDraw(source, problems);
  const lessons = draws.flatMap(({ chosen, document, problems: own }) => {
    const lesson = document && readLesson(document, own);
    return lesson === undefined || document === undefined ? [] : { chosen, lesson, document };
  });
  const found = [...problems.found, ...problemsOfDraws(draws)];
  return found.length === 0 ? { value: lessons, problems: [] } : { problems: inOrder(found) };
}

/** Seeds that together choose every value of the lesson's `pick` that makes more than a difference in names; none without one. */
export function seedsOfLesson(content: string): readonly number[] {
  const source = parseSource(content, new Problems(""));
  return source === undefined ? [] : seedsFor(source, (pick) => !isOfNames(pick, source));
}

function lessonOf(document: Located, problems: Problems): Lesson | undefined {
  return isDrillDocument(document) ? readDrill(document, problems) : lessonShape().read(document, problems);
}

function readLesson(document: Located, problems: Problems): Lesson | undefined {
  const lesson = lessonOf(document, problems);
  if (lesson !== undefined) checkSense(lesson, document, problems);
  return lesson;
}

export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

export type Path = readonly (string | number)[];

/** The node at a path, or the nearest one above it. */
export function nodeAt(root: Located, path: Path): Located {
  let node = root;
  for (const step of path) {
    const next =
      node.kind === "map"
        ? node.entries.get(String(step))?.value
        : node.kind === "list"
          ? node.items[Number(step)]
          : undefined;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** What is well-formed and still wrong. */
function checkSense(lesson: Lesson, source: Located, problems: Problems): void {
  const say = (path: Path, message: string) => problems.add(nodeAt(source, path), message);
  checkName(lesson, problems.file, say);
  unique("step", lesson.steps, ["steps"], say);
  unique("quiz question", lesson.quiz, ["quiz"], say);
  unique("card", lesson.review, ["review"], say);
  lesson.steps.forEach((step, index) => {
    checkStep(step, isDrill(lesson) ? ["step"] : ["steps", index], say);
  });
  lesson.quiz.forEach((item, index) => {
    const right = item.options.filter(({ correct }) => correct === true).length;
    if (right !== 1)
      say(
        ["quiz", index, "options"],
        `A quiz question has exactly one correct option; this one has ${right}. Mark one with \`correct: true\`.`,
      );
    item.options.forEach((option, at) => {
      if (option.correct === true || option.misconception !== undefined) return;
      say(["quiz", index, "options", at], "A wrong option names the belief behind it. Add `misconception: some-id`.");
    });
  });
  lesson.review.forEach(({ concept }, index) => {
    if (!lesson.teaches.includes(concept))
      say(
        ["review", index, "concept"],
        `\`${concept}\` is not among the lesson's \`teaches\`. Add it there, or correct it here.`,
      );
  });
  for (const [index, check] of (lesson.setup?.ready ?? []).entries()) noCommand(check, ["setup", "ready", index], say);
}

type Say = (path: Path, message: string) => void;

function checkName({ id, track }: Lesson, file: string, say: Say): void {
  const [name = "", folder] = file.replaceAll("\\", "/").split("/").reverse();
  const expected = name.replace(/\.ya?ml$/, "");
  if (id !== expected) say(["id"], `The id is \`${id}\`, but the file is called \`${name}\`. Rename one of them.`);
  if (folder !== undefined && folder !== track)
    say(
      ["track"],
      `The track is \`${track}\`, but the file is in the folder \`${folder}\`. Move the file or correct the track.`,
    );
}

function checkStep(step: Step, path: Path, say: Say): void {
  const questions = step.questions ?? [];
  unique("question", questions, [...path, "questions"], say);
  unique("feedback", step.feedback ?? [], [...path, "feedback"], say);
  uniqueBy("solution", step.solutions, ({ name }) => name, [...path, "solutions"], say);
  if (step.checks.length + questions.length === 0)
    say([...path, "checks"], "A step needs at least one check or question; otherwise it is done at once.");
  step.checks.forEach((check, index) => {
    noCommand(check, [...path, "checks", index], say);
    knowsQuestions(check, step, [...path, "checks", index], say);
  });
  (step.feedback ?? []).forEach(({ when }, index) => {
    knowsQuestions(when, step, [...path, "feedback", index, "when"], say);
  });
  const rules = new Set((step.feedback ?? []).map(({ id }) => id));
  (step.counterexamples ?? []).forEach(({ feedback }, index) => {
    if (feedback === undefined || rules.has(feedback)) return;
    say(
      [...path, "counterexamples", index, "feedback"],
      `No feedback of this step has the id \`${feedback}\`. Known: ${[...rules].join(", ") || "none"}.`,
    );
  });
  const known = new Set(questions.map(({ id }) => id));
  step.solutions.forEach(({ run }, index) => {
    const answered = new Set(run.flatMap((action) => (action.kind === "answer" ? Object.keys(action.answers) : [])));
    const strange = [...answered].find((id) => !known.has(id));
    if (strange !== undefined)
      say([...path, "solutions", index], `This solution answers \`${strange}\`, which is not a question of this step.`);
    const open = [...known].find((id) => !answered.has(id));
    if (open !== undefined)
      say(
        [...path, "solutions", index],
        `This solution leaves the question \`${open}\` open. Add \`{answer: {${open}: …}}\` to its \`run\`.`,
      );
  });
}

function noCommand(check: Check, path: Path, say: Say): void {
  if (!withInner(check).some((inner) => "command" in inner)) return;
  say(
    path,
    "`command` may stand in feedback only: a step passes by what is, not by what was typed. Check the state instead.",
  );
}

function knowsQuestions(check: Check, step: Step, path: Path, say: Say): void {
  for (const inner of withInner(check)) {
    if (!("answer" in inner)) continue;
    const { id } = inner.answer;
    if ((step.questions ?? []).some((question) => question.id === id)) continue;
    say(path, `No question of this step has the id \`${id}\`. Add it to \`questions\`, or correct the id.`);
  }
}

function unique(what: string, items: readonly { readonly id: string }[], path: Path, say: Say): void {
  uniqueBy(what, items, ({ id }) => id, path, say);
}

function uniqueBy<T>(what: string, items: readonly T[], idOf: (item: T) => string, path: Path, say: Say): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const id = idOf(item);
    if (seen.has(id)) say([...path, index, "id"], `There is a ${what} \`${id}\` already. Give each its own id.`);
    seen.add(id);
  });
}
