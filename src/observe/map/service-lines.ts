// A Service on the map: where it listens, and who answers.

import type { Says } from "../language/english.ts";
import { cut, flow, type Line, piece, spread, widthOf } from "../paper.ts";
import { markOf } from "./marks.ts";
import type { MapService } from "./model.ts";
import type { Manner } from "./pod-lines.ts";

export function serviceLines(service: MapService, width: number, { isWhole, says }: Manner): Line[] {
  const { namespace, name, ports } = service;
  const head = [
    ...(isWhole ? [piece(`${namespace}/`, "accent")] : []),
    piece(name, "strong"),
    piece(`  ${addressText(service)}`, "muted"),
  ];
  const listens = [piece(ports.join(", "))];
  const isShort = widthOf(head) + 2 + widthOf(listens) <= width;
  return [
    ...(isShort ? [spread(head, listens, width)] : [cut(head, width), cut([piece("  "), ...listens], width)]),
    ...flow(behind(service, says), width, 4),
  ];
}

/** `ClusterIP 10.96.3.7`, and what it is from outside. */
export function addressText({ type, clusterIP, external }: MapService): string {
  const own = clusterIP === "None" ? "headless" : clusterIP;
  return [type, ...(own === undefined ? [] : [own]), ...external].join(" ");
}

function behind(service: MapService, says: Says["map"]): Line[] {
  const { ready, notReady } = service;
  const lead: Line = [piece("  →", "muted")];
  if (ready.length + notReady.length === 0)
    return [[...lead, piece(" "), markOf("failing"), piece(` ${nobody(service, says)}`, "error")]];
  const pods = [
    ...ready.map((name): Line => [markOf("ready"), piece(` ${name}`)]),
    ...notReady.map((name): Line => [markOf("running"), piece(` ${name}`, "muted")]),
  ];
  return pods.map((pod, index) => (index === 0 ? [...lead, piece(" "), ...pod] : pod));
}

/** Why nobody answers. */
export function nobody({ type, selector, selected }: MapService, says: Says["map"]): string {
  if (type === "ExternalName") return says.nameElsewhere;
  if (selector === undefined) return says.noSelector;
  if (selected === 0) return says.noPodHas(selector);
  return says.noPodWith(selector);
}
