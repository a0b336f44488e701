import { createHash } from "node:crypto";
import { constants, createDeflate, createInflate } from "node:zlib";
import { describe, expect, test } from "vitest";
import { spdyDictionary } from "../../../../src/http/streams/spdy/dictionary.ts";
import { SpdyError } from "../../../../src/http/streams/spdy/frame.ts";
import { HeaderDecoder, HeaderEncoder, type Headers } from "../../../../src/http/streams/spdy/headers.ts";
import { randomOf } from "./random.ts";

const samples: readonly Headers[] = [
  { streamtype: "error", port: "80", requestid: "0" },
  { streamtype: "data", port: "80", requestid: "0" },
  {},
  { streamtype: "data", port: "80", requestid: "1", long: "x".repeat(5000) },
];

/** Compresses as a peer does: one zlib stream, flushed after each block. */
async function peerBlocks(plains: readonly Buffer[], options: { dictionary?: Buffer }): Promise<Buffer[]> {
  const stream = createDeflate({ ...options, level: 9 });
  const blocks: Buffer[] = [];
  for (const plain of plains) {
    const chunks: Buffer[] = [];
    const collect = (chunk: Buffer): void => void chunks.push(chunk);
    stream.on("data", collect);
    stream.write(plain);
    await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
    stream.off("data", collect);
    blocks.push(Buffer.concat(chunks));
  }
  return blocks;
}

function plainOf(headers: Headers): Buffer {
  const sized = (text: string): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(text.length);
    return Buffer.concat([size, Buffer.from(text)]);
  };
  const count = Buffer.alloc(4);
  count.writeUInt32BE(Object.keys(headers).length);
  return Buffer.concat([count, ...Object.entries(headers).flat().map(sized)]);
}

describe("headers of SPDY/3.1", () => {
  test("the dictionary is that of the specification", () => {
    const digest = createHash("sha256").update(spdyDictionary()).digest("hex");
    expect(digest).toBe("51d27341373f923f3cd88e1eb7162aeaa3723d7585ff2399201dc06498407f02");
  });

  test("what is encoded is decoded, block after block", () => {
    const [encoder, decoder] = [new HeaderEncoder(), new HeaderDecoder()];
    for (let round = 0; round < 30; round += 1) {
      for (const sample of samples) expect(decoder.decode(encoder.encode(sample))).toEqual(sample);
    }
  });

  test("a zlib stream that lives on inflates our blocks", async () => {
    const encoder = new HeaderEncoder();
    const inflater = createInflate({ dictionary: spdyDictionary() });
    const chunks: Buffer[] = [];
    inflater.on("data", (chunk: Buffer) => chunks.push(chunk));
    for (const sample of samples) {
      await new Promise<unknown>((resolve) => inflater.write(encoder.encode(sample), resolve));
    }
    expect(Buffer.concat(chunks)).toEqual(Buffer.concat(samples.map(plainOf)));
  });

  test.each([{ dictionary: spdyDictionary() }, {}])(
    "blocks of a zlib stream that lives on are inflated",
    async (options) => {
      const many = Array.from({ length: 40 }, () => samples).flat();
      const decoder = new HeaderDecoder();
      const blocks = await peerBlocks(many.map(plainOf), options);
      expect(blocks.map((block) => decoder.decode(block))).toEqual(many);
    },
  );

  test("names are in lower case; of several values the first counts", async () => {
    const [block = Buffer.alloc(0)] = await peerBlocks([plainOf({ StreamType: "data\0error" })], {});
    expect(new HeaderDecoder().decode(block)).toEqual({ streamtype: "data" });
  });

  test("more than anybody needs is refused before it is inflated", async () => {
    const [bomb = Buffer.alloc(0)] = await peerBlocks([plainOf({ a: "x".repeat(1_000_000) })], {});
    expect(bomb.length).toBeLessThan(2000);
    expect(() => new HeaderDecoder().decode(bomb)).toThrow(SpdyError);
  });

  test.each([
    ["no zlib", [Buffer.from("plain text")]],
    ["another dictionary", [Buffer.from("78bb00000001", "hex")]],
    ["nothing", [Buffer.alloc(0)]],
  ])("refuses %s", (_what, blocks) => {
    const decoder = new HeaderDecoder();
    expect(() => blocks.map((block) => decoder.decode(block))).toThrow(SpdyError);
  });

  test.each([
    ["fewer headers than were promised", Buffer.from("00000002", "hex")],
    ["a length beyond the end", Buffer.from("00000001ffffffff61", "hex")],
    ["a header twice", plainOf({ A: "1", a: "2" })],
    ["a header without a name", plainOf({ "": "1" })],
  ])("refuses %s", async (_what, plain) => {
    const [block = Buffer.alloc(0)] = await peerBlocks([plain], {});
    expect(() => new HeaderDecoder().decode(block)).toThrow(SpdyError);
  });

  test("noise is refused, or is headers by chance", () => {
    const random = randomOf(2);
    for (let round = 0; round < 2000; round += 1) {
      const noise = Buffer.from(Array.from({ length: 30 }, () => random(256)));
      Buffer.from("7801", "hex").copy(noise);
      try {
        new HeaderDecoder().decode(noise);
      } catch (error) {
        expect(error).toBeInstanceOf(SpdyError);
      }
    }
  });
});
