// How orders look in a learner's terminal: plain text in lines, with a word for each kind and never by colour alone.

import { textWidth } from "../../terminal/text-width.ts";
import type { Typesetter } from "../../tutor/render.ts";
import { harmless } from "../../workshop/protocol/harmless.ts";
import type { Order } from "../../workshop/protocol/orders.ts";

type Of<K extends Order["kind"]> = Extract<Order, { kind: K }>;

const WIDEST = 88;
const BAR = 24;

/** A paragraph of other people's words, with a label of ours. */
export function labelled(label: string, text: string, paper: Typesetter): readonly string[] {
  return ["", paper.style("strong", label), ...wrapped(text, paper, 2)];
}

/** Our own words. */
export function noted(text: string, paper: Typesetter): readonly string[] {
  return ["", ...paper.markdown(text, Math.min(paper.width, WIDEST))];
}

export function broadcastLines({ text, command }: Of<"broadcast">, paper: Typesetter): readonly string[] {
  const copy = command === undefined ? [] : ["", `    ${paper.style("code", harmless(command))}`];
  return [...labelled(paper.texts.workshop.broadcast, text, paper), ...copy];
}

export function questionLines({ text, options, round }: Of<"ask">, paper: Typesetter): readonly string[] {
  return [
    ...labelled(paper.texts.workshop.question(round), text, paper),
    ...options.flatMap((option, index) => wrapped(`${index + 1}) ${option}`, paper, 4)),
    ...wrapped(paper.texts.workshop.howToVote(options.length), paper, 2).map((line) => paper.style("muted", line)),
  ];
}

/** Bars, with the numbers beside them. */
export function revealLines(
  { counts, right }: Of<"reveal">,
  options: readonly string[],
  paper: Typesetter,
): readonly string[] {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const lines = counts.flatMap((count, index) => {
    const mark = index === right ? ` ${paper.mark("done")} ${paper.texts.workshop.right}` : "";
    const share = `${count} (${Math.round((100 * count) / total)}%)`;
    const bar = paper.plain ? "" : `${"█".repeat(Math.round((BAR * count) / total))} `;
    return [...wrapped(`${index + 1}) ${options[index] ?? ""}`, paper, 4), `       ${bar}${share}${mark}`];
  });
  return ["", paper.style("strong", paper.texts.workshop.reveal), ...lines];
}

function wrapped(text: string, paper: Typesetter, indent: number): readonly string[] {
  const width = Math.max(20, Math.min(paper.width, WIDEST) - indent);
  return harmless(text)
    .split("\n")
    .flatMap((line) => wrapLine(line.replaceAll("\t", "    "), width))
    .map((line) => `${" ".repeat(indent)}${line}`.trimEnd());
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (textWidth(longer) > width && current !== "") {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}
