// What the instructor takes home: one line a learner, as JSON or as a table for a spreadsheet.

import type { Room } from "../room/room.ts";

interface Result {
  readonly name: string;
  readonly lesson: string;
  readonly phase: string;
  readonly step: number;
  readonly solo: number;
  readonly assisted: number;
  readonly skipped: number;
  readonly hints: number;
  readonly attempts: number;
  readonly mood: string;
}

export function resultsOf(room: Room, now: number): readonly Result[] {
  return room.learnerIds().flatMap((id) => {
    const view = room.learnerView(id, now);
    if (view === undefined) return [];
    const { standing } = view;
    const steps = standing?.steps ?? [];
    const count = (status: string) => steps.filter((step) => step.status === status).length;
    const result: Result = {
      name: view.name,
      lesson: standing?.lesson ?? "",
      phase: standing?.phase ?? "",
      step: standing === undefined ? 0 : standing.step + 1,
      solo: count("solo"),
      assisted: count("assisted"),
      skipped: count("skipped"),
      hints: steps.reduce((sum, { hintsShown }) => sum + hintsShown, 0),
      attempts: steps.reduce((sum, { attempts }) => sum + attempts, 0),
      mood: view.mood,
    };
    return [result];
  });
}

export function toCsv(results: readonly Result[]): string {
  const columns = [
    "name",
    "lesson",
    "phase",
    "step",
    "solo",
    "assisted",
    "skipped",
    "hints",
    "attempts",
    "mood",
  ] as const;
  const rows = results.map((result) => columns.map((column) => cell(result[column])).join(","));
  return `${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  // A name that begins like a formula must not become one in a spreadsheet.
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
