// A story as steps: what one component did to several objects of one owner is one step, and so is what it reported again and again.

import type { Says } from "../language/english.ts";
import { replicasOf } from "./action.ts";
import type { Fact } from "./fact.ts";
import type { Consequence } from "./story.ts";

export interface TraceStep {
  /** Milliseconds since the first write. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly writes: number;
  /** One thing that was reported again and again, of which `detail` is the last word. */
  readonly isSum: boolean;
  readonly who: string;
  readonly nodes: readonly string[];
  readonly action: Fact["action"];
  readonly detail: string;
  readonly kind: string;
  readonly namespace: string;
  readonly names: readonly string[];
  /** For pods that were bound: how many to which node. */
  readonly targets: Readonly<Record<string, number>>;
  readonly because?: string;
  /** Of a person's write: the resourceVersion that it got. */
  readonly revision?: number;
  /** What else was written in the same moment, as `service/web`. */
  readonly besides?: readonly string[];
  readonly steps: readonly TraceStep[];
}

interface Group {
  readonly members: Consequence[];
  parent: Group | undefined;
  parts: Group[];
}

/** The first step, with all others below it. */
export function stepsOf(story: readonly Consequence[], says: Says["trace"]): TraceStep | undefined {
  const [root] = story;
  if (root === undefined) return undefined;
  const groups = new Map<string, Group>();
  const groupOf = new Map<Consequence, Group>();
  for (const one of story) {
    const parent = one.cause === undefined ? undefined : groupOf.get(one.cause);
    const key = keyOf(one.fact);
    const known = groups.get(key);
    const group = known ?? { members: [], parent: undefined, parts: [] };
    if (known === undefined || isSum(one.fact)) placeUnder(parent, group);
    groups.set(key, group);
    group.members.push(one);
    groupOf.set(one, group);
  }
  const first = groupOf.get(root);
  return first && stepOf(first, { began: root.fact.at, objects: objectsOf(story), says });
}

function keyOf({ who, action, kind, owners, uid, detail }: Fact): string {
  const isSlice = kind === "EndpointSlice";
  const isState = (kind === "Pod" && action === "reported") || (action === "changed" && !isSlice);
  const state = isState ? `${action === "changed" ? uid : ""} ${detail}` : "";
  const whose = isSum({ action, kind }) ? uid : (owners[0] ?? uid);
  const what = isSlice && action !== "deleted" ? "" : action;
  return [who.name, what, kind, whose, state].join("\0");
}

/** What grows as its parts do is one report, as it was in the end; a pod's states are told one by one. */
function isSum({ action, kind }: Pick<Fact, "action" | "kind">): boolean {
  return kind === "EndpointSlice" || (action === "reported" && kind !== "Pod");
}

function placeUnder(parent: Group | undefined, group: Group): void {
  for (let above = parent; above !== undefined; above = above.parent) if (above === group) return;
  if (parent === undefined || parent === group.parent) return;
  if (group.parent !== undefined) group.parent.parts = group.parent.parts.filter((part) => part !== group);
  group.parent = parent;
  parent.parts.push(group);
}

type Objects = ReadonlyMap<string, Fact>;

/** The last fact of each object. */
function objectsOf(story: readonly Consequence[]): Objects {
  return new Map(story.map(({ fact }) => [fact.uid, fact]));
}

interface Telling {
  readonly began: number;
  readonly objects: Objects;
  readonly says: Says["trace"];
}

function stepOf({ members, parts }: Group, telling: Telling): TraceStep {
  const { began, says } = telling;
  const facts = members.map(({ fact }) => fact);
  const first = facts[0];
  const last = facts.at(-1);
  if (first === undefined || last === undefined) throw new Error("a step of a story has no writes");
  const names = unique(facts.map(({ name }) => name));
  const because = becauseOf(isSum(first) ? members.at(-1) : members[0], telling, names.length > 1);
  return {
    isSum: isSum(first),
    firstMs: first.at - began,
    lastMs: last.at - began,
    writes: facts.length,
    who: nameOf(first.who, says),
    nodes: unique(facts.flatMap(({ who }) => who.node ?? [])),
    action: first.action,
    detail: last.detail,
    kind: first.kind,
    namespace: first.namespace,
    names,
    targets: first.action === "bound" ? countedBy(facts) : {},
    ...(because === undefined ? {} : { because }),
    ...(first.who.isPerson ? { revision: first.revision } : {}),
    steps: parts.map((part) => stepOf(part, telling)),
  };
}

function nameOf({ name, user }: Fact["who"], says: Says["trace"]): string {
  return user === undefined || user === "kubernetes-admin" ? name : says.as(name, user);
}

function countedBy(facts: readonly Fact[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { detail } of facts) counts[detail] = (counts[detail] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Why it was done, in the words of the one who did it. */
function becauseOf(one: Consequence | undefined, { objects, says }: Telling, isMany: boolean): string | undefined {
  if (one?.cause === undefined) return undefined;
  const { fact } = one;
  const cause = one.cause.fact;
  const owner = objects.get(fact.owners[0] ?? "");
  if (fact.who.name === "garbage collector") return says.ownerGone(isMany);
  if (fact.action === "bound") return says.noNodeYet(isMany);
  if (fact.who.name === "kubelet") {
    if (cause.action === "asked to delete") return says.toBeDeleted(isMany);
    return says.boundHere(isMany);
  }
  if (fact.kind === "EndpointSlice") {
    return fact.action === "created" ? says.listsWho : says.podsBehindChanged;
  }
  if (cause.uid === fact.uid) return undefined;
  if (fact.action === "reported") return fact.owners.includes(cause.uid) ? undefined : says.partsChanged(cause.kind);
  if (fact.action === "created" && cause.kind === fact.kind) return says.shortOf(whoseOf(fact, says), isMany);
  return owner === undefined ? undefined : wishOf({ owner, fact, cause }, says);
}

function whoseOf({ object }: Fact, says: Says["trace"]): string {
  const [owner] = object.metadata.ownerReferences ?? [];
  return owner === undefined ? says.itsOwner : `${says.noun(owner.kind)} ${owner.name}`;
}

/** What the owner of an object wants, that its controller acts for. */
function wishOf(
  { owner, fact, cause }: Readonly<Record<"owner" | "fact" | "cause", Fact>>,
  says: Says["trace"],
): string {
  const name = `${says.noun(owner.kind)} ${owner.name}`;
  if (fact.kind === "ReplicaSet" && fact.action === "created") return says.noTemplate(name);
  if (cause.action === "deleted" || cause.action === "asked to delete") return says.isToGo(name);
  if (fact.kind === "ReplicaSet" && fact.action === "changed" && !cause.detail.includes("spec.replicas")) {
    return says.replaces(name);
  }
  const wanted = replicasOf(cause.uid === owner.uid ? cause.object : owner.object);
  return wanted === undefined ? says.asksForIt(name) : says.asksFor(name, wanted);
}
