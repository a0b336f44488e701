// How much may pile up, and how long we wait for a peer. One place, so that every protocol is as patient as the others.

/** Bytes that wait to be read by one peer before it is let go. A program writes all at once, so this is more than its usual output. */
export const BACKLOG_LIMIT = 64 * 1024 * 1024;

/** A client has what it sends in its memory already, all of it. */
export const CLIENT_BACKLOG_LIMIT = Number.POSITIVE_INFINITY;

/** Bytes that a peer may send before anybody has asked for them. */
export const FLOOD_LIMIT = 8 * 1024 * 1024;

/** Larger messages of a WebSocket end it. */
export const MESSAGE_LIMIT = 32 * 1024 * 1024;

/** Output leaves in pieces of this size, as from Go's io.Copy, so that pings and other streams get their turn. */
export const PIECE_SIZE = 32 * 1024;

/** kubectl 1.30 and 1.31 lose what comes before they have set up their streams. A program in a real container takes longer to start. */
export const STREAM_SETUP_MS = 40;

/** The streams of an exec, or the pair of a forwarded connection, must all be there by then. */
export const STREAM_CREATION_TIMEOUT_MS = 30_000;

/** How long a peer may read on after everything has been written, and how long it may be silent. As long as kube-apiserver waits. */
export const PATIENCE_MS = 15 * 60_000;

export const PING_PERIOD_MS = 30_000;
