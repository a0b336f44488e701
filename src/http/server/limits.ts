// How long and how much the server bears with one client.

export interface Limits {
  /** The bytes of a request's first line and headers; Go's default, which real clients meet. */
  readonly headerBytes: number;
  /** From the connection to the end of the TLS handshake. */
  readonly handshakeMs: number;
  /** From its first byte to the end of a request's headers. */
  readonly headersMs: number;
  /** From its first byte to the end of a request's body. */
  readonly requestMs: number;
  /** A connection without requests is kept this long for the next one. */
  readonly idleMs: number;
  /** A client that takes nothing of its answer for so long is let go; what goes on, as a watch does, has a limit in bytes instead. */
  readonly stallMs: number;
  /** What a refused client may still send, unread, so that it reads the refusal before the connection closes. */
  readonly lingerMs: number;
  /** When the server ends, its clients' connections may take so long to close by themselves. */
  readonly closeMs: number;
}

export const defaultLimits: Limits = {
  headerBytes: 1024 * 1024,
  handshakeMs: 10_000,
  headersMs: 15_000,
  requestMs: 30_000,
  idleMs: 120_000,
  stallMs: 60_000,
  lingerMs: 2000,
  closeMs: 1000,
};
