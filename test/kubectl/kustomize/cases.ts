// Reads the tables of kustomizations: files that stand before the first case belong to all cases of a table.
//
//   -- app.yaml --         a file, up to the next line like this
//   === name of a case     what follows belongs to this case only
//   -- $args --            the arguments of `kubectl kustomize`, `.` when absent

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "cases");

export function tables(): [table: string, cases: Case[]][] {
  return readdirSync(FOLDER).map((file) => [
    file.replace(/\.txt$/, ""),
    parseCases(readFileSync(join(FOLDER, file), "utf8")),
  ]);
}

export function parseCases(text: string): Case[] {
  const [shared = "", ...cases] = text.split(/^=== /m);
  const common = filesOf(shared);
  return cases.map((part) => {
    const end = part.indexOf("\n");
    const { $args = ".", ...files } = { ...common, ...filesOf(part.slice(end + 1)) };
    return { name: part.slice(0, end), args: $args.trim().split(/\s+/), files };
  });
}

function filesOf(text: string): Record<string, string> {
  const parts = text.split(/^-- (.*) --\n/m).slice(1);
  const files: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) files[parts[at] ?? ""] = parts[at + 1] ?? "";
  return files;
}

export function writeFiles(folder: string, { files }: Case): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
