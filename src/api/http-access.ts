// How a cluster is reached over HTTP, and who asks: what kubeconfig and flags say to whatever sends the requests.

import type { UserInfo } from "./request.ts";

export interface HttpAccess {
  /** As in `https://172.18.0.2:6443`; a path in front of the API's own paths is allowed, and so is `host:port`. */
  readonly server: string;
  /** PEM; the authorities that the program knows by itself when absent. */
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
