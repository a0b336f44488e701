// The small programs about files and directories.

import type { FileInfo } from "../files.ts";
import { openOutput } from "../open.ts";
import { childOf, nameOf, parentOf, resolvePath } from "../paths.ts";
import { type Doing, readAll, readChunk } from "../reading.ts";
import type { Applet, Run } from "./applet.ts";
import { parseTime } from "./dates.ts";

export const fileApplets: Readonly<Record<string, Applet>> = {
  rm,
  mkdir,
  rmdir,
  mv,
  cp,
  touch,
  ln,
  chmod,
  chown,
  chgrp: chown,
  readlink,
  realpath,
  basename,
  dirname,
  mktemp,
  stat,
  du,
  df,
  dd,
  truncate,
  sync: () => 0,
  install,
};

function each(operands: readonly string[], action: (operand: string) => boolean): number {
  let status = 0;
  for (const operand of operands) if (!action(operand)) status = 1;
  return status;
}

function isDirectory(run: Run, path: string): boolean {
  return run.files.exists(path) && run.files.stat(path).type === "directory";
}

function infoOf(run: Run, path: string): FileInfo | undefined {
  let info: FileInfo | undefined;
  const failed = !quietly(() => {
    info = run.files.lstat(path);
  });
  return failed ? undefined : info;
}

function quietly(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function rm(run: Run): number {
  const options = run.options("rRfiv");
  if (options.operands.length === 0 && !options.has("f")) run.usage("rm [-irf] FILE...");
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    if (infoOf(run, path) === undefined) {
      if (options.has("f")) return true;
      return run.attempt(
        () => run.files.lstat(path),
        (reason) => `can't remove '${operand}': ${reason}`,
      );
    }
    return removeTree(run, path, operand, options.has("r") || options.has("R"));
  });
}

function removeTree(run: Run, path: string, operand: string, recursive: boolean): boolean {
  if (run.files.lstat(path).type === "directory") {
    if (!recursive) {
      run.complain(`'${operand}' is a directory`);
      return false;
    }
    let all = true;
    for (const name of run.files.list(path))
      all = removeTree(run, childOf(path, name), childOf(operand, name), true) && all;
    if (!all) return false;
  }
  return run.attempt(
    () => run.files.remove(path),
    (reason) => `can't remove '${operand}': ${reason}`,
  );
}

function mkdir(run: Run): number {
  const options = run.options("pm:v", { parents: "p", mode: "m" });
  if (options.operands.length === 0) run.usage("mkdir [-m MODE] [-p] DIRECTORY...");
  const mode = options.value("m") === undefined ? 0o755 : Number.parseInt(options.value("m") ?? "755", 8);
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    const words = (reason: string) => `can't create directory '${operand}': ${reason}`;
    if (!options.has("p")) return run.attempt(() => run.files.makeDirectory(path, mode), words);
    return run.attempt(() => makeParents(run, path, mode), words);
  });
}

function makeParents(run: Run, path: string, mode: number): void {
  if (isDirectory(run, path)) return;
  if (path !== "/") makeParents(run, parentOf(path), 0o755);
  run.files.makeDirectory(path, mode);
}

function rmdir(run: Run): number {
  const options = run.options("p", { "ignore-fail-on-non-empty": "p" });
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    const info = infoOf(run, path);
    if (info !== undefined && info.type !== "directory") {
      run.complain(`'${operand}': Not a directory`);
      return false;
    }
    return run.attempt(
      () => run.files.remove(path),
      (reason) => `'${operand}': ${reason}`,
    );
  });
}

function targetOf(run: Run, source: string, target: string): string {
  const path = run.path(target);
  return isDirectory(run, path) ? childOf(path, nameOf(run.path(source))) : path;
}

function mv(run: Run): number {
  const options = run.options("finTv");
  const sources = options.operands.slice(0, -1);
  const target = options.operands.at(-1);
  if (target === undefined || sources.length === 0) return run.usage("mv [-finT] SOURCE... DEST");
  if (sources.length > 1 && !isDirectory(run, run.path(target))) run.fail(`target '${target}' is not a directory`);
  return each(sources, (source) => {
    const from = run.path(source);
    const to = targetOf(run, source, target);
    if (options.has("n") && run.files.exists(to)) return true;
    const words = (reason: string) => `can't rename '${source}': ${reason}`;
    if (infoOf(run, from) === undefined) return run.attempt(() => run.files.lstat(from), words);
    return run.attempt(() => moveTree(run, from, to), words);
  });
}

function moveTree(run: Run, from: string, to: string): void {
  try {
    run.files.rename(from, to);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EXDEV") throw error;
    copyTree(run, from, to, true);
    removeTree(run, from, from, true);
  }
}

