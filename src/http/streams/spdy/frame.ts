// The frames of SPDY/3.1, and what is wrong with one that breaks the rules.

/** Set by a frame after which its sender sends nothing more on the stream. */
interface OfStream {
  readonly streamId: number;
  readonly fin: boolean;
}

/** `block` holds headers, still compressed: only the session knows what came before, and the compression goes on from that. */
export type Frame =
  | (OfStream & { readonly type: "DATA"; readonly data: Buffer })
  | (OfStream & { readonly type: "SYN_STREAM"; readonly block: Buffer })
  | (OfStream & { readonly type: "SYN_REPLY" | "HEADERS"; readonly block: Buffer })
  | { readonly type: "RST_STREAM"; readonly streamId: number; readonly status: number }
  | { readonly type: "SETTINGS"; readonly settings: readonly Setting[] }
  | { readonly type: "PING"; readonly id: number }
  | { readonly type: "GOAWAY"; readonly lastStreamId: number; readonly status: number }
  | { readonly type: "WINDOW_UPDATE"; readonly streamId: number; readonly delta: number }
  /** The specification wants unknown kinds of control frames skipped. */
  | { readonly type: "UNKNOWN"; readonly code: number };

export interface Setting {
  readonly id: number;
  readonly flags: number;
  readonly value: number;
}

export const frameCodes = {
  SYN_STREAM: 1,
  SYN_REPLY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
  HEADERS: 8,
  WINDOW_UPDATE: 9,
} as const;

export const FLAG_FIN = 1;
/** The top bit of a frame's first word, and the version 3. */
export const CONTROL_WORD = 0x8003;
/** A frame's length has 24 bits. */
export const MAX_LENGTH = 0xffffff;
export const MAX_STREAM_ID = 0x7fffffff;

export const resetStatus = { PROTOCOL_ERROR: 1, REFUSED_STREAM: 3, CANCEL: 5 } as const;
export const goAwayStatus = { OK: 0, PROTOCOL_ERROR: 1 } as const;

/** The peer does not keep to SPDY; the session with it cannot go on. */
export class SpdyError extends Error {}
