// A unified diff of two texts, with three lines around each change.

export interface DiffLine {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

const CONTEXT = 3;

/** The hunks, without the header; empty when the texts are the same. */
export function unifiedDiff(before: string, after: string): string {
  return hunksOf(compareLines(before, after)).map(hunkText).join("");
}

/** All lines of both texts, in order. */
export function compareLines(before: string, after: string): DiffLine[] {
  return compare(linesOf(before), linesOf(after));
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

// By the longest common subsequence of lines.
function compare(a: readonly string[], b: readonly string[]): DiffLine[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i];
    if (row === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: " ", text: a[i++] ?? "" });
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ mark: "-", text: a[i++] ?? "" });
    else lines.push({ mark: "+", text: b[j++] ?? "" });
  }
  return lines;
}

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: DiffLine[];
}

function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [oldLine, newLine] = [0, 0];
  let open: Hunk | undefined;
  let quiet = 0;
  lines.forEach((line, index) => {
    if (line.mark !== " ") {
      if (open === undefined) {
        const lead = lines.slice(Math.max(0, index - CONTEXT), index);
        open = { oldStart: oldLine - lead.length, newStart: newLine - lead.length, lines: [...lead] };
        hunks.push(open);
      }
      quiet = 0;
    } else quiet++;
    open?.lines.push(line);
    if (open !== undefined && quiet > CONTEXT * 2) {
      open.lines.splice(open.lines.length - quiet + CONTEXT);
      open = undefined;
    }
    if (line.mark !== "+") oldLine++;
    if (line.mark !== "-") newLine++;
  });
  if (open !== undefined && quiet > CONTEXT) (open as Hunk).lines.splice((open as Hunk).lines.length - quiet + CONTEXT);
  return hunks;
}

function hunkText({ oldStart, newStart, lines }: Hunk): string {
  const oldCount = lines.filter((line) => line.mark !== "+").length;
  const newCount = lines.filter((line) => line.mark !== "-").length;
  const range = (start: number, count: number) =>
    count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`;
  return `@@ -${range(oldStart, oldCount)} +${range(newStart, newCount)} @@\n${lines.map((line) => `${line.mark}${line.text}\n`).join("")}`;
}
