// A pod in its box: one line while all is well, and below it what is not.

import type { Says } from "../language/english.ts";
import { flow, type Line, piece, spread, widthOf, wrapped } from "../paper.ts";
import { markOf, toneOf } from "./marks.ts";
import type { MapContainer, MapPod } from "./model.ts";

export interface Manner {
  /** All namespaces are shown, so each is named. */
  readonly isWhole: boolean;
  readonly says: Says["map"];
}

/** Pods stand below their owners, and those of other namespaces below these. */
export function podLines(pods: readonly MapPod[], width: number, manner: Manner): Line[] {
  const lines: Line[] = [];
  let group = "";
  for (const pod of pods) {
    const own = groupOf(pod, manner);
    if (own !== group && lines.length > 0) lines.push([]);
    if (own !== group && own !== "") lines.push(...headings(pod, width, manner));
    group = own;
    lines.push(...onePod(pod, width));
  }
  return lines;
}

function groupOf({ namespace, owners }: MapPod, { isWhole }: Manner): string {
  return [...(isWhole ? [namespace] : []), ...owners].join(" › ");
}

function headings({ namespace, owners }: MapPod, width: number, { isWhole, says }: Manner): Line[] {
  const names = owners.map((owner, index) => [piece(`${index === 0 ? "" : "› "}${shortOwner(owner, says)}`, "muted")]);
  return flow([...(isWhole ? [[piece(`${namespace}:`, "accent")]] : []), ...names], width, 2, " ");
}

const SHORT: Readonly<Record<string, string>> = {
  deployment: "deploy",
  replicaset: "rs",
  statefulset: "sts",
  daemonset: "ds",
  cronjob: "cj",
};

/** `deploy/web`, as kubectl takes it. */
export function shortOwner(owner: string, says: Says["map"]): string {
  const [kind = "", name = ""] = owner.split("/");
  // The kubelet runs these by itself, from files of its node.
  if (kind === "node") return says.staticPods;
  return `${SHORT[kind] ?? kind}/${name}`;
}

function onePod(pod: MapPod, width: number): Line[] {
  const name = [markOf(pod.health), piece(` ${pod.name}`, pod.health === "ready" ? undefined : "strong")];
  const containers = pod.containers
    .filter((container) => isShown(container, pod))
    .map((container) => containerPieces(container, pod));
  const isCalm = pod.health === "ready" && pod.containers.every(({ health }) => health !== "failing");
  if (!isCalm) return [...troubled(pod, name, width), ...flow(indented(containers), width, 4), ...whyLines(pod, width)];
  const [first, ...others] = containers;
  const fits = first !== undefined && others.length === 0 && widthOf(name) + 2 + widthOf(first) <= width;
  return fits ? [spread(name, first, width)] : [name, ...flow(indented(containers), width, 4)];
}

function indented(containers: readonly Line[]): Line[] {
  return containers.map((line, index) => (index === 0 ? [piece("    "), ...line] : line));
}

function troubled(pod: MapPod, name: Line, width: number): Line[] {
  const status = [piece(pod.status, toneOf(pod.health))];
  if (widthOf(name) + 2 + widthOf(status) <= width) return [spread(name, status, width)];
  return [name, [piece("  "), ...status]];
}

// Init containers that have done their work are history.
function isShown({ role, health }: MapContainer, { health: pod }: MapPod): boolean {
  return role !== "init" || (health !== "finished" && pod !== "ready");
}

function containerPieces({ name, role, health, state, restarts }: MapContainer, { status }: MapPod): Line {
  const kind = role === "main" ? "" : ` (${role})`;
  const isPlain = health === "ready" || health === "running";
  return [
    markOf(health),
    piece(` ${name}${kind}`, isPlain ? "muted" : undefined),
    ...(isPlain || state === status ? [] : [piece(` ${state}`, toneOf(health))]),
    ...(restarts === 0 ? [] : [piece(` ↻${restarts}`, "muted")]),
  ];
}

const MOST_WHY = 4;

function whyLines({ why }: MapPod, width: number): Line[] {
  if (why === undefined) return [];
  const lines = wrapped(why, width - 4);
  // `describe` tells the rest, which may be as long as a whole chain of errors.
  const shown = lines.length <= MOST_WHY ? lines : [...lines.slice(0, MOST_WHY - 1), "…"];
  return shown.map((text) => [piece(`    ${text}`, "muted")]);
}
