// The format of tar archives (ustar): headers and contents in blocks of 512 bytes.

import { byteLength, bytesOfText, sliceBytes, textOfBytes } from "../../../bytes/bytes.ts";

export interface Member {
  readonly name: string;
  readonly type: "file" | "directory" | "symlink";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedAt: number;
  readonly content: string;
  /** Where a symlink points. */
  readonly target: string;
}

const BLOCK = 512;
const ZERO = "\0";
const FLAGS = { file: "0", symlink: "2", directory: "5" } as const;

export function writeArchive(members: readonly Member[]): string {
  return `${members.map(block).join("")}${ZERO.repeat(2 * BLOCK)}`;
}

function block(member: Member): string {
  const { content } = member;
  return header(member) + content + ZERO.repeat((BLOCK - (byteLength(content) % BLOCK)) % BLOCK);
}

function header(member: Member): string {
  const [prefix, name] = splitName(member.type === "directory" ? `${member.name}/` : member.name);
  const start = [
    text(name, 100),
    octal(member.mode, 8),
    octal(member.uid, 8),
    octal(member.gid, 8),
    octal(byteLength(member.content), 12),
    octal(Math.floor(member.modifiedAt / 1000), 12),
  ].join("");
  const end = [
    FLAGS[member.type],
    text(member.target, 100),
    `ustar  ${ZERO}`,
    text("root", 32),
    text("root", 32),
    octal(0, 8),
    octal(0, 8),
    text(prefix, 155),
    text("", 12),
  ].join("");
  const sum = checksum(`${start}${" ".repeat(8)}${end}`);
  return `${start}${sum.toString(8).padStart(6, "0")}${ZERO} ${end}`;
}

function text(value: string, width: number): string {
  const cut = sliceBytes(value, 0, width);
  return cut + ZERO.repeat(width - byteLength(cut));
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}${ZERO}`;
}

function checksum(head: string): number {
  return bytesOfText(head).reduce((sum, byte) => sum + byte, 0);
}

// A name longer than its field is split at a slash.
function splitName(path: string): [prefix: string, name: string] {
  if (byteLength(path) <= 100) return ["", path];
  const slash = [...path.matchAll(/\//g)].find(({ index }) => byteLength(path.slice(index + 1)) <= 100);
  if (slash === undefined) return ["", path];
  return [path.slice(0, slash.index), path.slice(slash.index + 1)];
}

/** Undefined for what is no archive. */
export function readArchive(archive: string): Member[] | undefined {
  const bytes = bytesOfText(archive);
  const members: Member[] = [];
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const head = bytes.subarray(at, at + BLOCK);
    if (textOfBytes(head.subarray(257, 262)) !== "ustar") return undefined;
    const { member, size } = memberOf(head, bytes.subarray(at + BLOCK));
    members.push(member);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return bytes.length < BLOCK ? undefined : members;
}

function memberOf(head: Uint8Array, rest: Uint8Array): { readonly member: Member; readonly size: number } {
  const field = (start: number, width: number) => textOfBytes(head.subarray(start, start + width)).split(ZERO)[0] ?? "";
  const number = (start: number, width: number) => Number.parseInt(field(start, width).trim(), 8) || 0;
  const prefix = field(345, 155);
  const flag = field(156, 1);
  const size = number(124, 12);
  const member: Member = {
    name: `${prefix === "" ? "" : `${prefix}/`}${field(0, 100)}`.replace(/\/$/, ""),
    type: flag === FLAGS.directory ? "directory" : flag === FLAGS.symlink ? "symlink" : "file",
    mode: number(100, 8),
    uid: number(108, 8),
    gid: number(116, 8),
    modifiedAt: number(136, 12) * 1000,
    content: textOfBytes(rest.subarray(0, size)),
    target: field(157, 100),
  };
  return { member, size };
}
