// Flags as help lists them.

import { formatGoDuration } from "./flags/duration.ts";
import { type Flag, zeroValue } from "./flags/flag.ts";

/** Flags by name, each with its fallback on one line and what it does on the next. */
export function flagList(flags: readonly Flag[]): string {
  const lines = [...flags].sort((a, b) => (a.name < b.name ? -1 : 1)).map(flagText);
  return `${lines.join("\n\n")}\n`;
}

function flagText(flag: Flag): string {
  const shorthand = flag.shorthand === undefined ? "" : `-${flag.shorthand}, `;
  return `    ${shorthand}--${flag.name}=${fallbackText(flag)}:\n\t${flag.usage}`;
}

function fallbackText(flag: Flag): string {
  if (flag.fallbackText !== undefined) return flag.fallbackText;
  const value = zeroValue(flag);
  if (flag.kind === "duration") return formatGoDuration(Number(value));
  if (typeof value === "object") return `[${value.join(",")}]`;
  return flag.kind === "string" ? `'${value}'` : String(value);
}
