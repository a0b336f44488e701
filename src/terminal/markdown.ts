// Renders the Markdown that lessons are written in to lines of a given width: headings, paragraphs, lists, code, quotes, tables.

import { chunks, wrapInline } from "./inline.ts";
import type { Styler } from "./style.ts";
import { renderTable } from "./table.ts";

export function renderMarkdown(text: string, width: number, styler: Styler): readonly string[] {
  const source = text.replace(/\r\n?/g, "\n").trimEnd().split("\n");
  return blocksOf(source, width, styler, false).flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function blocksOf(
  source: readonly string[],
  width: number,
  styler: Styler,
  isInItem: boolean,
): readonly (readonly string[])[] {
  const blocks: (readonly string[])[] = [];
  for (let at = 0; at < source.length; ) {
    const block = blockAt(source, at, width, styler, isInItem);
    if (block.lines.length > 0) blocks.push(block.lines);
    at = block.next;
  }
  return blocks;
}

interface Block {
  readonly lines: readonly string[];
  /** The source line after the block. */
  readonly next: number;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const FENCE = /^\s*(```|~~~)/;

function blockAt(source: readonly string[], at: number, width: number, styler: Styler, isInItem: boolean): Block {
  const line = source[at] ?? "";
  if (line.trim() === "") return { lines: [], next: at + 1 };
  if (FENCE.test(line)) return fencedCode(source, at, width, styler);
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading !== null) {
    const lines = wrapInline(heading[1] ?? "", width, styler).map((one) => styler.style("heading", one));
    return { lines, next: at + 1 };
  }
  if (ITEM.test(line)) return listBlock(source, at, width, styler, isInItem);
  if (RULE.test(line))
    return { lines: [styler.style("muted", (styler.plain ? "-" : "─").repeat(width))], next: at + 1 };
  if (line.startsWith(">")) return quoteBlock(source, at, width, styler);
  if (
    line.includes("|") &&
    /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(source[at + 1] ?? "") &&
    (source[at + 1] ?? "").includes("|")
  ) {
    return tableBlock(source, at, width, styler);
  }
  const next = endOf(
    source,
    at,
    (one) => one.trim() !== "" && !FENCE.test(one) && !ITEM.test(one) && !/^#{1,6}\s/.test(one),
  );
  return { lines: paragraph(source.slice(at, next), width, styler), next };
}

/** Two blanks or a backslash at a line's end break the line there. */
function paragraph(source: readonly string[], width: number, styler: Styler): readonly string[] {
  const pieces: string[] = [""];
  for (const line of source) {
    const last = pieces.length - 1;
    pieces[last] = `${pieces[last]} ${line.replace(/\\$/, "")}`;
    if (/(?: {2}|\\)$/.test(line)) pieces.push("");
  }
  return pieces.flatMap((piece) => wrapInline(piece, width, styler));
}

/** The first line from `at + 1` on that does not belong. */
function endOf(source: readonly string[], at: number, belongs: (line: string) => boolean): number {
  let next = at + 1;
  while (next < source.length && belongs(source[next] ?? "")) next++;
  return next;
}

function fencedCode(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const end = endOf(source, at, (one) => !FENCE.test(one));
  const indent = indentOf(source[at] ?? "");
  const code = source.slice(at + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line))));
  // Code is never reflowed; a line too long goes on below, so that it can still be read whole.
  const lines = code
    .flatMap((one) => chunks(one.replace(/\t/g, "    "), Math.max(1, width - 4)))
    .map((one) => (one === "" ? "" : `    ${styler.style("code", one)}`));
  return { lines, next: end + 1 };
}

interface Item {
  readonly marker: string;
  /** What belongs to it, without its indentation: paragraphs, code, further lists. */
  readonly content: string[];
}

function listBlock(source: readonly string[], at: number, width: number, styler: Styler, isNested = false): Block {
  const { items, end, isLoose } = itemsOf(source, at);
  const blocks = items.map(({ marker, content }) => {
    const shown = /\d/.test(marker) ? marker : styler.mark("bullet");
    const lead = `${isNested ? "" : "  "}${shown} `;
    const inner = blocksOf(content, Math.max(8, width - lead.length), styler, true);
    const gap = isLoose ? [""] : [];
    const lines = inner.flatMap((block, index) => (index === 0 ? block : [...gap, ...block]));
    return lines.map((line, index) => (index === 0 ? lead : line === "" ? "" : " ".repeat(lead.length)) + line);
  });
  return { lines: blocks.flatMap((block, index) => (isLoose && index > 0 ? ["", ...block] : block)), next: end };
}

function itemsOf(source: readonly string[], at: number): { items: Item[]; end: number; isLoose: boolean } {
  const base = indentOf(source[at] ?? "");
  const items: Item[] = [];
  let isLoose = false;
  let offset = 0;
  let end = at;
  for (; end < source.length; end++) {
    const line = source[end] ?? "";
    if (line.trim() === "") {
      // An empty line belongs to the list when the list goes on behind it.
      const next = source.slice(end).find((one) => one.trim() !== "") ?? "";
      const goesOn = ITEM.test(next) ? indentOf(next) >= base : indentOf(next) >= base + 2;
      if (!goesOn) break;
      isLoose = true;
      items.at(-1)?.content.push("");
      continue;
    }
    const item = indentOf(line) < base + 2 ? ITEM.exec(line) : null;
    if (item !== null && indentOf(line) >= base) {
      const [whole, , marker = "", text = ""] = item;
      offset = whole.length - text.length;
      items.push({ marker, content: [text] });
    } else if (indentOf(line) >= base + 2) {
      items.at(-1)?.content.push(line.slice(Math.min(indentOf(line), offset)));
    } else break;
  }
  return { items, end, isLoose };
}

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

function quoteBlock(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const end = endOf(source, at, (one) => one.startsWith(">"));
  const inner = source
    .slice(at, end)
    .map((one) => one.replace(/^>\s?/, ""))
    .join("\n");
  const bar = styler.plain ? "  " : `${styler.style("muted", "│")} `;
  return { lines: renderMarkdown(inner, width - 2, styler).map((one) => bar + one), next: end };
}

function tableBlock(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const end = endOf(source, at, (one) => one.includes("|"));
  const rows = source.slice(at, end).filter((_, index) => index !== 1);
  const cells = rows.map((row) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  return { lines: renderTable(cells, width, styler), next: end };
}
