// The headers of SPDY frames: names and values, compressed as one zlib stream a direction over the whole life of a session.
//
// Node has no zlib stream that works at once and lives on. It needs none: each sender flushes after a frame's headers, so every block
// ends on a whole byte, and all that one block inherits from those before is the text that it may point back to. That text is given
// to zlib as a dictionary, block by block.

import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { DICTIONARY_ID, spdyDictionary } from "./dictionary.ts";
import { SpdyError } from "./frame.ts";

/** Names are in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** How far back deflate can point. */
const WINDOW = 32 * 1024;
const PLAIN_LIMIT = 64 * 1024;
/** Deflate with the largest window, and a dictionary. */
const ZLIB_HEADER = 0x78bb;

export class HeaderEncoder {
  private window = spdyDictionary();
  private prefix = zlibHeader();

  encode(headers: Headers): Buffer {
    const plain = formatHeaders(headers);
    const packed = deflateRawSync(plain, { dictionary: this.window, finishFlush: constants.Z_SYNC_FLUSH });
    const block = Buffer.concat([this.prefix, packed]);
    this.prefix = Buffer.alloc(0);
    this.window = laterWindow(this.window, plain);
    return block;
  }
}

export class HeaderDecoder {
  private window: Buffer | undefined;

  decode(block: Buffer): Headers {
    const first = this.window === undefined;
    const window = this.window ?? firstWindow(block);
    const packed = first ? block.subarray(window.length === 0 ? 2 : 6) : block;
    const plain = inflate(packed, window);
    this.window = laterWindow(window, plain);
    return parseHeaders(plain);
  }
}

function zlibHeader(): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt16BE(ZLIB_HEADER);
  header.writeUInt32BE(DICTIONARY_ID, 2);
  return header;
}

function firstWindow(block: Buffer): Buffer {
  if (block.length < 6) throw new SpdyError("headers without a zlib header");
  const header = block.readUInt16BE(0);
  if ((header & 0x0f00) !== 0x0800 || header % 31 !== 0) throw new SpdyError("headers are not compressed by zlib");
  if ((header & 0x20) === 0) return Buffer.alloc(0);
  if (block.readUInt32BE(2) !== DICTIONARY_ID) throw new SpdyError("headers compressed with another dictionary");
  return spdyDictionary();
}

function inflate(packed: Buffer, window: Buffer): Buffer {
  try {
    return inflateRawSync(packed, {
      ...(window.length === 0 ? {} : { dictionary: window }),
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: PLAIN_LIMIT,
    });
  } catch (error) {
    throw new SpdyError(`headers cannot be inflated: ${(error as Error).message}`);
  }
}

function laterWindow(window: Buffer, plain: Buffer): Buffer {
  return Buffer.concat([window, plain]).subarray(-WINDOW);
}

function formatHeaders(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  const texts = entries.flat().map((text) => Buffer.from(text, "utf8"));
  return Buffer.concat([word(entries.length), ...texts.flatMap((text) => [word(text.length), text])]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function parseHeaders(plain: Buffer): Headers {
  let at = 0;
  const number = (): number => {
    if (at + 4 > plain.length) throw new SpdyError("headers end too early");
    at += 4;
    return plain.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = number();
    if (at + length > plain.length) throw new SpdyError("headers end too early");
    at += length;
    return plain.toString("utf8", at - length, at);
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left -= 1) {
    const name = text().toLowerCase();
    if (name === "" || headers.has(name))
      throw new SpdyError(`header ${JSON.stringify(name)} comes twice or has no name`);
    // A header with several values has them apart by NUL; like Go's Header.Get, whoever asks means the first.
    headers.set(name, text().split("\0", 1)[0] ?? "");
  }
  return Object.fromEntries(headers);
}
