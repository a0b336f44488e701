// Stands for stat.

import type { FileInfo } from "../../files.ts";
import type { Run } from "../applet.ts";
import { each } from "./operands.ts";

const typeNames = { file: "regular file", directory: "directory", symlink: "symbolic link" } as const;

export function stat(run: Run): number {
  const options = run.options("c:Lft", { format: "c" });
  const format = options.value("c");
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    return run.attempt(
      () => {
        const info = options.has("L") ? run.files.stat(path) : run.files.lstat(path);
        run.print(format === undefined ? formatStat(operand, info) : `${formatWith(format, operand, info)}\n`);
      },
      (reason) => `can't stat '${operand}': ${reason}`,
    );
  });
}

function formatStat(name: string, info: FileInfo): string {
  const time = `${new Date(info.modifiedAt).toISOString().replace("T", " ").replace("Z", "000000")} +0000`;
  const owner = (id: number, width: number) =>
    `${String(id).padStart(width)}/${(id === 0 ? "root" : "UNKNOWN").padStart(8)}`;
  return [
    `  File: ${name}${info.target === undefined ? "" : ` -> '${info.target}'`}`,
    `  Size: ${String(info.size).padEnd(10)}\tBlocks: ${String(Math.ceil(info.size / 4096) * 8).padEnd(10)} IO Block: 4096   ${typeNames[info.type]}`,
    `Access: (${info.mode.toString(8).padStart(4, "0")}/${formatMode(info)})  Uid: (${owner(info.uid, 5)})   Gid: (${owner(info.gid, 5)})`,
    `Access: ${time}`,
    `Modify: ${time}`,
    `Change: ${time}`,
    "",
  ].join("\n");
}

function formatWith(format: string, name: string, info: FileInfo): string {
  const values: Readonly<Record<string, string>> = {
    n: name,
    s: String(info.size),
    a: info.mode.toString(8),
    A: formatMode(info),
    u: String(info.uid),
    g: String(info.gid),
    U: info.uid === 0 ? "root" : "UNKNOWN",
    G: info.gid === 0 ? "root" : "UNKNOWN",
    F: typeNames[info.type],
    Y: String(Math.floor(info.modifiedAt / 1000)),
    "%": "%",
  };
  return format.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole);
}

export function formatMode(info: FileInfo): string {
  const type = { file: "-", directory: "d", symlink: "l" }[info.type];
  const bits = [6, 3, 0].map((shift) => {
    const three = (info.mode >> shift) & 7;
    const special = shift === 6 ? info.mode & 0o4000 : shift === 3 ? info.mode & 0o2000 : info.mode & 0o1000;
    const mark = shift === 0 ? "t" : "s";
    const last = special !== 0 ? ((three & 1) !== 0 ? mark : mark.toUpperCase()) : (three & 1) !== 0 ? "x" : "-";
    return `${(three & 4) !== 0 ? "r" : "-"}${(three & 2) !== 0 ? "w" : "-"}${last}`;
  });
  return type + bits.join("");
}
