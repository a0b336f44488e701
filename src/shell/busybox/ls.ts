// Stands for ls.

import type { FileInfo } from "../files.ts";
import { childOf } from "../paths.ts";
import type { Applet, Run } from "./applet.ts";
import { formatDate } from "./dates.ts";
import { humanSize } from "./files/size.ts";
import { formatMode } from "./files/stat.ts";
import type { Options } from "./options.ts";

export const lsApplets: Readonly<Record<string, Applet>> = { ls, ll: ls };

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly info: FileInfo;
}

function ls(run: Run): number {
  const options = run.options("laA1RdhntrSFiLpsC", { all: "a", color: "C", colour: "C" });
  const operands = options.operands.length === 0 ? ["."] : options.operands;
  const files: Entry[] = [];
  const directories: Entry[] = [];
  let status = 0;
  for (const operand of operands) {
    const path = run.path(operand);
    const found = run.attempt(
      () => {
        const isFollowed = !options.has("l") || options.has("L") || /\/\.?$/.test(operand);
        const info = isFollowed && run.files.exists(path) ? run.files.stat(path) : run.files.lstat(path);
        (info.type === "directory" && !options.has("d") ? directories : files).push({ name: operand, path, info });
      },
      (reason) => `${operand}: ${reason}`,
    );
    if (!found) status = 1;
  }
  if (files.length > 0) printEntries(run, options, sorted(files, options), false);
  const showsNames = operands.length > 1 || options.has("R");
  let isFirst = files.length === 0;
  const show = (directory: Entry) => {
    if (showsNames) run.print(`${isFirst ? "" : "\n"}${directory.name}:\n`);
    isFirst = false;
    const entries = readEntries(run, directory, options);
    if (entries === undefined) {
      status = 1;
      return;
    }
    printEntries(run, options, entries, true);
    if (!options.has("R")) return;
    for (const entry of entries) {
      if (entry.info.type === "directory" && entry.name !== "." && entry.name !== "..")
        show({ ...entry, name: childOf(directory.name, entry.name) });
    }
  };
  for (const directory of sorted(directories, options)) show(directory);
  return status;
}

function readEntries(run: Run, directory: Entry, options: Options): Entry[] | undefined {
  let names: string[] = [];
  const done = run.attempt(
    () => {
      names = run.files.list(directory.path);
    },
    (reason) => `can't open '${directory.name}': ${reason}`,
  );
  if (!done) return undefined;
  const wanted = options.has("a")
    ? [".", "..", ...names]
    : names.filter((name) => options.has("A") || !name.startsWith("."));
  const entries = wanted.map((name) => {
    const path = run.path(childOf(directory.path, name));
    // The directory itself may have been found through a link.
    const isFollowed = name === "." || name === ".." || options.has("L");
    const info = isFollowed && run.files.exists(path) ? run.files.stat(path) : run.files.lstat(path);
    return { name, path, info };
  });
  return sorted(entries, options);
}

function sorted(entries: readonly Entry[], options: Options): Entry[] {
  const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const order = (a: Entry, b: Entry) => {
    if (options.has("t")) return b.info.modifiedAt - a.info.modifiedAt || byName(a, b);
    if (options.has("S")) return b.info.size - a.info.size || byName(a, b);
    return byName(a, b);
  };
  const result = [...entries].sort(order);
  return options.has("r") ? result.reverse() : result;
}

function printEntries(run: Run, options: Options, entries: readonly Entry[], isDirectory: boolean): void {
  if (options.has("l") || options.has("n")) {
    if (isDirectory)
      run.print(
        `total ${entries.reduce((sum, { info }) => sum + (info.type === "symlink" ? 0 : Math.ceil(info.size / 4096) * 4), 0)}\n`,
      );
    for (const entry of entries) run.print(`${formatLong(run, options, entry)}\n`);
    return;
  }
  const names = entries.map((entry) => entry.name + mark(entry, options));
  if (options.has("1") || !run.process.stdout.isTerminal) run.print(names.map((name) => `${name}\n`).join(""));
  else printColumns(run, names);
}

function mark({ info }: Entry, options: Options): string {
  if (!options.has("F") && !options.has("p")) return "";
  if (info.type === "directory") return "/";
  return !options.has("F") ? "" : info.type === "symlink" ? "@" : (info.mode & 0o111) !== 0 ? "*" : "";
}

const halfYearMs = 15_768_000_000;

function formatLong(run: Run, options: Options, entry: Entry): string {
  const { info } = entry;
  const isOld = Math.abs(run.process.machine.now() - info.modifiedAt) > halfYearMs;
  const date = formatDate(info.modifiedAt, isOld ? "%b %e  %Y" : "%b %e %H:%M");
  const names = options.has("n")
    ? { user: String(info.uid), group: String(info.gid) }
    : { user: nameOfId(run, "/etc/passwd", info.uid), group: nameOfId(run, "/etc/group", info.gid) };
  const links = info.type === "directory" ? 2 : 1;
  const size = options.has("h") ? humanSize(info.size) : String(info.size);
  const target = info.target === undefined ? "" : ` -> ${info.target}`;
  return `${formatMode(info)} ${String(links).padStart(4)} ${names.user.padEnd(8)} ${names.group.padEnd(8)} ${size.padStart(9)} ${date} ${entry.name}${mark(entry, options)}${target}`;
}

export function nameOfId(run: Run, file: string, id: number): string {
  if (!run.files.exists(file)) return id === 0 ? "root" : String(id);
  const line = run.files
    .read(file)
    .split("\n")
    .find((candidate) => candidate.split(":")[2] === String(id));
  return line?.split(":")[0] ?? (id === 0 ? "root" : String(id));
}

function printColumns(run: Run, names: readonly string[]): void {
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const columns = Math.max(1, Math.floor(80 / width));
  const rows = Math.ceil(names.length / columns);
  for (let row = 0; row < rows; row++) {
    const cells = names.filter((_, index) => index % rows === row);
    run.print(`${cells.map((name, index) => (index === cells.length - 1 ? name : name.padEnd(width))).join("")}\n`);
  }
}
