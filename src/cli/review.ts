// `k8s-tutor review`: what was learned comes back, cards and small tasks, in a few minutes.

import type { Drill } from "../tutor/drill.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import { type Review, rateCard, rateTask } from "../tutor/review.ts";
import {
  beginReview,
  isNothingDue,
  minutesOf,
  nextDue,
  planReview,
  type ReviewEffect,
  type ReviewInput,
  type ReviewPlan,
  type ReviewState,
  updateReview,
} from "../tutor/review-session.ts";
import { type Console, openConsole } from "./console.ts";
import { readDrills } from "./drill-files.ts";
import { outputWidth, wrapText } from "./layout.ts";
import { builtInPlace } from "./lesson-place.ts";
import { LessonSession } from "./lesson-session.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { ask, say } from "./voice.ts";

export interface ReviewOptions {
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly json?: boolean;
  readonly seed?: number;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

const LARGEST_SEED = 999_999;

export async function review(options: ReviewOptions): Promise<number> {
  const { texts = english } = options;
  const seed = options.seed ?? 1 + Math.floor(Math.random() * LARGEST_SEED);
  const drills = readDrills(options.lessons, seed, texts.code);
  const { progress, notice } = readProgress(texts);
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const plan = planReview(progress.review, drills, Date.now());
  if (options.json === true) return tellAsJson(plan, nextDue(progress.review));
  const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isNothingDue(plan) || !isAttended) return tellAsText(plan, nextDue(progress.review), drills, texts);
  const console = openConsole(options);
  try {
    await new ReviewAtTerminal(console, drills).run(plan);
    return 0;
  } finally {
    console.close();
  }
}

/** One line for who starts the tutor, when something is due. */
export function reviewOffer(lessons: string | undefined, { review: says, code }: Texts): string | undefined {
  const { review } = readProgress().progress;
  const { length } = planReview(review, [], Date.now()).cards;
  if (length === 0) return undefined;
  const drills = readDrills(lessons, 1, code);
  const plan = planReview(review, drills, Date.now());
  return says.offer(length, minutesFor(plan, drills));
}

function minutesFor(plan: ReviewPlan, drills: readonly Drill[]): number {
  return minutesOf(plan, (id) => drills.find((drill) => drill.id === id)?.minutes ?? 2);
}

function tellAsJson(plan: ReviewPlan, next: number | undefined): number {
  const cards = plan.cards.map(({ lesson, id, concept, front, back, dueAt }) => ({
    lesson,
    id,
    concept,
    front,
    back,
    due: new Date(dueAt).toISOString(),
  }));
  const nextDueAt = next === undefined ? null : new Date(next).toISOString();
  process.stdout.write(`${JSON.stringify({ cards, tasks: plan.tasks, nextDue: nextDueAt }, null, 2)}\n`);
  return 0;
}

