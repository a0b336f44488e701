// `k8s-tutor review`: what was learned comes back, cards and small tasks, in a few minutes.

import type { Drill } from "../tutor/drill.ts";
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
import { builtInPlace } from "./lesson-place.ts";
import { LessonSession } from "./lesson-session.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { ask, say } from "./voice.ts";

export interface ReviewOptions {
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly json?: boolean;
  readonly seed?: number;
}

const LARGEST_SEED = 999_999;

export async function review(options: ReviewOptions): Promise<number> {
  const drills = readDrills(options.lessons, options.seed ?? 1 + Math.floor(Math.random() * LARGEST_SEED));
  const { progress, notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const plan = planReview(progress.review, drills, Date.now());
  if (options.json === true) return tellAsJson(plan, nextDue(progress.review));
  const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isNothingDue(plan) || !isAttended) return tellAsText(plan, nextDue(progress.review), drills);
  const console = openConsole(options);
  try {
    await new ReviewAtTerminal(console, drills).run(plan);
    return 0;
  } finally {
    console.close();
  }
}

/** One line for who starts the tutor, when something is due. */
export function reviewOffer(lessons: string | undefined): string | undefined {
  const { review } = readProgress().progress;
  const { length } = planReview(review, [], Date.now()).cards;
  if (length === 0) return undefined;
  const drills = readDrills(lessons, 1);
  const plan = planReview(review, drills, Date.now());
  const what = length === 1 ? "One card is" : `${length} cards are`;
  return `${what} due, about ${minutesText(plan, drills)}`;
}

function minutesText(plan: ReviewPlan, drills: readonly Drill[]): string {
  const minutes = minutesOf(plan, (id) => drills.find((drill) => drill.id === id)?.minutes ?? 2);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
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

function tellAsText(plan: ReviewPlan, next: number | undefined, drills: readonly Drill[]): number {
  if (next === undefined) {
    process.stdout.write("Nothing to review yet. Finish a lesson first: k8s-tutor start.\n");
    return 0;
  }
  if (isNothingDue(plan)) {
    process.stdout.write(`Nothing is due now. The next review is on ${new Date(next).toISOString().slice(0, 10)}.\n`);
    return 0;
  }
  process.stdout.write(`Due now: ${plan.cards.length} cards, ${plan.tasks.length} tasks.\n`);
  for (const { lesson, front } of plan.cards) process.stdout.write(`  ${lesson}: ${front.trim()}\n`);
  for (const id of plan.tasks)
    process.stdout.write(`  task: ${drills.find((drill) => drill.id === id)?.title ?? id}\n`);
  process.stdout.write("k8s-tutor review goes through them, in a terminal.\n");
  return 0;
}

class ReviewAtTerminal {
  private state: ReviewState | undefined;
  private isOver = false;

  constructor(
    private readonly console: Console,
    private readonly drills: readonly Drill[],
  ) {}

  async run(plan: ReviewPlan): Promise<void> {
    say(
      this.console,
      `**Review**: about ${minutesText(plan, this.drills)}. Answer in your mind, or type it; then see the other side. \`exit\` leaves.`,
    );
    const begun = beginReview(plan);
    this.state = begun.state;
    await this.carryOut(begun.effects);
    while (!this.isOver) await this.turn();
  }

  private async turn(): Promise<void> {
    const isTurned = this.state?.turned === true;
    const read = await ask(this.console, isTurned ? "Did you know it? y/n >" : "Your answer, or Enter >");
    if (read.kind !== "line" || ["exit", "quit"].includes(read.text.trim())) {
      this.isOver = true;
      say(this.console, "What you have reviewed is kept; the rest stays due.");
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
        return say(
          console,
          `**Card ${effect.number} of ${effect.total}** (${effect.card.lesson})\n\n${effect.card.front}`,
        );
      case "back":
        return say(console, effect.card.back);
      case "ask-again":
        return say(console, "Type `y` if you knew it, `n` if not. Nobody else sees it.");
      case "rate-card":
        return keep((one) => rateCard(one, effect.key, effect.remembered, Date.now()));
      case "rate-task":
        return keep((one) => rateTask(one, effect.id, effect.remembered, Date.now()));
      case "play":
        return this.play(effect.id);
      case "over":
        this.isOver = true;
        return say(console, summaryOf(effect));
    }
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

function summaryOf({ remembered, forgotten, tasksDone }: Extract<ReviewEffect, { kind: "over" }>): string {
  const cards = remembered + forgotten.length;
  const parts = [
    ...(cards === 0 ? [] : [`You knew ${remembered} of ${cards} cards.`]),
    ...(tasksDone === 0 ? [] : [tasksDone === 1 ? "One task done." : `${tasksDone} tasks done.`]),
  ];
  const lessons = [...new Set(forgotten.map(({ lesson }) => lesson))];
  const again =
    lessons.length === 0 ? "" : ` What you forgot comes back tomorrow; it is taught in ${lessons.join(", ")}.`;
  return `**Done for today.** ${parts.join(" ")}${again}`;
}
