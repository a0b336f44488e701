// Stands for the border between text and bytes. Files, streams and sockets carry JavaScript strings, so one convention holds everywhere:
// a string is UTF-8 text, and a byte that is no part of valid UTF-8 is the lone surrogate U+DC80 … U+DCFF (0xDC00 + the byte).
// Promises that bytesOfText(textOfBytes(bytes)) equals bytes for any bytes, that text stays readable text, and that pure text is fast.
// Bytes that meet by joining strings count as what they are together: bytesOfText and byteLength need no whole characters.

const ESCAPE = 0xdc00;
const REPLACEMENT = [0xef, 0xbf, 0xbd];
/** Whoever copies asks for the same long text several times on its way: the answer to the last one is remembered. */
const LONG = 4096;
let lastLong = { text: "", length: 0 };
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** The bytes as text; what is no UTF-8 is escaped byte by byte. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return escapedText(bytes);
  }
}

/** A lone surrogate that stands for no byte has no bytes of its own: it becomes U+FFFD, as TextEncoder does it. */
export function bytesOfText(text: string): Uint8Array {
  if (!LONE_SURROGATE.test(text)) return new TextEncoder().encode(text);
  const bytes = new Uint8Array(byteLength(text));
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    if (code < 0x80) bytes[end++] = code;
    else if (isEscapedByte(code)) bytes[end++] = code - ESCAPE;
    else if (code >= 0xd800 && code < 0xe000) for (const byte of REPLACEMENT) bytes[end++] = byte;
    else {
      if (code < 0x800) bytes[end++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[end++] = 0xe0 | (code >> 12);
        else {
          bytes[end++] = 0xf0 | (code >> 18);
          bytes[end++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[end++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes;
}

/** How many bytes the text is: bytesOfText(text).length, without making them. */
export function byteLength(text: string): number {
  if (text.length < LONG) return countBytes(text);
  if (text !== lastLong.text) lastLong = { text, length: countBytes(text) };
  return lastLong.length;
}

function countBytes(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80 || isEscapedByte(unit)) continue;
    if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(at + 1))) at += 1;
    else if (unit < 0x800) {
      length += 1;
      continue;
    }
    length += 2;
  }
  return length;
}

/** One byte, 0 to 255. */
export function textOfByte(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : ESCAPE + byte);
}

/** What slice() does with characters, done with bytes: a negative position counts from the end. */
export function sliceBytes(text: string, start: number, end?: number): string {
  return textOfBytes(bytesOfText(text).subarray(start, end));
}

/** The same bytes as text again: characters whose bytes were joined from pieces become characters. */
export function joinedText(text: string): string {
  return LONE_SURROGATE.test(text) ? textOfBytes(bytesOfText(text)) : text;
}

/** For eyes and for JSON: what is no text shows as U+FFFD. The bytes are lost, so never for data on its way. */
export function readableText(text: string): string {
  return LONE_SURROGATE.test(text) ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOfText(text)) : text;
}

/** Whether the bytes are nothing but text (Go's utf8.Valid). */
export function isPureText(text: string): boolean {
  return isWellFormed(joinedText(text));
}

/** Whether the string needs no care on its way out: what writes strings as UTF-8 writes it unharmed. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** Bytes that arrive in chunks and are looked at as text: a character that is split over chunks is held back until it is whole.
 * Sockets need none: half a character may be all that the other side sends before it waits, and bytes join anyway. */
export class ByteDecoder {
  private held: Uint8Array = new Uint8Array(0);

  decode(chunk: Uint8Array): string {
    const bytes = this.held.length === 0 ? chunk : joined(this.held, chunk);
    const end = bytes.length - unfinishedLength(bytes);
    // A copy, since the reader may use the chunk again.
    this.held = new Uint8Array(bytes.subarray(end));
    return textOfBytes(bytes.subarray(0, end));
  }

  end(): string {
    const rest = this.held;
    this.held = new Uint8Array(0);
    return textOfBytes(rest);
  }
}

function isEscapedByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function escapedText(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length = characterLength(first);
    if (length === 1 || validLength(bytes, at, length) < length) {
      units[end++] = first < 0x80 ? first : ESCAPE + first;
      at += 1;
      continue;
    }
    let code = first & (0x7f >> length);
    for (let next = 1; next < length; next += 1) code = (code << 6) | ((bytes[at + next] ?? 0) & 0x3f);
    if (code > 0xffff) {
      units[end++] = 0xd7c0 + (code >> 10);
      units[end++] = 0xdc00 | (code & 0x3ff);
    } else units[end++] = code;
    at += length;
  }
  return textOfUnits(units.subarray(0, end));
}

function textOfUnits(units: Uint16Array): string {
  let text = "";
  // In pieces, because a call takes only so many arguments.
  for (let at = 0; at < units.length; at += 8192) text += String.fromCharCode(...units.subarray(at, at + 8192));
  return text;
}

/** How long the character is that begins with this byte; 1 too for a byte that begins none. */
function characterLength(first: number): 1 | 2 | 3 | 4 {
  if (first < 0xc2 || first > 0xf4) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** How many of the character's bytes are there and right: no overlong forms, no surrogates, nothing above U+10FFFF. */
function validLength(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    const least = next > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = next > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return next;
  }
  return length;
}

/** How many bytes at the end are the beginning of a character that the next chunk may finish. */
function unfinishedLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const at = bytes.length - back;
    const length = characterLength(bytes[at] ?? 0);
    if (length > back) return validLength(bytes, at, length) === back ? back : 0;
  }
  return 0;
}