function cp(run: Run): number {
  const options = run.options("arRpfLPdiv", { recursive: "r", archive: "a" });
  const sources = options.operands.slice(0, -1);
  const target = options.operands.at(-1);
  if (target === undefined || sources.length === 0) return run.usage("cp [-arPLHpfinlsTu] SOURCE DEST");
  if (sources.length > 1 && !isDirectory(run, run.path(target))) run.fail(`target '${target}' is not a directory`);
  const recursive = options.has("r") || options.has("R") || options.has("a");
  const keepsLinks = options.has("a") || options.has("P") || options.has("d");
  return each(sources, (source) => {
    const from = run.path(source);
    if (!run.files.exists(from) && infoOf(run, from)?.type !== "symlink") {
      return run.attempt(
        () => run.files.stat(from),
        (reason) => `can't stat '${source}': ${reason}`,
      );
    }
    if (isDirectory(run, from) && !recursive) {
      run.complain(`omitting directory '${source}'`);
      return false;
    }
    const to = targetOf(run, source, target);
    return run.attempt(
      () => copyTree(run, from, to, keepsLinks),
      (reason) => `can't create '${target}': ${reason}`,
    );
  });
}

function copyTree(run: Run, from: string, to: string, keepsLinks: boolean): void {
  const info = keepsLinks ? run.files.lstat(from) : run.files.stat(from);
  if (info.type === "symlink") run.files.link(info.target ?? "", to);
  else if (info.type === "file") run.files.write(to, run.files.read(from), info.mode);
  else {
    if (!isDirectory(run, to)) run.files.makeDirectory(to, info.mode);
    for (const name of run.files.list(from)) copyTree(run, childOf(from, name), childOf(to, name), keepsLinks);
  }
}

function touch(run: Run): number {
  const options = run.options("cd:t:r:amh", { "no-create": "c", date: "d" });
  if (options.operands.length === 0) run.usage("touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...");
  const date = options.value("d");
  const at =
    date === undefined
      ? run.process.machine.now()
      : (parseTime(date, run.process.machine.now()) ?? run.fail(`invalid date '${date}'`));
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    if (!run.files.exists(path) && options.has("c")) return true;
    return run.attempt(
      () => {
        if (!run.files.exists(path)) run.files.write(path, "");
        run.files.setModifiedAt(path, at);
      },
      (reason) => `${operand}: ${reason}`,
    );
  });
}

function ln(run: Run): number {
  const options = run.options("sfnvT", { symbolic: "s", force: "f" });
  const [target, name = "."] = options.operands;
  if (target === undefined) return run.usage("ln [-sfnbtv] [-S SUF] TARGET... LINK|DIR");
  const path = run.path(name);
  const place = isDirectory(run, path) && !options.has("n") ? childOf(path, nameOf(target)) : path;
  return run.attempt(
    () => {
      if (options.has("f") && infoOf(run, place) !== undefined) run.files.remove(place);
      // Simplified: a hard link is a copy, since a tree of files has no shared inodes; the contents are the same at that moment.
      if (options.has("s")) run.files.link(target, place);
      else if (run.files.exists(place)) run.files.makeDirectory(place);
      else run.files.write(place, run.files.read(run.path(target)));
    },
    (reason) => `${name}: ${reason}`,
  )
    ? 0
    : 1;
}

function chmod(run: Run): number {
  const [flag, ...rest] = run.args;
  const recursive = flag === "-R";
  const [mode, ...operands] = recursive ? rest : run.args;
  if (mode === undefined || operands.length === 0) return run.usage("chmod [-R] MODE[,MODE]... FILE...");
  return each(operands, (operand) =>
    changeTree(run, operand, recursive, (path, info) => {
      const wanted = newMode(mode, info) ?? run.fail(`invalid mode '${mode}'`);
      run.files.setMode(path, wanted);
    }),
  );
}

function changeTree(
  run: Run,
  operand: string,
  recursive: boolean,
  change: (path: string, info: FileInfo) => void,
): boolean {
  const path = run.path(operand);
  const done = run.attempt(
    () => change(path, run.files.stat(path)),
    (reason) => `${operand}: ${reason}`,
  );
  if (!done || !recursive || !isDirectory(run, path)) return done;
  return run.files.list(path).every((name) => changeTree(run, childOf(operand, name), true, change));
}

export function newMode(spec: string, info: FileInfo): number | undefined {
  if (/^[0-7]+$/.test(spec)) return Number.parseInt(spec, 8);
  let mode = info.mode;
  for (const clause of spec.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return undefined;
    const [, who = "", operator, what = ""] = match;
    const classes = who === "" || who.includes("a") ? "ugo" : who;
    let bits = 0;
    let cleared = 0;
    for (const letter of classes) {
      const shift = { u: 6, g: 3, o: 0 }[letter] ?? 0;
      cleared |= 7 << shift;
      for (const right of what)
        bits |=
          ({ r: 4, w: 2, x: 1, X: info.type === "directory" || (info.mode & 0o111) !== 0 ? 1 : 0 }[right] ?? 0) <<
          shift;
      if (what.includes("s")) bits |= letter === "u" ? 0o4000 : letter === "g" ? 0o2000 : 0;
    }
    if (what.includes("t")) bits |= 0o1000;
    mode = operator === "+" ? mode | bits : operator === "-" ? mode & ~bits : (mode & ~cleared) | bits;
  }
  return mode;
}

