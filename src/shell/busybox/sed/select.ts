// Which lines a command of sed is for.

import type { SedState } from "./state.ts";
import type { Address, SedCommand } from "./syntax.ts";

/** Whether the command's addresses choose this line; remembers when a range begins and ends. */
export function selects(command: SedCommand, state: SedState): boolean {
  const { from, to } = command;
  if (from === undefined) return true;
  if (to === undefined) return matches(from, state);
  if (command.active) return staysInRange(command, to, state);
  if (!matches(from, state)) return false;
  beginRange(command, to, state);
  return true;
}

function staysInRange(command: SedCommand, to: Address, state: SedState): boolean {
  const ends = command.endLine === undefined ? matches(to, state) : state.lineNumber >= command.endLine;
  if (ends) command.active = false;
  return command.endLine === undefined || state.lineNumber <= command.endLine;
}

function beginRange(command: SedCommand, to: Address, state: SedState): void {
  command.endLine = to.kind === "line" ? to.line : to.kind === "offset" ? state.lineNumber + to.count : undefined;
  if (command.endLine === undefined) command.active = to.kind !== "last" || !state.isAtLastLine;
  else command.active = command.endLine > state.lineNumber;
}

function matches(address: Address, { lineNumber, pattern, isAtLastLine }: SedState): boolean {
  switch (address.kind) {
    case "line":
      return address.line === lineNumber || (address.line === 0 && lineNumber === 1);
    case "step":
      if (lineNumber < address.first) return false;
      return address.step === 0 ? lineNumber === address.first : (lineNumber - address.first) % address.step === 0;
    case "last":
      return isAtLastLine;
    case "pattern":
      return address.pattern.test(pattern);
    case "offset":
      return false;
  }
}
