// Draws a map: pure, from a model to lines that are never wider than the paper. Equal models give equal lines, so that whoever draws it
// again need only write the lines that differ.

import type { Says } from "../language/english.ts";
import { cut, type Line, type Paper, type Piece, painted, paperWidth, piece, saysOf, spread } from "../paper.ts";
import { type Box, drawBoxes, EDGES, fitsEdge, grid } from "./boxes.ts";
import { legend } from "./marks.ts";
import type { Health, MapModel, MapNode } from "./model.ts";
import { type Manner, podLines } from "./pod-lines.ts";
import { serviceLines } from "./service-lines.ts";
import { spokenMap } from "./spoken.ts";

export function renderMap(model: MapModel, paper: Paper): string[] {
  const { map: says } = saysOf(paper);
  if (paper.spoken) return spokenMap(model, saysOf(paper));
  const width = paperWidth(paper);
  const isWhole = model.namespace === undefined;
  const { columns, boxWidth } = grid(model.nodes.length, width);
  const paint = (line: Line): string => painted(cut(line, width), paper);
  const boxes = model.nodes.map((node) => nodeBox(node, boxWidth, { isWhole, says }));
  const lost = unscheduledBox(model, width, { isWhole, says });
  return [
    paint(spread([piece(says.title, "heading")], [piece(scopeOf(model, says), "muted")], width)),
    ...drawBoxes(boxes, columns, boxWidth, paper),
    ...(lost === undefined ? [] : drawBoxes([lost], 1, width, paper)),
    ...servicesPart(model, width, { isWhole, says }).map(paint),
    "",
    ...legendLines(model, paper),
  ];
}

export function scopeOf({ namespace }: MapModel, says: Says["map"]): string {
  return namespace === undefined ? says.allNamespaces : says.namespace(namespace);
}

function nodeBox(node: MapNode, boxWidth: number, manner: Manner): Box {
  const lines = podLines(node.pods, boxWidth - EDGES, manner);
  const name = piece(node.name, "strong");
  const roles = node.roles.map((role) => piece(` · ${role}`, "muted"));
  const note = [statusPiece(node)];
  const inside = lines.length === 0 ? [[piece(manner.says.noPods, "muted")]] : lines;
  // The name comes first; the status goes into the box, and roles go without saying, where there is no room for all.
  if (fitsEdge([name, ...roles], note, boxWidth)) return { title: [name, ...roles], note, lines: inside };
  if (fitsEdge([name], note, boxWidth)) return { title: [name], note, lines: inside };
  return { title: [name], note: [], lines: [note, ...inside] };
}

/** As kubectl says it, but that what is only disabled is ready besides. */
function statusPiece({ status }: MapNode): Piece {
  if (status === "Ready") return piece(status, "muted");
  const rest = status.replace(/^Ready,/, "");
  return rest === "SchedulingDisabled" ? piece(rest, "warning") : piece(`✗ ${rest}`, "error");
}

function unscheduledBox({ unscheduled }: MapModel, width: number, manner: Manner): Box | undefined {
  if (unscheduled.length === 0) return undefined;
  const lines = podLines(unscheduled, width - EDGES, manner);
  return { title: [piece(manner.says.onNoNode, "warning")], note: [], lines };
}

function servicesPart({ services }: MapModel, width: number, manner: Manner): Line[] {
  if (services.length === 0) return [];
  return [[], [piece(manner.says.services, "heading")], ...services.flatMap((one) => serviceLines(one, width, manner))];
}

function legendLines(model: MapModel, paper: Paper): string[] {
  const pods = [...model.nodes.flatMap(({ pods }) => pods), ...model.unscheduled];
  const used = new Set<Health>(
    pods.flatMap(({ health, containers }) => [health, ...containers.map((one) => one.health)]),
  );
  const line = legend(used, paper);
  return line === "" ? [] : [line];
}
