// Stands for signal(7): numbers, names, and what a signal does to a process that has not said otherwise.

import type { SignalName } from "./process.ts";

const numbers: Readonly<Record<SignalName, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
};

const descriptions: Readonly<Partial<Record<SignalName, string>>> = {
  SIGHUP: "Hangup",
  SIGQUIT: "Quit",
  SIGKILL: "Killed",
  SIGUSR1: "User defined signal 1",
  SIGUSR2: "User defined signal 2",
  SIGALRM: "Alarm clock",
  SIGTERM: "Terminated",
};

export const signalNames = Object.keys(numbers) as readonly SignalName[];

export function signalNumber(name: SignalName): number {
  return numbers[name];
}

/** "TERM", "SIGTERM", "term" and "15" are the same; undefined when there is no such signal here. */
export function parseSignal(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return signalNames.find((name) => numbers[name] === Number(text));
  const upper = text.toUpperCase();
  const name = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  return signalNames.find((candidate) => candidate === name);
}

/** What a shell says of a child that a signal ended; nothing for INT and PIPE. */
export function describeSignal(number: number): string | undefined {
  const name = signalNames.find((candidate) => numbers[candidate] === number);
  return name === undefined ? undefined : descriptions[name];
}

export type DefaultAction = "end" | "ignore" | "stop" | "continue";

export function defaultAction(name: SignalName): DefaultAction {
  if (name === "SIGCHLD") return "ignore";
  if (name === "SIGSTOP") return "stop";
  return name === "SIGCONT" ? "continue" : "end";
}
