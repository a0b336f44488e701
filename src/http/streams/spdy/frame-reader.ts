// From the bytes of a connection, cut anywhere, to frames.
// Promises to hold at most one frame that is not yet whole, and to throw a SpdyError for every frame that is none.

import { ChunkQueue } from "./chunk-queue.ts";
import { FLAG_FIN, type Frame, frameCodes, MAX_STREAM_ID, SpdyError } from "./frame.ts";

const HEADER_SIZE = 8;
/** Control frames carry a few headers. Whoever announces more wants our memory. */
const CONTROL_LIMIT = 64 * 1024;

interface FrameHeader {
  readonly control: boolean;
  readonly version: number;
  readonly code: number;
  readonly streamId: number;
  readonly flags: number;
  readonly length: number;
}

export class FrameReader {
  private readonly chunks = new ChunkQueue();
  private header: FrameHeader | undefined;

  *read(chunk: Buffer): Generator<Frame> {
    this.chunks.push(chunk);
    for (;;) {
      this.header ??= this.nextHeader();
      const payload = this.header && this.chunks.take(this.header.length);
      if (this.header === undefined || payload === undefined) return;
      const { header } = this;
      this.header = undefined;
      yield header.control ? controlFrame(header, payload) : dataFrame(header, payload);
    }
  }

  private nextHeader(): FrameHeader | undefined {
    const bytes = this.chunks.take(HEADER_SIZE);
    if (bytes === undefined) return undefined;
    const header = {
      control: bytes.readUInt8(0) >= 0x80,
      version: bytes.readUInt16BE(0) & 0x7fff,
      code: bytes.readUInt16BE(2),
      streamId: bytes.readUInt32BE(0) & MAX_STREAM_ID,
      flags: bytes.readUInt8(4),
      length: bytes.readUIntBE(5, 3),
    };
    if (header.control && header.version !== 3) throw new SpdyError(`frame of SPDY version ${header.version}`);
    if (header.control && header.length > CONTROL_LIMIT) throw new SpdyError(`control frame of ${header.length} bytes`);
    return header;
  }
}

function dataFrame({ streamId, flags }: FrameHeader, data: Buffer): Frame {
  return { type: "DATA", streamId: known(streamId), fin: (flags & FLAG_FIN) !== 0, data };
}

function controlFrame({ code, flags }: FrameHeader, payload: Buffer): Frame {
  const fin = (flags & FLAG_FIN) !== 0;
  switch (code) {
    case frameCodes.SYN_STREAM:
      return { type: "SYN_STREAM", streamId: streamIdIn(payload, 10), fin, block: payload.subarray(10) };
    case frameCodes.SYN_REPLY:
      return { type: "SYN_REPLY", streamId: streamIdIn(payload, 4), fin, block: payload.subarray(4) };
    case frameCodes.HEADERS:
      return { type: "HEADERS", streamId: streamIdIn(payload, 4), fin, block: payload.subarray(4) };
    case frameCodes.RST_STREAM:
      return { type: "RST_STREAM", streamId: known(exactly(payload, 8, 0)), status: exactly(payload, 8, 4) };
    case frameCodes.PING:
      return { type: "PING", id: exactly(payload, 4, 0) };
    case frameCodes.GOAWAY:
      return { type: "GOAWAY", lastStreamId: exactly(payload, 8, 0) & MAX_STREAM_ID, status: exactly(payload, 8, 4) };
    case frameCodes.WINDOW_UPDATE:
      return {
        type: "WINDOW_UPDATE",
        streamId: exactly(payload, 8, 0) & MAX_STREAM_ID,
        delta: exactly(payload, 8, 4) & MAX_STREAM_ID,
      };
    case frameCodes.SETTINGS:
      return settingsFrame(payload);
    default:
      return { type: "UNKNOWN", code };
  }
}

function settingsFrame(payload: Buffer): Frame {
  const count = payload.length < 4 ? -1 : payload.readUInt32BE(0);
  if (payload.length !== 4 + count * 8) throw new SpdyError("SETTINGS frame of a wrong length");
  const settings = Array.from({ length: count }, (_, index) => {
    const at = 4 + index * 8;
    return { flags: payload.readUInt8(at), id: payload.readUIntBE(at + 1, 3), value: payload.readUInt32BE(at + 4) };
  });
  return { type: "SETTINGS", settings };
}

function streamIdIn(payload: Buffer, leastLength: number): number {
  if (payload.length < leastLength) throw new SpdyError("control frame that is too short");
  return known(payload.readUInt32BE(0) & MAX_STREAM_ID);
}

function known(streamId: number): number {
  if (streamId === 0) throw new SpdyError("frame of stream 0");
  return streamId;
}

function exactly(payload: Buffer, length: number, at: number): number {
  if (payload.length !== length) throw new SpdyError("control frame of a wrong length");
  return payload.readUInt32BE(at);
}
