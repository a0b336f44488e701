// Draws a request's way: a hop a line, and where it ended what to look at.

import type { Says } from "../language/english.ts";
import { type Paper, painted, paperWidth, piece, saysOf, wrapped } from "../paper.ts";
import type { Hop, RequestTrace } from "./hop.ts";

const LABEL = 15;

export function renderRequest(trace: RequestTrace, paper: Paper): string[] {
  return paper.spoken ? spoken(trace, saysOf(paper).request) : trace.hops.flatMap((hop) => hopLines(hop, paper));
}

function hopLines({ name, isFailed, says, look }: Hop, paper: Paper): string[] {
  const room = paperWidth(paper) - LABEL - 2;
  const mark = isFailed ? piece("✗ ", "error") : piece("● ", "success");
  const [first = "", ...more] = says.flatMap((text) => wrapped(text, room));
  const below = " ".repeat(LABEL + 2);
  const bar = isFailed ? below : `│${below.slice(1)}`;
  return [
    painted([mark, piece(name.padEnd(LABEL), "strong"), piece(first, isFailed ? "error" : undefined)], paper),
    ...more.map((text) => painted([piece(bar, "muted"), piece(text)], paper)),
    ...look.map((command) =>
      painted([piece(below), piece(`${saysOf(paper).request.look} `, "muted"), piece(command, "code")], paper),
    ),
  ];
}

function spoken({ url, hops, isAnswered }: RequestTrace, words: Says["request"]): string[] {
  const end = hops.at(-1)?.name ?? "client";
  return [
    words.spokenHead(url, isAnswered ? undefined : end),
    ...hops.map(({ name, isFailed, says, look }, index) => {
      const hints = look.length === 0 ? "" : ` ${words.spokenLook(look)}`;
      return `${words.spokenHop(index + 1, name, isFailed, says)}${hints}`;
    }),
  ];
}
