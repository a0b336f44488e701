// Help on request: hints in three steps, a solution, the reason behind the last success.

import { stringify } from "yaml";
import { note, print, type Update } from "./effect.ts";
import type { Texts } from "./language/english.ts";
import type { Step } from "./lesson.ts";
import type { Message } from "./message.ts";
import { currentStep, currentStepState, type SessionState, withStep } from "./state.ts";

/** A learner may have the next hint after an attempt, or after this much time. */
const HINT_DELAY_MS = 45_000;

export function giveHint(state: SessionState, at: number): Update {
  const step = currentStep(state);
  if (step === undefined) return note(state, state.texts.session.hintsForSteps);
  if (isTooEarly(state, step, at)) {
    const told: SessionState = { ...state, said: [...state.said, PROBED] };
    return note(told, state.texts.session.probeFirst);
  }
  const { hintsShown, lastHint, attempts } = currentStepState(state);
  const number = Math.min(hintsShown + 1, step.hints.length);
  const isNext = number > hintsShown;
  const mayHave = lastHint === undefined || attempts > lastHint.attempts || at - lastHint.at >= HINT_DELAY_MS;
  if (isNext && !mayHave) {
    const again = print({ kind: "hint", number: hintsShown, text: step.hints[hintsShown - 1] ?? "" });
    return { state, effects: [again, print({ kind: "note", text: state.texts.session.tryFirst })] };
  }
  const shown = withStep(state, { hintsShown: number, lastHint: { at, attempts } });
  return {
    state: shown,
    effects: [print({ kind: "hint", number, text: step.hints[number - 1] ?? "" }), { kind: "save" }],
  };
}

/** What is said once in a step: who asks again has their hint. */
const PROBED = "probe first";

/** Repairs are learned by looking for oneself, for a while: what is found so is not forgotten. */
function isTooEarly(state: SessionState, step: Step, at: number): boolean {
  const { problemFirst } = state.lesson;
  if (problemFirst === undefined || step.problemFirst === false || state.said.includes(PROBED)) return false;
  const { hintsShown, attempts } = currentStepState(state);
  const began = state.inputs.findLast(({ kind }) => kind === "enter")?.at ?? 0;
  return hintsShown === 0 && attempts < problemFirst.attempts && at - began < problemFirst.time;
}

export function showSolution(state: SessionState): Update {
  const step = currentStep(state);
  const [solution, ...others] = step?.solutions ?? [];
  if (step === undefined || solution === undefined) return note(state, state.texts.session.solutionsForSteps);
  const lines = solution.run.flatMap((action) => solutionLine(action, state.texts));
  const message: Message = { kind: "solution", lines, others: others.length, why: step.why };
  return { state: withStep(state, { solutionShown: true }), effects: [print(message), { kind: "save" }] };
}

/** An action as a learner would do it; none for the tutor's own. */
export function solutionLine(
  action: Step["solutions"][number]["run"][number],
  { session: { solution: says } }: Pick<Texts, "session">,
): readonly string[] {
  if (action.kind === "run") return [action.command];
  if (action.kind === "answer")
    return Object.entries(action.answers).map(([, text]) =>
      text.startsWith("$(") ? says.answerOf(text.slice(2, -1)) : `answer ${text}`,
    );
  if (action.kind === "write")
    return [
      says.writeFile(action.file),
      ...action.text
        .trimEnd()
        .split("\n")
        .map((line) => `  ${line}`),
    ];
  if (action.kind === "advance") return [says.wait];
  if (action.kind !== "edit") return [];
  const sets = Object.entries(action.set).flatMap(([path, value]) => asYaml({ [path]: value }));
  return [says.editFile(action.file), ...action.remove.map((path) => `  ${says.takeOut(path)}`), ...sets];
}

function asYaml(value: unknown): readonly string[] {
  const lines = stringify(value, { lineWidth: 0, defaultKeyType: "PLAIN" }).trimEnd().split("\n");
  return lines.map((line) => `  ${line}`);
}

export function showWhy(state: SessionState): Update {
  const last = state.phase === "steps" ? state.current - 1 : state.lesson.steps.length - 1;
  const step = state.lesson.steps[last];
  const total = state.lesson.steps.length;
  if (step === undefined) return note(state, state.texts.session.noWhyYet);
  return { state, effects: [print({ kind: "solved", number: last + 1, total, why: step.why })] };
}
