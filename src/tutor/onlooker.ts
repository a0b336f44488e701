// What the tutor does while a command runs: it ticks off what comes true before the learner's eyes, and nothing else. All the rest waits for
// the command's end, for nobody can act on it before.

import type { Update } from "./effect.ts";
import type { StepReport } from "./judge.ts";
import type { SessionState } from "./state.ts";

/** All that came true while the present command runs, and that its end is waited for. */
const CAME = "all came true";
const TOLD = "all holds";

export function watched(state: SessionState, report: StepReport): Update {
  // What held from the beginning is no news, and is not known before the first judgement.
  if (state.after === "begin") return { state, effects: [] };
  const glimpsed = state.glimpsed ?? [];
  const known = [...state.ticked, ...glimpsed];
  const titles = doneIn(report, known).filter((title) => !known.includes(title));
  if (titles.length > 0) {
    // Who is asked something yet may need what this command shows.
    const isAll =
      report.conditions.every(({ state: one }) => one === "done") &&
      Object.values(report.questions).every((one) => one === "right");
    return {
      state: { ...state, glimpsed: [...glimpsed, ...titles], said: isAll ? [...state.said, CAME] : state.said },
      effects: [{ kind: "print", message: { kind: "ticked", titles } }],
    };
  }
  // Most commands end by themselves, and need no word about it: it is said at the next look.
  if (glimpsed.length === 0 || !state.said.includes(CAME) || state.said.includes(TOLD)) return { state, effects: [] };
  const text = state.texts.session.allHolds;
  return {
    state: { ...state, said: [...state.said, TOLD] },
    effects: [{ kind: "print", message: { kind: "note", text } }],
  };
}

/** What a glance leaves untried counts as it did before. */
export function doneIn({ conditions }: StepReport, before: readonly string[]): readonly string[] {
  return conditions.flatMap(({ title, ...condition }) => {
    if (condition.state === "untried") return before.includes(title) ? title : [];
    return condition.state === "done" && condition.inMs === 0 ? title : [];
  });
}