function tellAsText(
  plan: ReviewPlan,
  next: number | undefined,
  drills: readonly Drill[],
  { review: says }: Texts,
): number {
  const width = outputWidth();
  const lines = dueTexts(plan, next, drills, says).flatMap((text) => wrapText(text, width, /^ */.exec(text)?.[0]));
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function dueTexts(
  plan: ReviewPlan,
  next: number | undefined,
  drills: readonly Drill[],
  says: Texts["review"],
): readonly string[] {
  if (next === undefined) return [says.nothingYet];
  if (isNothingDue(plan)) return [says.nothingDue(new Date(next).toISOString().slice(0, 10))];
  return [
    says.due(plan.cards.length, plan.tasks.length),
    ...plan.cards.map(({ lesson, front }) => `  ${lesson}: ${front.trim()}`),
    ...plan.tasks.map((id) => `  ${says.task(drills.find((drill) => drill.id === id)?.title ?? id)}`),
    says.inTerminal,
  ];
}

class ReviewAtTerminal {
  private state: ReviewState | undefined;
  private isOver = false;
  /** The sides of the present card that are in sight. */
  private shown: readonly string[] = [];

  constructor(
    private readonly console: Console,
    private readonly drills: readonly Drill[],
  ) {}

  async run(plan: ReviewPlan): Promise<void> {
    say(this.console, this.says.begin(minutesFor(plan, this.drills)));
    const begun = beginReview(plan);
    this.state = begun.state;
    await this.carryOut(begun.effects);
    while (!this.isOver) await this.turn();
  }

  private get says(): Texts["review"] {
    return this.console.texts.review;
  }

  private async turn(): Promise<void> {
    const isTurned = this.state?.turned === true;
    const again = () => {
      for (const text of this.shown) say(this.console, text);
    };
    const read = await ask(this.console, isTurned ? this.says.didYouKnow : this.says.yourAnswer, again);
    if (read.kind !== "line" || ["exit", "quit"].includes(read.text.trim())) {
      this.isOver = true;
      say(this.console, this.says.kept);
      return;
    }
    await this.dispatch({ kind: "line", text: read.text });
  }

  private async dispatch(input: ReviewInput): Promise<void> {
    if (this.state === undefined) return;
    const { state, effects } = updateReview(this.state, input);
    this.state = state;
    await this.carryOut(effects);
  }

  private async carryOut(effects: readonly ReviewEffect[]): Promise<void> {
    for (const effect of effects) await this.carryOutOne(effect);
  }

  private async carryOutOne(effect: ReviewEffect): Promise<void> {
    const { console } = this;
    switch (effect.kind) {
      case "front":
        return this.turnOver(
          [],
          `${this.says.card(effect.number, effect.total)} (${effect.card.lesson})\n\n${effect.card.front}`,
        );
      case "back":
        return this.turnOver(this.shown, effect.card.back);
      case "ask-again":
        return say(console, this.says.yesOrNo);
      case "rate-card":
        return keep((one) => rateCard(one, effect.key, effect.remembered, Date.now()));
      case "rate-task":
        return keep((one) => rateTask(one, effect.id, effect.remembered, Date.now()));
      case "play":
        return this.play(effect.id);
      case "over":
        this.isOver = true;
        return say(console, summaryOf(effect, this.says));
    }
  }

  private turnOver(shown: readonly string[], side: string): void {
    this.shown = [...shown, side];
    say(this.console, side);
  }

  private async play(id: string): Promise<void> {
    const drill = this.drills.find((one) => one.id === id);
    if (drill === undefined) return this.dispatch({ kind: "task-over", outcome: "left" });
    const { left, outcome } = await playDrill(drill, this.console);
    if (left === "shell") {
      this.isOver = true;
      return;
    }
    await this.dispatch({ kind: "task-over", outcome });
  }
}

/** How the task was left: away from the review altogether (`shell`) or on to what comes next. */
export async function playDrill(
  drill: Drill,
  console: Console,
): Promise<{ readonly left: "shell" | "menu" | "again"; readonly outcome: "solo" | "assisted" | "left" }> {
  let outcome: "solo" | "assisted" | "left" = "left";
  const session = new LessonSession(drill, console, builtInPlace(drill), {
    saved: () => undefined,
    save: () => undefined,
    completed: ({ steps }) => {
      const status = steps[0]?.status;
      if (status === "solo" || status === "assisted") outcome = status;
    },
  });
  return { left: await session.run(), outcome };
}

function keep(change: (review: Review) => Review): void {
  const { progress } = readProgress();
  writeProgress({ ...progress, review: change(progress.review) });
}

function summaryOf(
  { remembered, forgotten, tasksDone }: Extract<ReviewEffect, { kind: "over" }>,
  says: Texts["review"],
): string {
  const cards = remembered + forgotten.length;
  const parts = [
    ...(cards === 0 ? [] : [says.knew(remembered, cards)]),
    ...(tasksDone === 0 ? [] : [says.tasksDone(tasksDone)]),
  ];
  const lessons = [...new Set(forgotten.map(({ lesson }) => lesson))];
  return [says.over, ...parts, ...(lessons.length === 0 ? [] : [says.comesBack(lessons)])].join(" ");
}
