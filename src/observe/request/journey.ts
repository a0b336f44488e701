// How far one request came, as who sent it saw it: facts only. What they mean is told by looking at the objects.

/** Who asks. */
export type Origin =
  | { readonly kind: "laptop" }
  | { readonly kind: "pod"; readonly namespace: string; readonly name: string };

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** One name that the name server was asked for. */
export interface Question {
  readonly name: string;
  readonly outcome: "found" | "no such name" | "no answer" | "no address";
  readonly addresses: readonly string[];
}

export type Lookup =
  /** The host was an address already. */
  | { readonly kind: "address" }
  | { readonly kind: "hosts file" }
  | { readonly kind: "no name server" }
  | { readonly kind: "asked"; readonly server: string; readonly questions: readonly Question[] };

export type Connecting =
  | { readonly kind: "connected"; readonly address: string; readonly port: number }
  | { readonly kind: "refused" | "unreachable" | "timeout"; readonly afterMs: number };

export type Answer =
  | { readonly kind: "status"; readonly status: number; readonly reason: string; readonly bytes: number }
  | { readonly kind: "silence" | "hung up" | "not HTTP" };

export interface Journey {
  readonly from: Origin;
  readonly target: Target;
  /** The client's own address. */
  readonly clientAddress?: string;
  readonly lookup: Lookup;
  /** What the name stands for; absent where the journey ended before. */
  readonly address?: string;
  readonly connecting?: Connecting;
  readonly answer?: Answer;
}
