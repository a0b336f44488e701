// What `map` and `trace` look through: the cluster behind the prompt, as far as it lets itself be looked into.

import type { ApiTransport } from "../api/request.ts";
import type { WriteRecord } from "../api/write-record.ts";
import type { Journey, Origin, Target } from "../observe/request/journey.ts";

export interface Observatory {
  /** Leaves no trace in the learner's records. */
  readonly read: ApiTransport;
  /** The namespace of the current context. */
  namespace(): string;
  /** Who wrote what; absent where only the server knows, as in a cluster outside. */
  readonly writes?: () => readonly WriteRecord[];
  /** Sends a request on its way, and tells how far it came; absent where requests cannot be sent from anywhere. */
  readonly travel?: (from: Origin, target: Target, interrupted: AbortSignal) => Promise<Journey | undefined>;
}
