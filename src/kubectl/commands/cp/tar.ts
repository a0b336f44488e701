// Writes and reads tar archives (ustar): headers and contents in blocks of 512 bytes.

import { byteLength, bytesOfText, sliceBytes, textOfBytes } from "../../../bytes/bytes.ts";

export interface TarEntry {
  /** Without a slash at its beginning. */
  readonly name: string;
  readonly kind: "file" | "directory";
  readonly content: string;
}

const BLOCK = 512;
const ZERO = "\0";

export function writeTar(entries: readonly TarEntry[]): string {
  const blocks = entries.map((entry) => header(entry) + padded(entry.content));
  return `${blocks.join("")}${ZERO.repeat(2 * BLOCK)}`;
}

function header({ name, kind, content }: TarEntry): string {
  const path = kind === "directory" ? `${name}/` : name;
  const [prefix, short] = splitName(path);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}${ZERO}`;
  const field = (text: string, width: number) => {
    const cut = sliceBytes(text, 0, width);
    return cut + ZERO.repeat(width - byteLength(cut));
  };
  const before = [
    field(short, 100),
    octal(kind === "directory" ? 0o755 : 0o644, 8),
    octal(0, 8),
    octal(0, 8),
    octal(byteLength(content), 12),
    octal(0, 12),
  ];
  const type = kind === "directory" ? "5" : "0";
  const after = [
    type,
    field("", 100),
    `ustar${ZERO}00`,
    field("", 32),
    field("", 32),
    octal(0, 8),
    octal(0, 8),
    field(prefix, 155),
    field("", 12),
  ];
  const checksum = sumOf(`${before.join("")}${" ".repeat(8)}${after.join("")}`);
  return `${before.join("")}${checksum.toString(8).padStart(6, "0")}${ZERO} ${after.join("")}`;
}

// A name longer than 100 bytes is split at a slash.
function splitName(path: string): [prefix: string, name: string] {
  if (byteLength(path) <= 100) return ["", path];
  const slash = [...path.matchAll(/\//g)].find(({ index }) => byteLength(path.slice(index + 1)) <= 100);
  return slash === undefined ? ["", path] : [path.slice(0, slash.index), path.slice(slash.index + 1)];
}

function padded(content: string): string {
  return content + ZERO.repeat((BLOCK - (byteLength(content) % BLOCK)) % BLOCK);
}

function sumOf(text: string): number {
  return bytesOfText(text).reduce((sum, byte) => sum + byte, 0);
}

export function readTar(archive: string): TarEntry[] {
  const bytes = bytesOfText(archive);
  const entries: TarEntry[] = [];
  let at = 0;
  while (at + BLOCK <= bytes.length && bytes[at] !== 0) {
    const head = bytes.subarray(at, at + BLOCK);
    const size = Number.parseInt(textOf(head, 124, 12), 8) || 0;
    const prefix = textOf(head, 257, 5) === "ustar" ? textOf(head, 345, 155) : "";
    const name = `${prefix === "" ? "" : `${prefix}/`}${textOf(head, 0, 100)}`.replace(/^(\.?\/)+/, "");
    const content = textOfBytes(bytes.subarray(at + BLOCK, at + BLOCK + size));
    const type = textOf(head, 156, 1);
    if (type === "5") entries.push({ name: name.replace(/\/$/, ""), kind: "directory", content: "" });
    else if (type === "0" || type === "") entries.push({ name, kind: "file", content });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

function textOf(head: Uint8Array, start: number, length: number): string {
  return (textOfBytes(head.subarray(start, start + length)).split(ZERO)[0] ?? "").trim();
}