function chown(run: Run): number {
  const options = run.options("RhLv");
  const [owner, ...operands] = options.operands;
  if (owner === undefined || operands.length === 0) return run.usage(`${run.name} [-Rh] OWNER[:GROUP] FILE...`);
  const [user = "", group] = run.name === "chgrp" ? ["", owner] : owner.split(/[:.]/);
  const uid = user === "" ? undefined : idOf(run, "/etc/passwd", user);
  const gid = group === undefined || group === "" ? undefined : idOf(run, "/etc/group", group);
  return each(operands, (operand) =>
    changeTree(run, operand, options.has("R"), (path, info) => {
      run.files.setOwner(path, uid ?? info.uid, gid ?? info.gid);
    }),
  );
}

function idOf(run: Run, file: string, name: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const text = run.files.exists(file) ? run.files.read(file) : "root:x:0:0";
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name}:`));
  return line === undefined
    ? run.fail(`unknown ${file === "/etc/group" ? "group" : "user"} ${name}`)
    : Number(line.split(":")[2]);
}

function readlink(run: Run): number {
  const options = run.options("fnv");
  const [operand = ""] = options.operands;
  const path = run.path(operand);
  if (!options.has("f")) {
    const info = infoOf(run, path);
    if (info?.target === undefined) return 1;
    run.print(`${info.target}\n`);
    return 0;
  }
  run.print(`${realPath(run, path)}\n`);
  return 0;
}

function realPath(run: Run, path: string): string {
  let done = "/";
  let rest = path.split("/").filter((part) => part !== "");
  for (let links = 0; rest.length > 0 && links < 40; ) {
    const [name = "", ...others] = rest;
    const next = childOf(done, name);
    const target = infoOf(run, next)?.target;
    if (target === undefined) {
      done = next;
      rest = others;
    } else {
      links++;
      rest = [
        ...resolvePath(done, target)
          .split("/")
          .filter((part) => part !== ""),
        ...others,
      ];
      done = "/";
    }
  }
  return done;
}

function realpath(run: Run): number {
  return each(run.options("").operands, (operand) => {
    const path = realPath(run, run.path(operand));
    return (
      run.attempt(
        () => run.files.lstat(parentOf(path)),
        (reason) => `${operand}: ${reason}`,
      ) && (run.print(`${path}\n`), true)
    );
  });
}

function basename(run: Run): number {
  const [path, suffix] = run.options("+az").operands;
  if (path === undefined) return run.usage("basename FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...");
  const name = nameOf(path.replace(/(.)\/+$/, "$1")) || "/";
  run.print(
    `${suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
  );
  return 0;
}

function dirname(run: Run): number {
  const [path = ""] = run.options("").operands;
  const clean = path.replace(/(.)\/+$/, "$1");
  run.print(`${clean.includes("/") ? clean.slice(0, clean.lastIndexOf("/")) || "/" : "."}\n`);
  return 0;
}

function mktemp(run: Run): number {
  const options = run.options("dqutp:");
  const [template = "tmp.XXXXXX"] = options.operands;
  const base =
    options.operands.length === 0 || options.has("p") || options.has("t")
      ? childOf(options.value("p") ?? "/tmp", template)
      : template;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const name = base.replace(/X{6,}$/, (all) =>
    [...all].map(() => letters.charAt(Math.floor(run.process.machine.random() * letters.length))).join(""),
  );
  const path = run.path(name);
  const make = () => (options.has("d") ? run.files.makeDirectory(path, 0o700) : run.files.write(path, "", 0o600));
  if (!run.attempt(make, (reason) => `${name}: ${reason}`)) return 1;
  run.print(`${name}\n`);
  return 0;
}

const typeNames = { file: "regular file", directory: "directory", symlink: "symbolic link" } as const;

