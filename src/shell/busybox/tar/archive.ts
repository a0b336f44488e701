// The format of tar archives (ustar), as text with one character a byte.

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
  return header(member) + content + ZERO.repeat((BLOCK - (content.length % BLOCK)) % BLOCK);
}

function header(member: Member): string {
  const [prefix, name] = splitName(member.type === "directory" ? `${member.name}/` : member.name);
  const start = [
    text(name, 100),
    octal(member.mode, 8),
    octal(member.uid, 8),
    octal(member.gid, 8),
    octal(member.content.length, 12),
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
  return value.slice(0, width).padEnd(width, ZERO);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}${ZERO}`;
}

function checksum(bytes: string): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) sum += bytes.charCodeAt(at) & 0xff;
  return sum;
}

// A name longer than its field is split at a slash.
function splitName(path: string): [prefix: string, name: string] {
  if (path.length <= 100) return ["", path];
  const slash = path.indexOf("/", path.length - 101);
  return slash < 0 ? ["", path.slice(0, 100)] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Undefined for what is no archive. */
export function readArchive(bytes: string): Member[] | undefined {
  const members: Member[] = [];
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== ZERO; ) {
    const head = bytes.slice(at, at + BLOCK);
    if (!head.startsWith("ustar", 257)) return undefined;
    const member = memberOf(head, bytes.slice(at + BLOCK));
    members.push(member);
    at += BLOCK + Math.ceil(member.content.length / BLOCK) * BLOCK;
  }
  return bytes.length < BLOCK ? undefined : members;
}

function memberOf(head: string, rest: string): Member {
  const field = (start: number, width: number) => head.slice(start, start + width).split(ZERO)[0] ?? "";
  const number = (start: number, width: number) => Number.parseInt(field(start, width).trim(), 8) || 0;
  const prefix = field(345, 155);
  const flag = head[156];
  return {
    name: `${prefix === "" ? "" : `${prefix}/`}${field(0, 100)}`.replace(/\/$/, ""),
    type: flag === FLAGS.directory ? "directory" : flag === FLAGS.symlink ? "symlink" : "file",
    mode: number(100, 8),
    uid: number(108, 8),
    gid: number(116, 8),
    modifiedAt: number(136, 12) * 1000,
    content: rest.slice(0, number(124, 12)),
    target: field(157, 100),
  };
}
