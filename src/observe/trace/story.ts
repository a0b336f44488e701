// What came of one write: everything that was written to its object and to what belongs to that, until somebody intervenes, each with its cause.
// A cause is told from the facts: an owner's change before its parts', a pod's creation before its binding, the parts' state before their sum.

import type { Fact } from "./fact.ts";

/** A fact with the fact that it follows from; none for the first. */
export interface Consequence {
  readonly fact: Fact;
  readonly cause: Consequence | undefined;
}

export interface Subject {
  readonly uid: string;
}

/** What the last write of a person has led to; undefined when nobody wrote anything. */
export function lastStory(facts: readonly Fact[]): Consequence[] | undefined {
  const root = facts.findLastIndex(({ who }) => who.isPerson);
  return root < 0 ? undefined : storyFrom(facts, root);
}

/** How the last write of a person that concerns this object led to what it is; undefined when the log knows nothing of it. */
export function storyOf(facts: readonly Fact[], { uid }: Subject): Consequence[] | undefined {
  for (let root = facts.length - 1; root >= 0; root--) {
    if (facts[root]?.who.isPerson !== true) continue;
    const story = storyFrom(facts, root);
    if (story.some(({ fact }) => fact.uid === uid)) return concerning(story, uid);
  }
  // Nobody typed it: the cluster's own parts are there since it was installed.
  const uids = new Set([uid, ...ancestors(facts, uid)]);
  const first = facts.findIndex((fact) => uids.has(fact.uid));
  return first < 0 ? undefined : concerning(storyFrom(facts, first), uid);
}

function ancestors(facts: readonly Fact[], uid: string): string[] {
  const owners = facts.findLast((fact) => fact.uid === uid)?.owners ?? [];
  return owners.flatMap((owner) => [owner, ...ancestors(facts, owner)]);
}

function storyFrom(facts: readonly Fact[], rootIndex: number): Consequence[] {
  const [root, ...later] = facts.slice(rootIndex);
  if (root === undefined) return [];
  const story: Consequence[] = [{ fact: root, cause: undefined }];
  const members = new Map<string, readonly string[]>([[root.uid, root.owners]]);
  const vacancies = new Vacancies(root);
  for (const fact of later) {
    if (fact.who.isPerson) leave(members, fact.uid);
    else if (belongs(fact, root, members) || vacancies.isFilledBy(fact)) {
      members.set(fact.uid, fact.owners);
      vacancies.note(fact);
      story.push({ fact, cause: causeOf(fact, story) });
    }
  }
  return story;
}

/** The places of pods that have gone: their owner has another one made. */
class Vacancies {
  private readonly byOwner = new Map<string, number>();
  private readonly gone = new Set<string>();

  constructor(root: Fact) {
    this.note(root);
  }

  note({ kind, action, uid, owners }: Fact): void {
    if (kind !== "Pod" || !isEnd(action) || this.gone.has(uid)) return;
    this.gone.add(uid);
    for (const owner of owners) this.byOwner.set(owner, (this.byOwner.get(owner) ?? 0) + 1);
  }

  isFilledBy({ kind, action, owners }: Fact): boolean {
    const owner = kind === "Pod" && action === "created" ? owners.find((uid) => this.byOwner.has(uid)) : undefined;
    if (owner === undefined) return false;
    const left = (this.byOwner.get(owner) ?? 0) - 1;
    if (left > 0) this.byOwner.set(owner, left);
    else this.byOwner.delete(owner);
    return true;
  }
}

function isEnd(action: Fact["action"]): boolean {
  return action === "deleted" || action === "asked to delete";
}

/** Somebody has written anew to an object: what happens to it and its parts from now on has another cause. */
function leave(members: Map<string, readonly string[]>, uid: string): void {
  if (!members.delete(uid)) return;
  for (const [part, owners] of [...members]) if (owners.includes(uid)) leave(members, part);
}

function belongs(fact: Fact, root: Fact, members: ReadonlyMap<string, unknown>): boolean {
  if (members.has(fact.uid) || fact.owners.some((owner) => members.has(owner))) return true;
  if (fact.kind === "EndpointSlice") return podsBehind(fact).some((uid) => members.has(uid));
  // A namespace that goes takes with it what is in it.
  const isEmptied = isEnd(fact.action) && fact.namespace === root.name;
  return root.kind === "Namespace" && root.action === "asked to delete" && isEmptied;
}

function podsBehind({ object }: Fact): string[] {
  const endpoints = (object.endpoints ?? []) as readonly { readonly targetRef?: { readonly uid?: string } }[];
  return endpoints.flatMap(({ targetRef }) => targetRef?.uid ?? []);
}

function causeOf(fact: Fact, story: readonly Consequence[]): Consequence | undefined {
  return story.findLast(({ fact: earlier }) => leadsTo(earlier, fact)) ?? sameObject(fact, story) ?? story[0];
}

function sameObject({ uid }: Fact, story: readonly Consequence[]): Consequence | undefined {
  return story.findLast(({ fact }) => fact.uid === uid);
}

function leadsTo(earlier: Fact, fact: Fact): boolean {
  const isSame = earlier.uid === fact.uid;
  if (fact.kind === "EndpointSlice") {
    const isOfPod = earlier.kind === "Pod" && podsBehind(fact).includes(earlier.uid) && earlier.action === "reported";
    return isOfPod || (fact.action === "created" && fact.owners.includes(earlier.uid));
  }
  if (fact.action === "bound") return isSame && earlier.action === "created";
  if (fact.who.name === "kubelet")
    return isSame && (earlier.action === "bound" || earlier.action === "asked to delete");
  // Who sums up its parts' state follows them.
  if (fact.action === "reported") return earlier.owners.includes(fact.uid);
  if (fact.owners.includes(earlier.uid)) return earlier.action !== "reported";
  return fact.kind === "Pod" && fact.action === "created" && isEnd(earlier.action) && isSibling(earlier, fact);
}

function isSibling(one: Fact, other: Fact): boolean {
  return one.kind === other.kind && one.owners.some((owner) => other.owners.includes(owner));
}

/** What is about the object and its parts, and what led there. */
function concerning(story: readonly Consequence[], uid: string): Consequence[] {
  const uids = new Set([uid]);
  const kept = new Set<Consequence>();
  for (const one of story) {
    const { fact } = one;
    if (!uids.has(fact.uid) && !fact.owners.some((owner) => uids.has(owner))) continue;
    uids.add(fact.uid);
    for (let at: Consequence | undefined = one; at !== undefined && !kept.has(at); at = at.cause) kept.add(at);
  }
  return story.filter((one) => kept.has(one));
}
