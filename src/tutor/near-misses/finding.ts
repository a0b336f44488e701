// What a near miss is: the learner has come close, and the engine can say in which way.

import type { Texts } from "../language/english.ts";

/** In the language that is chosen when it is told. */
export type Say = (says: Texts["near"]) => string;

export interface Finding {
  /** Which near miss, of which object. */
  readonly id: string;
  /** What was found, and what to look at next. Never what to type. */
  readonly say: Say;
  /** `slip`: something was written otherwise than it was meant. `state`: how an object is doing. `progress`: the cluster is at work, and
   * time may be all it needs. `look`: the learner has looked elsewhere. */
  readonly kind: "slip" | "state" | "progress" | "look";
}

export type ToldFinding = Omit<Finding, "say"> & { readonly say: string };

export function told(finding: Finding | undefined, { near }: Texts): ToldFinding | undefined {
  return finding && { ...finding, say: finding.say(near) };
}

export type MaybeFinding = Finding | undefined | Promise<Finding | undefined>;

export function slip(id: string, say: Say): Finding {
  return { id, say, kind: "slip" };
}

export function trouble(id: string, say: Say): Finding {
  return { id, say, kind: "state" };
}

export function progress(id: string, say: Say): Finding {
  return { id, say, kind: "progress" };
}

export function elsewhere(id: string, say: Say): Finding {
  return { id, say, kind: "look" };
}

/** The first that fits is told. */
export async function firstOf<A extends readonly unknown[]>(
  looks: readonly ((...about: A) => MaybeFinding)[],
  ...about: A
): Promise<Finding | undefined> {
  for (const look of looks) {
    const finding = await look(...about);
    if (finding !== undefined) return finding;
  }
  return undefined;
}
