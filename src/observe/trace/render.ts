// Draws a story: the steps as a tree, with their times at the left; or in sentences.

import { counted, type Line, type Paper, painted, paperWidth, piece, wrapped } from "../paper.ts";
import type { TraceStep } from "./steps.ts";

/** Room for `+12.3 s`. */
const TIME = 9;

export function renderStory(root: TraceStep, paper: Paper): string[] {
  if (paper.spoken) return spokenSteps(root, 0, undefined);
  const lines = treeLines(root, { lead: "", below: "" }, paper);
  return [...lines, "", paper.style("muted", sumOf(root))];
}

interface Place {
  /** What stands before the step's own line. */
  readonly lead: string;
  /** What stands before the lines below it. */
  readonly below: string;
  readonly above?: TraceStep;
  /** The last reason that was given to its siblings. */
  readonly said?: string | undefined;
}

function treeLines(step: TraceStep, { lead, below, above, said }: Place, paper: Paper): string[] {
  const room = Math.max(20, paperWidth(paper) - TIME - 2 - lead.length);
  const trunk = `${below}${step.steps.length > 0 ? "│ " : "  "}`;
  const who = whoOf(step);
  const [first = "", ...more] = wrapped(`${who} ${whatOf(step, above)}`, room);
  const line = (time: string, branch: string, text: Line): string =>
    painted([piece(time.padStart(TIME), "muted"), piece("  "), piece(branch, "muted"), ...text], paper);
  const head = first.startsWith(who) ? [piece(who, "strong"), piece(first.slice(who.length))] : [piece(first)];
  const parts = step.steps.flatMap((part, index) => {
    const isLast = index === step.steps.length - 1;
    const before = step.steps[index - 1]?.because;
    const place = { lead: `${below}${isLast ? "└─" : "├─"} `, below: `${below}${isLast ? "  " : "│ "} ` };
    return treeLines(part, { ...place, above: step, said: before }, paper);
  });
  const why = step.because === said ? undefined : step.because;
  return [
    line(timeText(whenOf(step)), lead, head),
    ...more.map((text) => line("", trunk, [piece(text)])),
    ...remarks(step, why)
      .flatMap((text) => wrapped(text, room - 2))
      .map((text) => line("", trunk, [piece(text, "muted")])),
    ...parts,
  ];
}

/** A sum is told when it is complete. */
function whenOf({ isSum, firstMs, lastMs }: TraceStep): number {
  return isSum ? lastMs : firstMs;
}

function remarks(step: TraceStep, why: string | undefined): string[] {
  if (step.revision !== undefined) return [storedText(step.revision), ...besidesText(step)];
  return why === undefined ? [] : [`because ${why}`];
}

function besidesText({ besides = [] }: TraceStep): string[] {
  if (besides.length === 0) return [];
  const more = besides.length - SHOWN;
  const named = [...besides.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])];
  return [`written just before, and traced by name: ${named.join(", ")}`];
}

function storedText(revision: number): string {
  return `apiserver: stored as resourceVersion ${revision}, told to all who watch`;
}

/** As `+0 ms`, `+1.52 s`, `+4 min`. */
export function timeText(ms: number): string {
  if (ms < 1000) return `+${ms} ms`;
  if (ms < 100_000) return `+${(ms / 1000).toFixed(2)} s`;
  return `+${Math.round(ms / 60_000)} min`;
}

function whoOf({ who, nodes }: TraceStep): string {
  if (nodes.length === 0) return who;
  return nodes.length === 1
    ? `${who} on ${nodes[0]}`
    : `${who}s on ${nodes.slice(0, -1).join(", ")} and ${nodes.at(-1)}`;
}

function whatOf(step: TraceStep, above: TraceStep | undefined): string {
  const objects = objectsText(step, above);
  const report = step.nodes.length > 1 ? "report" : "reports";
  const said = step.detail === "" ? "" : `: ${step.detail}`;
  switch (step.action) {
    case "created":
      return `created ${objects}${said}${untilText(step)}`;
    case "deleted":
      return `deleted ${objects}${untilText(step)}`;
    case "asked to delete":
      return `asked for the deletion of ${objects}${untilText(step)}`;
    case "bound":
      return `bound ${objects}${targetsText(step)}${untilText(step)}`;
    case "changed":
      return `changed ${objects}${said}${untilText(step)}`;
    case "reported":
      return `${report} ${objects}${said}${untilText(step)}`;
  }
}

/** How often, where one thing was written again and again, and up to when. */
function untilText({ isSum, firstMs, lastMs, writes, names }: TraceStep): string {
  if (isSum) return lastMs - firstMs >= 1000 ? ` (since ${timeText(firstMs)}, ${writes} times)` : "";
  const times = names.length === 1 && writes > 1 ? [`${writes} times`] : [];
  const until = lastMs - firstMs >= 1000 ? [`until ${timeText(lastMs)}`] : [];
  const both = [...times, ...until].join(", ");
  return both === "" ? "" : ` (${both})`;
}

function targetsText({ targets, names }: TraceStep): string {
  const entries = Object.entries(targets);
  if (names.length === 1 || entries.length === 1) return ` to ${entries[0]?.[0] ?? ""}`;
  return `: ${entries.map(([node, count]) => `${count} to ${node}`).join(", ")}`;
}

/** `pod web-1`, `3 pods web-{1,2,3}`. */
function objectsText({ kind, names }: TraceStep, above: TraceStep | undefined): string {
  const noun = kind.toLowerCase();
  const isSame = above?.kind === kind && above.names.join() === names.join();
  if (isSame && names.length > 1) return `these ${counted(names.length, noun)}`;
  const [first = ""] = names;
  if (names.length === 1) return `${noun} ${first}`;
  const shared = first.slice(0, first.lastIndexOf("-") + 1);
  const isShared = shared !== "" && names.every((name) => name.startsWith(shared));
  if (!isShared) return `${counted(names.length, noun)} ${names.join(", ")}`;
  const ends = names.map((name) => name.slice(shared.length));
  const shown = ends.length <= SHOWN ? ends : [...ends.slice(0, SHOWN), "…"];
  return `${counted(names.length, noun)} ${shared}{${shown.join(",")}}`;
}

const SHOWN = 6;

function sumOf(root: TraceStep): string {
  const all = flat(root);
  const writes = all.reduce((sum, { writes }) => sum + writes, 0);
  const last = Math.max(...all.map(({ lastMs }) => lastMs));
  return `${counted(writes, "write")} in ${timeText(last).slice(1)}`;
}

function flat(step: TraceStep): TraceStep[] {
  return [step, ...step.steps.flatMap(flat)];
}

function spokenSteps(step: TraceStep, depth: number, above: TraceStep | undefined): string[] {
  const because = step.because === undefined ? "" : `, because ${step.because}`;
  const level = depth === 0 ? "First" : `Level ${depth}`;
  const said = `${level}, after ${timeText(whenOf(step)).slice(1)}: ${whoOf(step)} ${whatOf(step, above)}${because}.`;
  const stored = step.revision === undefined ? "" : ` ${storedText(step.revision)}.`;
  return [
    `${said}${stored}`.replaceAll("→", "to"),
    ...step.steps.flatMap((part) => spokenSteps(part, depth + 1, step)),
  ];
}
