// What somebody who teaches a room may ask of a lesson's session: how far it goes, where it goes on, and that a step begins anew.

import type { Effect, Update } from "./effect.ts";
import { currentStep, type SessionState } from "./state.ts";
import { goBackTo, moveTo, tellTask } from "./travel.ts";

/** The number of the last step that may be entered; undefined: all of them. */
export type OpenTo = number | undefined;

export function mayEnter({ openTo }: SessionState, step: number): boolean {
  return openTo === undefined || step <= openTo;
}

/** The step is solved, and the next one is not open yet: the learner stays, and may look round. */
export function waitAtGate(state: SessionState): Update {
  const told: Effect = { kind: "print", message: { kind: "note", text: state.texts.session.gateClosed } };
  return { state: { ...state, isWaiting: true }, effects: [told, { kind: "save" }] };
}

/** Goes on where the gate kept somebody, when it is open now. */
export function setGate(state: SessionState, openTo: OpenTo, at: number): Update {
  const gated: SessionState = { ...state, openTo };
  const next = gated.current + 1;
  if (gated.isWaiting !== true || !mayEnter(gated, next)) return { state: gated, effects: [] };
  return moveTo(gated, next, at, false);
}

/** Goes to a step, wherever the learner is: what the steps between would have left in the cluster is made by the lesson. */
export function goTo(state: SessionState, step: number, at: number): Update {
  const { steps } = state.lesson;
  const target = Math.min(step, steps.length - 1);
  const here = currentStep(state) === undefined ? steps.length : state.current;
  if (target <= here) return moveTo(state, target, at, steps[target]?.ensure !== undefined);
  const from = Math.max(
    here + 1,
    steps.findLastIndex(({ ensure }, index) => index <= target && ensure !== undefined),
  );
  let moved: Update = { state, effects: [] };
  for (let index = from; index <= target; index++) {
    const { state: entered, effects } = moveTo(moved.state, index, at, true);
    // Only the last of them is told, judged and kept.
    moved = { state: entered, effects: [...moved.effects.filter(({ kind }) => kind === "enter-step"), ...effects] };
  }
  return moved;
}

/** The present step as it was when it began. */
export function resetStep(state: SessionState): Update {
  const begin = state.inputs.findLastIndex(({ kind }) => kind === "enter");
  const { state: moved, effects } = goBackTo(state, begin + 1, state.texts.session.stepAnew);
  const task = moved.current === state.current && state.phase === "steps" ? tellTask(moved) : [];
  return { state: moved, effects: [...effects, ...task] };
}
