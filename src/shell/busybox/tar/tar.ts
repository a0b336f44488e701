// Stands for tar: packs and unpacks archives, without compression.

import { childOf, parentOf, resolvePath } from "../../paths.ts";
import type { Doing } from "../../reading.ts";
import type { Applet, Run } from "../applet.ts";
import type { Options } from "../options.ts";
import { type Member, readArchive, writeArchive } from "./archive.ts";

export const tarApplets: Readonly<Record<string, Applet>> = { tar };

const LONG = {
  create: "c",
  extract: "x",
  list: "t",
  verbose: "v",
  file: "f",
  directory: "C",
  gzip: "z",
  "to-stdout": "O",
  touch: "m",
  "no-same-permissions": "1",
  "no-same-owner": "o",
  "strip-components": "2",
};

function* tar(run: Run): Doing<number> {
  const options = run.options("cxtvf:C:zOmpo12:kh", LONG, withDash(run.args));
  const modes = ["c", "x", "t"].filter((letter) => options.has(letter));
  if (modes.length !== 1) return run.usage("tar c|x|t [-hvokO] [-f TARFILE] [-C DIR] [FILE]...");
  if (options.has("z")) return run.fail("k8s-tutor does not simulate compressed archives");
  if (options.has("c")) return create(run, options);
  const file = options.value("f") ?? "-";
  const { text, status } = yield* run.readOperands([file]);
  if (status !== 0) return status;
  const members = readArchive(text);
  if (members === undefined) return run.fail("short read");
  const wanted = members.filter(({ name }) => isWanted(name, options.operands));
  return options.has("t") ? list(run, wanted) : extract(run, options, wanted);
}

// The first word may name the options without a dash: `tar cf FILE`.
function withDash(args: readonly string[]): readonly string[] {
  const [first = "", ...rest] = args;
  if (first === "" || first.startsWith("-")) return args;
  const letters = [...first];
  const values: string[] = [];
  const flags = letters.flatMap((letter) => {
    if (letter !== "f" && letter !== "C") return [`-${letter}`];
    values.push(letter);
    return [`-${letter}`, rest[values.length - 1] ?? ""];
  });
  return [...flags, ...rest.slice(values.length)];
}

function isWanted(name: string, operands: readonly string[]): boolean {
  if (operands.length === 0) return true;
  return operands.map(relative).some((operand) => name === operand || name.startsWith(`${operand}/`));
}

function relative(path: string): string {
  return path.replace(/^(\.?\/)+/, "").replace(/\/+$/, "") || ".";
}

function create(run: Run, options: Options): number {
  const members: Member[] = [];
  const base = resolvePath(run.process.cwd, options.value("C") ?? ".");
  if (options.operands.length === 0) return run.fail("empty archive");
  if (options.operands.some((operand) => operand.startsWith("/")))
    run.complain("removing leading '/' from member names");
  let failed = false;
  for (const operand of options.operands) {
    const add = () =>
      addTree(run, resolvePath(base, operand), operand.replace(/^\/+/, "").replace(/\/+$/, ""), members);
    if (!run.attempt(add, (reason) => `${operand}: ${reason}`)) failed = true;
  }
  const file = options.value("f") ?? "-";
  if (options.has("v")) for (const { name, type } of members) run.process.stderr.write(`${shown(name, type)}\n`);
  const archive = writeArchive(members);
  if (file === "-") run.print(archive);
  else if (
    !run.attempt(
      () => run.files.write(run.path(file), archive),
      (reason) => `can't open '${file}': ${reason}`,
    )
  )
    return 1;
  if (failed) run.complain("error exit delayed from previous errors");
  return failed ? 1 : 0;
}

function addTree(run: Run, path: string, name: string, members: Member[]): void {
  const { type, mode, uid, gid, modifiedAt, target = "" } = run.files.lstat(path);
  const content = type === "file" ? run.files.read(path) : "";
  members.push({ name, type, mode, uid, gid, modifiedAt, content, target });
  if (type !== "directory") return;
  for (const child of run.files.list(path)) addTree(run, childOf(path, child), `${name}/${child}`, members);
}

function list(run: Run, members: readonly Member[]): number {
  for (const { name, type } of members) run.print(`${shown(name, type)}\n`);
  return 0;
}

function shown(name: string, type: Member["type"]): string {
  return type === "directory" ? `${name}/` : name;
}

function extract(run: Run, options: Options, members: readonly Member[]): number {
  const base = resolvePath(run.process.cwd, options.value("C") ?? ".");
  if (!run.files.exists(base))
    return run.fail(`can't change directory to '${options.value("C")}': No such file or directory`);
  const strip = Number(options.value("2") ?? "0");
  for (const member of members) {
    const name = relative(member.name).split("/").slice(strip).join("/");
    if (name === "" || name === ".") continue;
    if (options.has("v")) run.print(`${shown(name, member.type)}\n`);
    if (options.has("O")) run.print(member.content);
    else if (
      !run.attempt(
        () => place(run, resolvePath(base, name), member),
        (reason) => `can't open '${name}': ${reason}`,
      )
    )
      return 1;
  }
  return 0;
}

function place(run: Run, path: string, { type, mode, content, target }: Member): void {
  const { files } = run;
  makeParents(run, parentOf(path));
  if (type === "directory") {
    if (!files.exists(path)) files.makeDirectory(path, mode);
  } else if (type === "symlink") files.link(target, path);
  else files.write(path, content, mode);
}

function makeParents(run: Run, path: string): void {
  if (run.files.exists(path)) return;
  makeParents(run, parentOf(path));
  run.files.makeDirectory(path);
}
