// From a frame to its bytes.

import { CONTROL_WORD, FLAG_FIN, type Frame, frameCodes, MAX_LENGTH, type Setting } from "./frame.ts";

type Written = Exclude<Frame, { type: "UNKNOWN" }>;

export function encodeFrame(frame: Written): Buffer {
  switch (frame.type) {
    case "DATA":
      return withHeader(frame.streamId, frame.fin, frame.data);
    case "SYN_STREAM":
      // No stream that this one belongs to, the highest priority, no credentials.
      return control(frame.type, Buffer.concat([words(frame.streamId, 0), Buffer.alloc(2), frame.block]), frame.fin);
    case "SYN_REPLY":
    case "HEADERS":
      return control(frame.type, Buffer.concat([words(frame.streamId), frame.block]), frame.fin);
    case "RST_STREAM":
      return control(frame.type, words(frame.streamId, frame.status));
    case "SETTINGS":
      return control(frame.type, words(frame.settings.length, ...frame.settings.flatMap(settingWords)));
    case "PING":
      return control(frame.type, words(frame.id));
    case "GOAWAY":
      return control(frame.type, words(frame.lastStreamId, frame.status));
    case "WINDOW_UPDATE":
      return control(frame.type, words(frame.streamId, frame.delta));
  }
}

function control(type: keyof typeof frameCodes, payload: Buffer, fin = false): Buffer {
  return withHeader(CONTROL_WORD * 0x10000 + frameCodes[type], fin, payload);
}

function withHeader(firstWord: number, fin: boolean, payload: Buffer): Buffer {
  if (payload.length > MAX_LENGTH) throw new RangeError("a SPDY frame holds at most 16 MiB");
  const flags = fin ? FLAG_FIN : 0;
  return Buffer.concat([words(firstWord, flags * 0x1000000 + payload.length), payload]);
}

function settingWords({ id, flags, value }: Setting): number[] {
  return [flags * 0x1000000 + id, value];
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, index * 4);
  });
  return bytes;
}
