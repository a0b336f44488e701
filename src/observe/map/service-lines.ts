// A Service on the map: where it listens, and who answers.

import { cut, flow, type Line, piece, spread, widthOf } from "../paper.ts";
import { markOf } from "./marks.ts";
import type { MapService } from "./model.ts";

export function serviceLines(service: MapService, width: number, showsNamespace: boolean): Line[] {
  const { namespace, name, ports } = service;
  const head = [
    ...(showsNamespace ? [piece(`${namespace}/`, "accent")] : []),
    piece(name, "strong"),
    piece(`  ${addressText(service)}`, "muted"),
  ];
  const listens = [piece(ports.join(", "))];
  const isShort = widthOf(head) + 2 + widthOf(listens) <= width;
  return [
    ...(isShort ? [spread(head, listens, width)] : [cut(head, width), cut([piece("  "), ...listens], width)]),
    ...flow(behind(service), width, 4),
  ];
}

/** `ClusterIP 10.96.3.7`, and what it is from outside. */
export function addressText({ type, clusterIP, external }: MapService): string {
  const own = clusterIP === "None" ? "headless" : clusterIP;
  return [type, ...(own === undefined ? [] : [own]), ...external].join(" ");
}

function behind(service: MapService): Line[] {
  const { ready, notReady } = service;
  const lead: Line = [piece("  →", "muted")];
  if (ready.length + notReady.length === 0)
    return [[...lead, piece(" "), markOf("failing"), piece(` ${nobody(service)}`, "error")]];
  const pods = [
    ...ready.map((name): Line => [markOf("ready"), piece(` ${name}`)]),
    ...notReady.map((name): Line => [markOf("running"), piece(` ${name}`, "muted")]),
  ];
  return pods.map((pod, index) => (index === 0 ? [...lead, piece(" "), ...pod] : pod));
}

/** Why nobody answers. */
export function nobody({ type, selector, selected }: MapService): string {
  if (type === "ExternalName") return "a name elsewhere; no pods";
  if (selector === undefined) return "no selector, and no endpoints";
  if (selected === 0) return `no endpoints: no pod has ${selector}`;
  return `no endpoints: no pod with ${selector} has an address`;
}
