// What the HTTPS server needs of a cluster: its API, and who shows which credentials.

import type { ApiHandler, UserInfo } from "../../api/request.ts";

/** What a client may show to say who it is; a certificate has been verified by then. */
export interface Credentials {
  readonly token?: string;
  readonly certificate?: {
    readonly commonName: string;
    readonly organizations: readonly string[];
    /** SHA-256 of it, in hexadecimal digits. */
    readonly fingerprint: string;
  };
}

export interface ApiDoor {
  readonly handle: ApiHandler;
  /** Whose these credentials are; undefined when they are nobody's. */
  authenticate(credentials: Credentials): UserInfo | undefined;
  /** False while the API server is down: connections end before anything is said. */
  isServing?(): boolean;
}
