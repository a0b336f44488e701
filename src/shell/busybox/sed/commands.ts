// The commands of sed that neither read a line nor leave the script's order.

import type { SedState } from "./state.ts";
import { substitute, transliterate } from "./substitute.ts";
import type { SedCommand } from "./syntax.ts";

type Act = (state: SedState, command: SedCommand) => void;

export const plainCommands: Readonly<Record<string, Act>> = {
  s: (state, { substitution }) => {
    if (substitution !== undefined) substitute(state, substitution);
  },
  y: (state, { text }) => {
    state.pattern = transliterate(state.pattern, text);
  },
  p: (state) => state.put(),
  P: (state) => state.emit(`${state.pattern.split("\n")[0]}\n`),
  "=": (state) => state.emit(`${state.lineNumber}\n`),
  a: (state, { text }) => {
    state.appended.push(text);
  },
  i: (state, { text }) => state.emit(`${text}\n`),
  h: (state) => {
    state.hold = state.pattern;
  },
  H: (state) => {
    state.hold += `\n${state.pattern}`;
  },
  g: (state) => {
    state.pattern = state.hold;
  },
  G: (state) => {
    state.pattern += `\n${state.hold}`;
  },
  x: (state) => {
    [state.pattern, state.hold] = [state.hold, state.pattern];
  },
  r: (state, { text }) => {
    const path = state.path(text);
    if (state.files.exists(path)) state.appended.push(state.files.read(path).replace(/\n$/, ""));
  },
  w: (state, { text }) => state.files.append(state.path(text), `${state.pattern}\n`),
};
