// Renders the Markdown that lessons are written in to lines of a given width: headings, paragraphs, lists, code, quotes, tables.

import { chunks, wrapInline } from "./inline.ts";
import type { Styler } from "./style.ts";
import { renderTable } from "./table.ts";

export function renderMarkdown(text: string, width: number, styler: Styler): readonly string[] {
  const source = text.replace(/\r\n?/g, "\n").trimEnd().split("\n");
  const blocks: (readonly string[])[] = [];
  for (let at = 0; at < source.length; ) {
    const block = blockAt(source, at, width, styler);
    if (block.lines.length > 0) blocks.push(block.lines);
    at = block.next;
  }
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

interface Block {
  readonly lines: readonly string[];
  /** The source line after the block. */
  readonly next: number;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const FENCE = /^\s*(```|~~~)/;

function blockAt(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const line = source[at] ?? "";
  if (line.trim() === "") return { lines: [], next: at + 1 };
  if (FENCE.test(line)) return fencedCode(source, at, width, styler);
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading !== null) {
    const lines = wrapInline(heading[1] ?? "", width, styler).map((one) => styler.style("heading", one));
    return { lines, next: at + 1 };
  }
  if (ITEM.test(line)) return listBlock(source, at, width, styler);
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
  return { lines: wrapInline(source.slice(at, next).join(" "), width, styler), next };
}

/** The first line from `at + 1` on that does not belong. */
function endOf(source: readonly string[], at: number, belongs: (line: string) => boolean): number {
  let next = at + 1;
  while (next < source.length && belongs(source[next] ?? "")) next++;
  return next;
}

function fencedCode(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const end = endOf(source, at, (one) => !FENCE.test(one));
  const code = source.slice(at + 1, end);
  // Code is never reflowed; a line too long goes on below, so that it can still be read whole.
  const lines = code
    .flatMap((one) => chunks(one, Math.max(1, width - 4)))
    .map((one) => (one === "" ? "" : `    ${styler.style("code", one)}`));
  return { lines, next: end + 1 };
}

function listBlock(source: readonly string[], at: number, width: number, styler: Styler): Block {
  const end = endOf(source, at, (one) => ITEM.test(one) || /^\s{2,}\S/.test(one));
  const items: { indent: number; marker: string; text: string }[] = [];
  for (const line of source.slice(at, end)) {
    const [, indent = "", marker = "", text = ""] = ITEM.exec(line) ?? [];
    const last = items.at(-1);
    if (marker !== "") items.push({ indent: indent.length, marker, text });
    else if (last !== undefined) last.text += ` ${line.trim()}`;
  }
  const lines = items.flatMap(({ indent, marker, text }) => {
    const shown = /\d/.test(marker) ? marker : styler.mark("bullet");
    const lead = `${" ".repeat(indent + 2)}${shown} `;
    const room = Math.max(8, width - lead.length);
    return wrapInline(text, room, styler).map((one, index) => (index === 0 ? lead : " ".repeat(lead.length)) + one);
  });
  return { lines, next: end };
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
