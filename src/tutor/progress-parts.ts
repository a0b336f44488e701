// The parts of the progress file that came after its first version: what must be in them, when they are there.

/** The name of the first part that is not as it must be. */
export function slipIn(progress: Readonly<Record<string, unknown>>): string | undefined {
  const review = progress.review;
  if (isRecord(review)) {
    if (!isMapOf(review.cards, isCard)) return "review.cards";
    if (review.tasks !== undefined && !isMapOf(review.tasks, (task) => isScheduled(task) && isNumber(task.times)))
      return "review.tasks";
  }
  if (progress.known !== undefined && !isMapOf(progress.known, ({ at }) => isNumber(at))) return "known";
  if (progress.exams !== undefined && !isListOf(progress.exams, isExamResult)) return "exams";
  if (progress.examRun !== undefined && !(isRecord(progress.examRun) && isExamRun(progress.examRun))) return "examRun";
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function isCard(card: Fields): boolean {
  const texts = [card.id, card.front, card.back, card.concept, card.lesson];
  return isScheduled(card) && texts.every((text) => typeof text === "string");
}

function isScheduled({ stage, dueAt, ratedAt }: Fields): boolean {
  return isNumber(stage) && isNumber(dueAt) && (ratedAt === undefined || isNumber(ratedAt));
}

function isExamResult({ exam, title, startedAt, endedAt, points, of, tasks, isPractice }: Fields): boolean {
  return (
    typeof exam === "string" &&
    typeof title === "string" &&
    [startedAt, endedAt, points, of].every(isNumber) &&
    typeof isPractice === "boolean" &&
    isListOf(tasks, isTaskResult)
  );
}

function isTaskResult({ id, title, points, of, spentMs, missed, lessons }: Fields): boolean {
  return (
    typeof id === "string" &&
    typeof title === "string" &&
    [points, of, spentMs].every(isNumber) &&
    isListOf(missed, ({ title: what, why }) => typeof what === "string" && typeof why === "string") &&
    Array.isArray(lessons)
  );
}

function isExamRun({ exam, seed, startedAt, isPractice, current, flagged, spentMs, usedMs, inputs }: Fields): boolean {
  return (
    typeof exam === "string" &&
    [seed, startedAt, current, usedMs].every(isNumber) &&
    typeof isPractice === "boolean" &&
    Array.isArray(flagged) &&
    Array.isArray(spentMs) &&
    spentMs.every(isNumber) &&
    isListOf(inputs, ({ at, step, kind }) => isNumber(at) && isNumber(step) && typeof kind === "string")
  );
}

function isMapOf(value: unknown, isOne: (one: Fields) => boolean): boolean {
  return isRecord(value) && Object.values(value).every((one) => isRecord(one) && isOne(one));
}

function isListOf(value: unknown, isOne: (one: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isRecord(one) && isOne(one));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
