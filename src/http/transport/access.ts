// What is given to whoever wants to send requests to a cluster.

import type { ApiTransport } from "../../api/request.ts";

export interface HttpOptions {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked at. */
  readonly env?: Readonly<Record<string, string>>;
  /** What sends the requests, as in `k8s-tutor/0.1.0`: the last word of the User-Agent. */
  readonly product?: string;
  /** The release of kubectl that the requests are like, as in `v1.33.1`. */
  readonly kubectlVersion?: string;
  /** The pause before a request is sent again that found no answer. */
  readonly retryDelayMs?: number;
}

export interface HttpTransport {
  readonly request: ApiTransport;
  /** Ends whatever is under way and gives up the connections. */
  close(): void;
}
