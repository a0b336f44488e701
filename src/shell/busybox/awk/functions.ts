// The functions that awk brings: those of texts, of numbers, and of the machine.

import { format, substring } from "./format.ts";
import type { AwkState } from "./state.ts";
import { InputText, toNumber, toText, type Value } from "./value.ts";

type Builtin = (state: AwkState, values: readonly Value[]) => Value;

const textFunctions: Readonly<Record<string, Builtin>> = {
  length: ({ record }, values) => [...toText(values.length === 0 ? new InputText(record.text) : values[0])].length,
  substr: (_, values) => {
    const [text, from, count] = values;
    return substring(toText(text), toNumber(from), values.length < 3 ? Number.POSITIVE_INFINITY : toNumber(count));
  },
  index: (_, [text, part]) => toText(text).indexOf(toText(part)) + 1,
  toupper: (_, [text]) => toText(text).toUpperCase(),
  tolower: (_, [text]) => toText(text).toLowerCase(),
  sprintf: (_, values) => format(values),
};

const numberFunctions: Readonly<Record<string, Builtin>> = {
  int: (_, [value]) => Math.trunc(toNumber(value)),
  sqrt: (_, [value]) => Math.sqrt(toNumber(value)),
  exp: (_, [value]) => Math.exp(toNumber(value)),
  log: (_, [value]) => Math.log(toNumber(value)),
  sin: (_, [value]) => Math.sin(toNumber(value)),
  cos: (_, [value]) => Math.cos(toNumber(value)),
  atan2: (_, [y, x]) => Math.atan2(toNumber(y), toNumber(x)),
};

const machineFunctions: Readonly<Record<string, Builtin>> = {
  rand: ({ host }) => host.process.machine.random(),
  srand: (state, [seed]) => {
    const before = state.seed;
    state.seed = seed === undefined ? secondsNow(state) : toNumber(seed);
    return before;
  },
  systime: secondsNow,
  fflush: flush,
  close: flush,
  system: ({ host }) => host.fail("k8s-tutor does not simulate system() within awk"),
};

export function callBuiltin(state: AwkState, name: string, values: readonly Value[]): Value {
  for (const functions of [textFunctions, numberFunctions, machineFunctions]) {
    if (Object.hasOwn(functions, name)) return functions[name]?.(state, values);
  }
  return state.host.fail(`cmd. line:1: Call to undefined function`);
}

function secondsNow({ host }: AwkState): number {
  return Math.floor(host.process.machine.now() / 1000);
}

function flush({ host }: AwkState): number {
  host.flushNow();
  return 0;
}
