// One hop of a request: where it was, what was found there, and what to look at where it went no further.

export type HopName = "client" | "DNS" | "Service" | "endpoint" | "NetworkPolicy" | "pod" | "container" | "answer";

export interface Hop {
  readonly name: HopName;
  readonly isFailed: boolean;
  readonly says: readonly string[];
  /** Commands that show more. */
  readonly look: readonly string[];
}

export interface RequestTrace {
  readonly url: string;
  readonly hops: readonly Hop[];
  readonly isAnswered: boolean;
}

export function passed(name: HopName, ...says: readonly string[]): Hop {
  return { name, isFailed: false, says, look: [] };
}

export function failed(name: HopName, says: string | readonly string[], ...look: readonly string[]): Hop {
  return { name, isFailed: true, says: typeof says === "string" ? [says] : says, look };
}
