// Draws a story: the steps as a tree, with their times at the left; or in sentences.

import type { Says } from "../language/english.ts";
import { type Line, type Paper, painted, paperWidth, piece, saysOf, wrapped } from "../paper.ts";
import type { TraceStep } from "./steps.ts";

type Words = Says["trace"];

/** Room for `+12.3 s`. */
const TIME = 9;

export function renderStory(root: TraceStep, paper: Paper): string[] {
  const { trace: says } = saysOf(paper);
  if (paper.spoken) return spokenSteps(root, { depth: 0, above: undefined, says });
  const lines = treeLines(root, { lead: "", below: "" }, paper);
  return [...lines, "", paper.style("muted", sumOf(root, says))];
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
  const { trace: says } = saysOf(paper);
  const who = whoOf(step, says);
  const [first = "", ...more] = wrapped(`${who} ${whatOf(step, above, says)}`, room);
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
    ...remarks(step, why, says)
      .flatMap((text) => wrapped(text, room - 2))
      .map((text) => line("", trunk, [piece(text, "muted")])),
    ...parts,
  ];
}

/** A sum is told when it is complete. */
function whenOf({ isSum, firstMs, lastMs }: TraceStep): number {
  return isSum ? lastMs : firstMs;
}

function remarks(step: TraceStep, why: string | undefined, says: Words): string[] {
  if (step.revision !== undefined) return [says.stored(step.revision), ...besidesText(step, says)];
  return why === undefined ? [] : [says.because(why)];
}

function besidesText({ besides = [] }: TraceStep, says: Words): string[] {
  if (besides.length === 0) return [];
  const more = besides.length - SHOWN;
  const named = [...besides.slice(0, SHOWN), ...(more > 0 ? [says.more(more)] : [])];
  return [says.besides(named)];
}

/** As `+0 ms`, `+1.52 s`, `+4 min`. */
export function timeText(ms: number): string {
  if (ms < 1000) return `+${ms} ms`;
  if (ms < 100_000) return `+${(ms / 1000).toFixed(2)} s`;
  return `+${Math.round(ms / 60_000)} min`;
}

function whoOf({ who, nodes }: TraceStep, says: Words): string {
  const last = nodes.at(-1);
  if (last === undefined) return who;
  return nodes.length === 1 ? says.onNode(who, last) : says.onNodes(who, nodes.slice(0, -1), last);
}

function whatOf(step: TraceStep, above: TraceStep | undefined, says: Words): string {
  const objects = objectsText(step, above, says);
  const until = untilText(step, says);
  const said = step.detail === "" ? "" : `: ${step.detail}`;
  switch (step.action) {
    case "created":
      return `${says.created(objects)}${said}${until}`;
    case "deleted":
      return `${says.deleted(objects)}${until}`;
    case "asked to delete":
      return `${says.askedToDelete(objects)}${until}`;
    case "bound":
      return `${boundText(step, objects, says)}${until}`;
    case "changed":
      return `${says.changed(objects)}${said}${until}`;
    case "reported":
      return `${step.nodes.length > 1 ? says.report(objects) : says.reports(objects)}${said}${until}`;
  }
}

/** How often, where one thing was written again and again, and up to when. */
function untilText({ isSum, firstMs, lastMs, writes, names }: TraceStep, says: Words): string {
  if (isSum) return lastMs - firstMs >= 1000 ? ` (${says.since(timeText(firstMs))}, ${says.times(writes)})` : "";
  const times = names.length === 1 && writes > 1 ? [says.times(writes)] : [];
  const until = lastMs - firstMs >= 1000 ? [says.until(timeText(lastMs))] : [];
  const both = [...times, ...until].join(", ");
  return both === "" ? "" : ` (${both})`;
}

function boundText({ targets, names }: TraceStep, objects: string, says: Words): string {
  const entries = Object.entries(targets);
  if (names.length === 1 || entries.length === 1) return says.bound(objects, entries[0]?.[0] ?? "");
  return says.boundTo(objects, entries);
}

/** `pod web-1`, `3 pods web-{1,2,3}`. */
function objectsText({ kind, names }: TraceStep, above: TraceStep | undefined, says: Words): string {
  const isSame = above?.kind === kind && above.names.join() === names.join();
  if (isSame && names.length > 1) return says.these(names.length, kind);
  const [first = ""] = names;
  if (names.length === 1) return `${says.noun(kind)} ${first}`;
  const shared = first.slice(0, first.lastIndexOf("-") + 1);
  const isShared = shared !== "" && names.every((name) => name.startsWith(shared));
  if (!isShared) return `${says.counted(names.length, kind)} ${names.join(", ")}`;
  const ends = names.map((name) => name.slice(shared.length));
  const shown = ends.length <= SHOWN ? ends : [...ends.slice(0, SHOWN), "…"];
  return `${says.counted(names.length, kind)} ${shared}{${shown.join(",")}}`;
}

const SHOWN = 6;

function sumOf(root: TraceStep, says: Words): string {
  const all = flat(root);
  const writes = all.reduce((sum, { writes }) => sum + writes, 0);
  const last = Math.max(...all.map(({ lastMs }) => lastMs));
  return says.writes(writes, timeText(last).slice(1));
}

function flat(step: TraceStep): TraceStep[] {
  return [step, ...step.steps.flatMap(flat)];
}

interface Speech {
  readonly depth: number;
  readonly above: TraceStep | undefined;
  readonly says: Words;
}

function spokenSteps(step: TraceStep, { depth, above, says }: Speech): string[] {
  const what = `${whoOf(step, says)} ${whatOf(step, above, says)}`;
  const said = says.spoken(depth, timeText(whenOf(step)).slice(1), what, step.because);
  const stored = step.revision === undefined ? "" : ` ${says.stored(step.revision)}.`;
  return [
    `${said}${stored}`,
    ...step.steps.flatMap((part) => spokenSteps(part, { depth: depth + 1, above: step, says })),
  ];
}
