// Stands for `etcdctl snapshot save` and `etcdutl snapshot restore|status`.

import { FileError } from "../../../../shell/files.ts";
import { makePath } from "../../../../shell/make-path.ts";
import type { Process } from "../../../../shell/process.ts";
import { flag } from "../daemon.ts";
import { type EtcdDatabase, formatSnapshot, parseSnapshot, type Snapshot } from "./database.ts";
import { logLine } from "./log.ts";
import { DATABASE_FILE } from "./server.ts";

/** Something went wrong; printed after `Error: `. */
export class EtcdError extends Error {}

export function saveSnapshot(process: Process, file: string, endpoint: string, database: EtcdDatabase): void {
  const { stdout, stderr, machine } = process;
  const say = (caller: string, message: string, fields: object): void => {
    stderr.write(`${logLine(process, caller, message, { ...fields })}\n`);
  };
  const path = absolute(process, file);
  const text = formatSnapshot({ revision: database.revision, keys: database.keys().length, data: database.save() });
  say("snapshot/v3_snapshot.go:65", "created temporary db file", { path: `${file}.part` });
  say("snapshot/v3_snapshot.go:73", "fetching snapshot", { endpoint });
  try {
    machine.files.write(path, text, 0o600);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new EtcdError(`could not open ${file}.part (open ${file}.part: ${wordsOf(error)})`);
  }
  say("snapshot/v3_snapshot.go:88", "fetched snapshot", { endpoint, size: sizeText(text.length), took: "now" });
  say("snapshot/v3_snapshot.go:97", "saved", { path: file });
  stdout.write(`Snapshot saved at ${file}\n`);
}

export function restoreSnapshot(process: Process, file: string): void {
  const { stderr, machine } = process;
  const text = readSnapshot(process, file).text;
  const directory = flag(process.argv, "data-dir") ?? "default.etcd";
  const path = absolute(process, directory);
  if (machine.files.exists(path) && machine.files.list(path).length > 0)
    throw new EtcdError(`data-dir "${directory}" not empty or could not be read`);
  const places = { path: file, "wal-dir": `${directory}/member/wal`, "data-dir": directory };
  const fields = { ...places, "snap-dir": `${directory}/member/snap` };
  stderr.write(`${logLine(process, "snapshot/v3_snapshot.go:265", "restoring snapshot", fields)}\n`);
  makePath(machine.files, `${path}/member/wal`, 0o700);
  makePath(machine.files, `${path}/member/snap`, 0o700);
  machine.files.write(`${path}/${DATABASE_FILE}`, text, 0o600);
  stderr.write(`${logLine(process, "snapshot/v3_snapshot.go:293", "restored snapshot", fields)}\n`);
}

export function snapshotStatus(process: Process, file: string): void {
  const { text, snapshot } = readSnapshot(process, file);
  const cells = [checksum(text), String(snapshot.revision), String(snapshot.keys), sizeText(text.length)];
  const format = flag(process.argv, "write-out") ?? flag(process.argv, "w") ?? "simple";
  process.stdout.write(format === "table" ? statusTable(cells) : `${cells.join(", ")}\n`);
}

function statusTable(cells: readonly string[]): string {
  const heads = ["HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE"];
  const widths = heads.map((head, index) => Math.max(head.length, cells[index]?.length ?? 0));
  const rule = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+\n`;
  const centred = heads.map((head, index) => {
    const space = (widths[index] ?? 0) - head.length;
    return ` ${" ".repeat(Math.floor(space / 2))}${head}${" ".repeat(Math.ceil(space / 2))} `;
  });
  const row = cells.map((cell, index) => ` ${cell.padStart(widths[index] ?? 0)} `);
  return `${rule}|${centred.join("|")}|\n${rule}|${row.join("|")}|\n${rule}`;
}

function readSnapshot(process: Process, file: string): { readonly text: string; readonly snapshot: Snapshot } {
  const { files } = process.machine;
  const path = absolute(process, file);
  if (!files.exists(path)) throw new EtcdError(`stat ${file}: no such file or directory`);
  const text = files.read(path);
  const snapshot = parseSnapshot(text);
  if (snapshot === undefined)
    throw new EtcdError("snapshot file integrity check failed. db file is not a whole snapshot");
  return { text, snapshot };
}

function absolute({ cwd }: Process, file: string): string {
  return file.startsWith("/") ? file : `${cwd === "/" ? "" : cwd}/${file}`;
}

function wordsOf({ code }: FileError): string {
  if (code === "ENOENT") return "no such file or directory";
  return code === "EROFS" ? "read-only file system" : "permission denied";
}

export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** FNV-1a: something that changes with the data; etcd's own is a CRC. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16);
}
