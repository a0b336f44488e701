// The script format of `sandbox --script`: what is typed, and when, as text.

export type ScriptStep =
  | { readonly kind: "command"; readonly text: string; readonly line: number }
  /** `+ 5s`: winds the clock by so much. */
  | { readonly kind: "advance"; readonly ms: number }
  /** `@ 17.5`: winds the clock to so many seconds after the start. */
  | { readonly kind: "until"; readonly ms: number };

/** A script that cannot be read; the message names the line and the remedy. */
export class ScriptError extends Error {}

export function parseScript(text: string): ScriptStep[] {
  const steps: ScriptStep[] = [];
  let command: { kind: "command"; text: string; line: number } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const number = index + 1;
    const rest = line.slice(line.startsWith("$ ") || line.startsWith("> ") ? 2 : 1);
    if (line.startsWith("$")) {
      command = { kind: "command", text: rest, line: number };
      steps.push(command);
    } else if (line.startsWith(">")) {
      if (command === undefined)
        throw new ScriptError(`line ${number}: "> " goes on with a command, and there is none before it`);
      command.text += `\n${rest}`;
    } else if (line.startsWith("+")) {
      steps.push({ kind: "advance", ms: parseDuration(rest.trim(), number) });
    } else if (line.startsWith("@")) {
      steps.push({ kind: "until", ms: parseSeconds(rest.trim(), number) });
    } else if (line.trim() !== "" && !line.startsWith("#")) {
      throw new ScriptError(
        `line ${number}: expected $ COMMAND, > MORE, + DURATION, @ SECONDS or # COMMENT, found "${line}"`,
      );
    }
    if (!line.startsWith("$") && !line.startsWith(">")) command = undefined;
  }
  return steps;
}

/** How much time the script lets pass between its commands, if they take none themselves. */
export function waitOf(steps: readonly ScriptStep[]): number {
  return steps.reduce((at, step) => {
    if (step.kind === "command") return at;
    return step.kind === "advance" ? at + step.ms : Math.max(at, step.ms);
  }, 0);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parseDuration(text: string, line: number): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new ScriptError(`line ${line}: "${text}" is not a duration; write it as 5s, 1m30s or 2h`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0), 0);
}

function parseSeconds(text: string, line: number): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new ScriptError(`line ${line}: "${text}" is not a number of seconds since the start`);
  return Math.round(Number(text) * 1000);
}
