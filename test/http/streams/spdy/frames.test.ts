import { describe, expect, test } from "vitest";
import { encodeFrame } from "../../../../src/http/streams/spdy/encode-frame.ts";
import { type Frame, SpdyError } from "../../../../src/http/streams/spdy/frame.ts";
import { FrameReader } from "../../../../src/http/streams/spdy/frame-reader.ts";
import { randomOf } from "./random.ts";

type Written = Exclude<Frame, { type: "UNKNOWN" }>;

const block = Buffer.from([1, 2, 3]);

const frames: { readonly frame: Written; readonly hex: string }[] = [
  { frame: { type: "DATA", streamId: 5, fin: false, data: Buffer.from("hi") }, hex: "00000005 00000002 6869" },
  { frame: { type: "DATA", streamId: 5, fin: true, data: Buffer.alloc(0) }, hex: "00000005 01000000" },
  {
    frame: { type: "SYN_STREAM", streamId: 1, fin: false, block },
    hex: "80030001 0000000d 00000001 00000000 0000 010203",
  },
  { frame: { type: "SYN_REPLY", streamId: 1, fin: true, block }, hex: "80030002 01000007 00000001 010203" },
  { frame: { type: "RST_STREAM", streamId: 3, status: 5 }, hex: "80030003 00000008 00000003 00000005" },
  {
    frame: { type: "SETTINGS", settings: [{ id: 7, flags: 1, value: 65536 }] },
    hex: "80030004 0000000c 00000001 01000007 00010000",
  },
  { frame: { type: "PING", id: 2 }, hex: "80030006 00000004 00000002" },
  { frame: { type: "GOAWAY", lastStreamId: 9, status: 1 }, hex: "80030007 00000008 00000009 00000001" },
  { frame: { type: "HEADERS", streamId: 1, fin: false, block }, hex: "80030008 00000007 00000001 010203" },
  { frame: { type: "WINDOW_UPDATE", streamId: 1, delta: 10 }, hex: "80030009 00000008 00000001 0000000a" },
];

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

function readAll(bytes: Buffer, reader = new FrameReader()): Frame[] {
  return [...reader.read(bytes)];
}

describe("frames of SPDY/3.1", () => {
  test.each(frames)("$frame.type is written and read", ({ frame, hex }) => {
    expect(encodeFrame(frame).toString("hex")).toBe(hex.replaceAll(" ", ""));
    expect(readAll(bytesOf(hex))).toEqual([frame]);
  });

  test("come out whole, wherever the bytes are cut", () => {
    const bytes = Buffer.concat(frames.map(({ frame }) => encodeFrame(frame)));
    const expected = frames.map(({ frame }) => frame);
    for (let size = 1; size < bytes.length; size += 1) {
      const reader = new FrameReader();
      const read: Frame[] = [];
      for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)));
      expect(read).toEqual(expected);
    }
  });

  test("a frame of many small pieces takes time in proportion", () => {
    const data = Buffer.alloc(2_000_000, 7);
    const bytes = encodeFrame({ type: "DATA", streamId: 1, fin: false, data });
    const reader = new FrameReader();
    const read: Frame[] = [];
    for (let at = 0; at < bytes.length; at += 20) read.push(...reader.read(bytes.subarray(at, at + 20)));
    expect(read).toHaveLength(1);
    expect(read[0]?.type === "DATA" && read[0].data.equals(data)).toBe(true);
  });

  test("unknown kinds are told, not refused", () => {
    expect(readAll(bytesOf("8003000a 00000002 ffff"))).toEqual([{ type: "UNKNOWN", code: 10 }]);
  });

  test.each([
    ["another version", "80020006 00000004 00000002"],
    ["a control frame that wants too much memory", "80030001 00ffffff"],
    ["data of no stream", "00000000 00000000"],
    ["a stream 0", "80030001 0000000a 00000000 00000000 0000"],
    ["a SYN_STREAM cut short", "80030001 00000004 00000001"],
    ["a PING of 8 bytes", "80030006 00000008 0000000200000002"],
    ["a GOAWAY of 4 bytes", "80030007 00000004 00000002"],
    ["a RST_STREAM without a status", "80030003 00000004 00000001"],
    ["SETTINGS that hold fewer than they say", "80030004 00000004 0fffffff"],
    ["SETTINGS without a number", "80030004 00000002 0000"],
  ])("refuses %s", (_what, hex) => {
    expect(() => readAll(bytesOf(hex))).toThrow(SpdyError);
  });

  test("reads noise to frames or to an error of its own, never worse", () => {
    const random = randomOf(1);
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Buffer.from(Array.from({ length: 40 }, () => random(256)));
      if (round % 2 === 0) bytesOf("8003000").copy(bytes, 0);
      if (round % 3 === 0) bytes.fill(0, 4, 7);
      try {
        readAll(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SpdyError);
      }
    }
  });
});