function stat(run: Run): number {
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

export function humanSize(bytes: number): string {
  let value = bytes;
  for (const unit of ["", "K", "M", "G", "T"]) {
    if (value < 1024 || unit === "T") return unit === "" ? String(Math.round(value)) : `${value.toFixed(1)}${unit}`;
    value /= 1024;
  }
  return String(bytes);
}

function du(run: Run): number {
  const options = run.options("shkamcd:x");
  const divisor = options.has("m") ? 1024 * 1024 : 1024;
  const show = (bytes: number, name: string) =>
    run.print(`${options.has("h") ? humanSize(bytes) : Math.ceil(bytes / divisor)}\t${name}\n`);
  const sum = (operand: string, isTop: boolean): number => {
    const path = run.path(operand);
    const info = run.files.lstat(path);
    let bytes = info.type === "symlink" ? 0 : Math.ceil(info.size / 4096) * 4096;
    if (info.type === "directory") for (const name of run.files.list(path)) bytes += sum(childOf(operand, name), false);
    if (isTop || (!options.has("s") && (info.type === "directory" || options.has("a")))) show(bytes, operand);
    return bytes;
  };
  return each(options.operands.length === 0 ? ["."] : options.operands, (operand) =>
    run.attempt(
      () => sum(operand, true),
      (reason) => `${operand}: ${reason}`,
    ),
  );
}

// Simplified: one file system of a fixed size; a container's mounts do not report how full they are.
function df(run: Run): number {
  const options = run.options("hkPTmai");
  const total = 102_400 * 1024 * 1024;
  const used = 20_480 * 1024 * 1024;
  const cell = (bytes: number) => (options.has("h") ? humanSize(bytes) : String(bytes / 1024)).padStart(9);
  run.print(
    `Filesystem           ${options.has("h") ? "     Size" : "1K-blocks"}      Used Available Use% Mounted on\n`,
  );
  run.print(`${"overlay".padEnd(20)} ${cell(total)} ${cell(used)} ${cell(total - used)}  20% /\n`);
  return 0;
}

function parseSize(text: string): number {
  const match = /^(\d+)([kKMGbc]?)B?$/.exec(text);
  if (match === null) return Number.NaN;
  return (
    Number(match[1]) * ({ "": 1, c: 1, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] ?? ""] ?? 1)
  );
}

function* dd(run: Run): Doing<number> {
  const settings = new Map(run.args.map((arg) => [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)]));
  const block = parseSize(settings.get("bs") ?? "512");
  const count = settings.has("count") ? parseSize(settings.get("count") ?? "") : Number.POSITIVE_INFINITY;
  if (Number.isNaN(block) || Number.isNaN(count)) run.fail("invalid number");
  const input = run.open(settings.get("if") ?? "-", (reason) => `can't open '${settings.get("if")}': ${reason}`);
  if (input === undefined) return 1;
  const started = run.process.machine.now();
  const target = settings.get("of");
  const failed: string[] = [];
  const output = target === undefined ? run.process.stdout : undefined;
  let file = output;
  if (
    target !== undefined &&
    !run.attempt(
      () => {
        file = openOutput(run.process, target, { append: false });
      },
      (reason) => `can't open '${target}': ${reason}`,
    )
  )
    return 1;
  const limit = block * count;
  let bytes = 0;
  while (bytes < limit && failed.length === 0) {
    const text = yield* readChunk(input);
    if (text === undefined) break;
    const part = text.slice(0, limit - bytes);
    bytes += part.length;
    if (
      !run.attempt(
        () => {
          file?.write(part);
        },
        (reason) => `error writing '${target ?? "standard output"}': ${reason}`,
      )
    )
      failed.push(part);
    yield* run.work(part.length / 1_000_000);
  }
  const blocks = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  const seconds = Math.max(run.process.machine.now() - started, 1) / 1000;
  if (settings.get("status") !== "none") {
    run.process.stderr.write(`${blocks} records in\n${blocks} records out\n`);
    run.process.stderr.write(
      `${bytes} bytes (${humanSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${humanSize(bytes / seconds)}B/s\n`,
    );
  }
  return failed.length > 0 ? 1 : 0;
}

function truncate(run: Run): number {
  const options = run.options("s:c", { size: "s" });
  const size = parseSize(options.value("s") ?? "0");
  return each(options.operands, (operand) =>
    run.attempt(
      () => {
        const path = run.path(operand);
        const text = run.files.exists(path) ? run.files.read(path) : "";
        run.files.write(path, text.slice(0, size).padEnd(size, "\0"));
      },
      (reason) => `${operand}: ${reason}`,
    ),
  );
}

function* install(run: Run): Doing<number> {
  const options = run.options("dm:D");
  if (options.has("d"))
    return each(options.operands, (operand) =>
      run.attempt(
        () => makeParents(run, run.path(operand), 0o755),
        (reason) => `${operand}: ${reason}`,
      ),
    );
  const [source = "", target = ""] = options.operands;
  const input = run.open(source);
  if (input === undefined) return 1;
  const text = yield* readAll(input);
  const mode = Number.parseInt(options.value("m") ?? "755", 8);
  return run.attempt(
    () => run.files.write(targetOf(run, source, target), text, mode),
    (reason) => `${target}: ${reason}`,
  )
    ? 0
    : 1;
}
