// How a cluster is reached over HTTP, and what is given to whoever wants to send requests there.

import type { ApiTransport, UserInfo } from "../../api/request.ts";

export interface HttpAccess {
  /** As in `https://172.18.0.2:6443`; a path in front of the API's own paths is allowed, and so is `host:port`. */
  readonly server: string;
  /** PEM; the authorities that Node.js knows when absent. */
  readonly certificateAuthority?: string;
  readonly insecureSkipTlsVerify?: boolean;
  /** The name that the server's certificate must carry, when it is not the host of `server`. */
  readonly tlsServerName?: string;
  readonly token?: string;
  /** PEM. */
  readonly clientCertificate?: string;
  /** PEM. */
  readonly clientKey?: string;
  readonly username?: string;
  readonly password?: string;
  readonly impersonate?: UserInfo;
  /** The proxy to go through, whatever the environment says. */
  readonly proxyUrl?: string;
  /** How long one request may take, its answer included; no limit when 0 or absent. */
  readonly requestTimeoutMs?: number;
  readonly disableCompression?: boolean;
}

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
