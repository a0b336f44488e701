// The room in a terminal: who is where, who needs help, and what is wrong most often.

import { textWidth } from "../../terminal/text-width.ts";
import { spoken } from "../../workshop/host/secrets.ts";
import type { LearnerView, RoomView } from "../../workshop/protocol/view.ts";

export function statusLines(view: RoomView): readonly string[] {
  const { room, code, learners } = view;
  const rows = learners.map((learner) => row(learner, view));
  const widths = HEAD.map((title, column) =>
    Math.max(...[HEAD, ...rows].map((each) => textWidth(each[column] ?? title))),
  );
  const table = [HEAD, ...rows].map((cells) =>
    cells
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell))))
      .join("  ")
      .trimEnd(),
  );
  return [
    `${room.name}: ${learners.length} ${learners.length === 1 ? "learner" : "learners"}, room code ${spoken(code)}`,
    ...gateLines(view),
    ...(learners.length === 0 ? [] : ["", ...table]),
    ...stepLines(view),
    ...questionLines(view),
  ];
}

const HEAD: readonly string[] = ["NAME", "LESSON", "STEP", "MOOD", "HAND", "LINE"];

function row({ name, standing, mood, why, hand, isConnected }: LearnerView, { lessons }: RoomView): readonly string[] {
  const of = lessons.find(({ id }) => id === standing?.lesson)?.steps.length ?? standing?.steps.length ?? 0;
  const step =
    standing === undefined ? "-" : standing.phase === "steps" ? `${standing.step + 1}/${of}` : standing.phase;
  const raised = hand === undefined ? "-" : `raised${hand.about === undefined ? "" : `: ${hand.about}`}`;
  const shown = why === undefined ? mood : `${mood} (${why})`;
  return [name, standing?.lesson ?? "-", step, shown, raised, isConnected ? "connected" : "away"];
}

function gateLines({ gate: { openTo, isHeld }, countdown, now }: RoomView): readonly string[] {
  return [
    ...(openTo === null ? [] : [`open up to step ${openTo.step + 1} of ${openTo.lesson}`]),
    ...(isHeld ? ["held: everybody stops and looks up"] : []),
    ...(countdown === null || countdown.until <= now
      ? []
      : [
          `countdown: ${Math.ceil((countdown.until - now) / 1000)} s${countdown.about === undefined ? "" : `, ${countdown.about}`}`,
        ]),
  ];
}

function stepLines({ step }: RoomView): readonly string[] {
  if (step === null) return [];
  const { working, done, stuck, behind } = step.counts;
  return [
    "",
    `${step.lesson}, step ${step.step + 1}: ${working} working, ${done} done, ${stuck} stuck, ${behind} behind`,
    ...step.mistakes.map(({ what, kind, learners }) => `  ${learners} × ${kind}: ${what}`),
  ];
}

function questionLines({ question }: RoomView): readonly string[] {
  if (question === null) return [];
  const { text, options, counts, votes, round, isRevealed } = question;
  return [
    "",
    `question${round === 2 ? ", second vote" : ""}: ${text} (${votes} votes${isRevealed ? ", shown" : ""})`,
    ...options.map((option, index) => `  ${index + 1}) ${option}: ${counts[index] ?? 0}`),
  ];
}
