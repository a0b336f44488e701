// Moving between steps and through time: enter, resume, undo, redo. All of them are replay.

import { type Effect, note, type Update } from "./effect.ts";
import type { Message } from "./message.ts";
import { askQuiz } from "./quiz.ts";
import { currentStep, type LoggedInput, type SessionState, withoutQuestion } from "./state.ts";

/** Begins the step at `index`. `jump`: it may be out of order, so the lesson brings the cluster to where the step begins. */
export function moveTo(state: SessionState, index: number, at: number, jump: boolean): Update {
  const entered: LoggedInput = { kind: "enter", at, step: index, jump };
  const moved: SessionState = {
    ...withoutQuestion(state),
    phase: "steps",
    current: index,
    isWaiting: false,
    ticked: [],
    held: [],
    said: [],
    given: undefined,
    after: "begin",
    looks: 0,
    inputs: [...state.inputs, entered],
    undone: [],
  };
  const judge: Effect = { kind: "judge", afterMs: 0, asked: false };
  return {
    state: moved,
    effects: [{ kind: "enter-step", step: index, jump }, ...tellTask(moved), judge, { kind: "save" }],
  };
}

/** Goes on where the learner was. */
export function resume(saved: SessionState): Update {
  const replay: Effect = { kind: "replay", inputs: saved.inputs };
  if (saved.phase === "quiz") {
    const asked = askQuiz(saved);
    return { state: asked.state, effects: [replay, ...asked.effects] };
  }
  const state: SessionState = { ...withoutQuestion(saved), said: [], after: "begin" };
  const title: Effect = {
    kind: "print",
    message: { kind: "note", text: saved.texts.session.leftOff(saved.lesson.title) },
  };
  return { state, effects: [replay, title, ...tellTask(state), { kind: "judge", afterMs: 0, asked: false }] };
}

export function undo(state: SessionState): Update {
  const change = state.inputs.findLastIndex(changes);
  const written = state.inputs.slice(0, Math.max(change, 0)).findLastIndex((input) => !isEditOfKubectl(input)) + 1;
  const index = change < 0 ? change : written;
  const taken = state.inputs.slice(index);
  const first = state.inputs[change];
  if (index < 0 || first === undefined) return note(state, state.texts.session.nothingToUndo);
  const undone = [...state.undone, taken];
  return travel(state, state.inputs.slice(0, index), undone, state.texts.session.undone(nameOf(first, state)));
}

export function redo(state: SessionState): Update {
  const group = state.undone.at(-1);
  const first = group?.find(changes) ?? group?.[0];
  if (group === undefined || first === undefined) return note(state, state.texts.session.nothingToRedo);
  return travel(
    state,
    [...state.inputs, ...group],
    state.undone.slice(0, -1),
    state.texts.session.redone(nameOf(first, state)),
  );
}

/** Only the first so many inputs have happened. */
export function goBackTo(state: SessionState, length: number, text: string): Update {
  const taken = state.inputs.slice(length);
  const undone = taken.length === 0 ? state.undone : [...state.undone, taken];
  return travel(state, state.inputs.slice(0, length), undone, text);
}

/** The world becomes what these inputs make of it; solved steps stay solved. */
function travel(
  state: SessionState,
  inputs: readonly LoggedInput[],
  undone: SessionState["undone"],
  text: string,
): Update {
  const current = inputs.findLast(({ kind }) => kind === "enter")?.step ?? 0;
  const moved: SessionState = {
    ...withoutQuestion(state),
    phase: "steps",
    current,
    isWaiting: false,
    ticked: [],
    held: [],
    // What was said is known, but may be said again when the mistake is made again.
    said:
      current === state.current
        ? state.said.map((said) => (said === "offer" ? said : `${said.split("\n")[0]}\n(before)`))
        : [],
    given: current === state.current ? state.given : undefined,
    after: "begin",
    looks: 0,
    inputs,
    undone,
  };
  const told = current === state.current && state.phase === "steps" ? [] : tellTask(moved);
  const message: Effect = { kind: "print", message: { kind: "note", text } };
  return {
    state: moved,
    effects: [
      { kind: "replay", inputs },
      message,
      ...told,
      { kind: "judge", afterMs: 0, asked: false },
      { kind: "save" },
    ],
  };
}

/** Looking is not a change; entering a step is the tutor's own doing. */
function changes(input: LoggedInput): boolean {
  return (
    (input.kind === "command" && input.mutated) ||
    (input.kind === "file" && !isEditOfKubectl(input)) ||
    input.kind === "answer"
  );
}

/** What was written while `kubectl edit` had its editor open: a part of that command, which undo takes back as a whole. */
function isEditOfKubectl(input: LoggedInput): boolean {
  return input.kind === "file" && /(^|\/)kubectl-edit-\d+\.\w+$/.test(input.path);
}

function nameOf(input: LoggedInput, { texts: { session } }: SessionState): string {
  if (input.kind === "command") return `\`${inOneLine(input.text)}\``;
  if (input.kind === "file") return session.fileChange(input.path);
  return input.kind === "answer" ? session.givenAnswer(input.text) : session.theStep;
}

/** What was typed over several lines (a file by `cat <<EOF`) is named by its first. */
function inOneLine(command: string): string {
  const [first = "", ...more] = command.split("\n");
  return more.length === 0 ? first : `${first} …`;
}

export function tellTask(state: SessionState): readonly Effect[] {
  const step = currentStep(state);
  if (step === undefined) return [];
  const { text, task } = step;
  const place = { kind: "task", number: state.current + 1, total: state.lesson.steps.length, task } as const;
  const message: Message = text === undefined ? place : { ...place, text };
  return [{ kind: "print", message }];
}
