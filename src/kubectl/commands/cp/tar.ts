// Writes and reads tar archives (ustar) as text, one character a byte.

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
  const field = (text: string, width: number) => text.padEnd(width, ZERO);
  const before = [
    field(short, 100),
    octal(kind === "directory" ? 0o755 : 0o644, 8),
    octal(0, 8),
    octal(0, 8),
    octal(content.length, 12),
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

// A name longer than 100 characters is split at a slash.
function splitName(path: string): [prefix: string, name: string] {
  if (path.length <= 100) return ["", path];
  const slash = path.indexOf("/", path.length - 101);
  return slash === -1 ? ["", path.slice(0, 100)] : [path.slice(0, slash), path.slice(slash + 1)];
}

function padded(content: string): string {
  return content + ZERO.repeat((BLOCK - (content.length % BLOCK)) % BLOCK);
}

function sumOf(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += text.charCodeAt(index) & 0xff;
  return sum;
}

export function readTar(archive: string): TarEntry[] {
  const entries: TarEntry[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== ZERO) {
    const head = archive.slice(at, at + BLOCK);
    const size = Number.parseInt(textOf(head, 124, 12), 8) || 0;
    const prefix = head.startsWith("ustar", 257) ? textOf(head, 345, 155) : "";
    const name = `${prefix === "" ? "" : `${prefix}/`}${textOf(head, 0, 100)}`.replace(/^(\.?\/)+/, "");
    const content = archive.slice(at + BLOCK, at + BLOCK + size);
    const type = head[156];
    if (type === "5") entries.push({ name: name.replace(/\/$/, ""), kind: "directory", content: "" });
    else if (type === "0" || type === ZERO) entries.push({ name, kind: "file", content });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

function textOf(head: string, start: number, length: number): string {
  return (head.slice(start, start + length).split(ZERO)[0] ?? "").trim();
}
