import { expect, test } from "vitest";
import type { InputFrame, OutputFrame } from "../../../src/api/request.ts";
import { Channel } from "../../../src/api/stream.ts";
import { bytesOfText } from "../../../src/bytes/bytes.ts";
import { forwardPort } from "../../../src/http/streams/port-forward/pair.ts";
import { PortOutput } from "../../../src/http/streams/port-forward/port-output.ts";

// A byte that begins a character of UTF-8, and nothing after it: all that a binary protocol may say before it waits.
const half = Uint8Array.of(0xf0, 0x9f);

test("a forwarded port holds nothing back on the way in", () => {
  const sent: InputFrame[] = [];
  const output = new Channel<OutputFrame>();
  const connection = { output, send: (frame: InputFrame) => sent.push(frame), close: () => undefined };
  const client = { data: () => undefined, error: () => undefined, finish: () => undefined };
  const port = forwardPort({ kind: "connection", status: 101, connection }, client);
  port.data(half);
  expect(sent.map((frame) => (frame.channel === "stdin" ? bytesOfText(frame.data) : frame))).toEqual([half]);
});

test("nor on the way out", () => {
  const seen: OutputFrame[] = [];
  const port = new PortOutput(() => undefined);
  port.frames.observe({ next: (frame) => seen.push(frame), end: () => undefined });
  port.data(half);
  expect(seen.map((frame) => (frame.channel === "stdout" ? bytesOfText(frame.data) : frame))).toEqual([half]);
});
