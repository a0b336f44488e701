// Stands for /proc: what the kernel tells of the processes of one namespace, as files. `/proc/PID/root` leads into the files of
// that process, which are another container's where containers share a namespace.

import { FileError, type FileInfo, type FileTree } from "./files.ts";
import type { Kernel } from "./kernel.ts";
import type { Machine, MountInfo } from "./process.ts";

export interface ProcSources {
  readonly kernel: Kernel;
  now(): number;
  mounts(): readonly MountInfo[];
  readonly memoryBytes: number;
  readonly cores: number;
}

type Found = NonNullable<ReturnType<Kernel["process"]>>;
type Place =
  | { readonly kind: "directory"; readonly names: readonly string[]; readonly mode: number; readonly uid: number }
  | { readonly kind: "file"; readonly text: string; readonly mode: number; readonly uid: number }
  | { readonly kind: "link"; readonly target: string; readonly uid: number }
  /** Inside another process's files. */
  | { readonly kind: "elsewhere"; readonly tree: FileTree; readonly path: string };

const OF_PROCESS = ["cmdline", "comm", "cwd", "environ", "mounts", "root", "status"];

export class ProcFiles implements FileTree {
  constructor(private readonly sources: ProcSources) {}

  stat(path: string): FileInfo {
    return this.describe(path, true);
  }

  lstat(path: string): FileInfo {
    return this.describe(path, false);
  }

  exists(path: string): boolean {
    const place = this.place(path);
    return place?.kind === "elsewhere" ? place.tree.exists(place.path) : place !== undefined;
  }

  read(path: string): string {
    const place = this.find(path);
    if (place.kind === "elsewhere") return place.tree.read(place.path);
    if (place.kind !== "file") throw new FileError("EISDIR", path);
    return place.text;
  }

  write(path: string, content: string, mode?: number): void {
    const { tree, path: inner } = this.writable(path);
    tree.write(inner, content, mode);
  }

  append(path: string, content: string): void {
    const { tree, path: inner } = this.writable(path);
    tree.append(inner, content);
  }

  list(path: string): string[] {
    const place = this.find(path);
    if (place.kind === "elsewhere") return place.tree.list(place.path);
    if (place.kind !== "directory") throw new FileError("ENOTDIR", path);
    return [...place.names];
  }

  makeDirectory(path: string, mode?: number): void {
    const { tree, path: inner } = this.writable(path);
    tree.makeDirectory(inner, mode);
  }

  remove(path: string): void {
    const { tree, path: inner } = this.writable(path);
    tree.remove(inner);
  }

  rename(from: string, to: string): void {
    const source = this.writable(from);
    const target = this.writable(to);
    if (source.tree !== target.tree) throw new FileError("EXDEV", from);
    source.tree.rename(source.path, target.path);
  }

  link(target: string, path: string): void {
    const { tree, path: inner } = this.writable(path);
    tree.link(target, inner);
  }

  readLink(path: string): string {
    const place = this.find(path);
    if (place.kind === "elsewhere" && !path.endsWith("/root")) return place.tree.readLink(place.path);
    const target = this.linkTarget(path) ?? (place.kind === "elsewhere" ? "/" : undefined);
    if (target === undefined) throw new FileError("EINVAL", path);
    return target;
  }

  // Links in another process's files are that tree's to follow: they start from its root, not from ours.
  linkTarget(path: string): string | undefined {
    const place = this.place(path);
    return place?.kind === "link" ? place.target : undefined;
  }

  setMode(path: string, mode: number): void {
    const { tree, path: inner } = this.writable(path);
    tree.setMode(inner, mode);
  }

  setOwner(path: string, uid: number, gid: number): void {
    const { tree, path: inner } = this.writable(path);
    tree.setOwner(inner, uid, gid);
  }

  setModifiedAt(path: string, ms: number): void {
    const { tree, path: inner } = this.writable(path);
    tree.setModifiedAt(inner, ms);
  }

  private describe(path: string, follows: boolean): FileInfo {
    const place = this.find(path);
    if (place.kind === "elsewhere") return follows ? place.tree.stat(place.path) : place.tree.lstat(place.path);
    const common = { uid: place.uid, gid: place.uid, modifiedAt: this.sources.now() };
    if (place.kind === "link") return { ...common, type: "symlink", mode: 0o777, size: 0, target: place.target };
    return { ...common, type: place.kind, mode: place.mode, size: 0 };
  }

  private writable(path: string): { readonly tree: FileTree; readonly path: string } {
    const place = this.place(path);
    if (place?.kind !== "elsewhere") throw new FileError(place === undefined ? "ENOENT" : "EACCES", path);
    return place;
  }

  private find(path: string): Place {
    const place = this.place(path);
    if (place === undefined) throw new FileError("ENOENT", path);
    return place;
  }

  private place(path: string): Place | undefined {
    const [first, second, ...rest] = path.split("/").filter((name) => name !== "");
    if (first === undefined) return directory([...this.pids(), ...SYSTEM, "mounts", "self"]);
    if (first === "self" && second === undefined) return { kind: "link", target: `/proc/${this.selfPid()}`, uid: 0 };
    if (first === "mounts" && second === undefined) return { kind: "link", target: "/proc/self/mounts", uid: 0 };
    if (/^\d+$/.test(first)) return this.ofProcess(Number(first), second, rest);
    const text = second === undefined ? this.systemText(first) : undefined;
    return text === undefined ? undefined : { kind: "file", text, mode: 0o444, uid: 0 };
  }

  private pids(): readonly string[] {
    return this.sources.kernel.list().map(({ pid }) => String(pid));
  }

  private selfPid(): number {
    return this.sources.kernel.process("self")?.pid ?? 1;
  }

  private ofProcess(pid: number, name: string | undefined, rest: readonly string[]): Place | undefined {
    const found = this.sources.kernel.process(pid);
    if (found === undefined) return undefined;
    const { uid } = found.machine.user;
    if (name === undefined) return { ...directory(OF_PROCESS), uid };
    if (name === "root") return { kind: "elsewhere", tree: found.machine.files, path: `/${rest.join("/")}` };
    if (rest.length > 0) return undefined;
    if (name === "cwd") return { kind: "link", target: found.cwd, uid };
    const text = this.textOf(found, name);
    return text === undefined ? undefined : { kind: "file", text, mode: name === "environ" ? 0o400 : 0o444, uid };
  }

  private textOf({ pid, parentPid, argv, env, machine, state }: Found, name: string): string | undefined {
    const command = (argv[0] ?? "").replace(/^.*\//, "").slice(0, 15);
    if (name === "cmdline") return argv.map((word) => `${word}\0`).join("");
    if (name === "comm") return `${command}\n`;
    if (name === "environ")
      return Object.entries(env)
        .map(([key, value]) => `${key}=${value}\0`)
        .join("");
    if (name === "mounts") return (machine.mounts?.() ?? this.sources.mounts()).map(mountLine).join("");
    if (name !== "status") return undefined;
    const { uid, gid } = machine.user;
    const letter = state === "waiting" ? "S (sleeping)" : "R (running)";
    const ids = (id: number): string => [id, id, id, id].join("\t");
    return `Name:\t${command}\nUmask:\t0022\nState:\t${letter}\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t${parentPid}\nUid:\t${ids(uid)}\nGid:\t${ids(gid)}\nThreads:\t1\n${privilegeLines(machine.user)}`;
  }

  private systemText(name: string): string | undefined {
    const { cores, memoryBytes, kernel, now } = this.sources;
    if (name === "meminfo") {
      const row = (key: string, share: number): string =>
        `${`${key}:`.padEnd(16)}${String(Math.floor((memoryBytes * share) / 1024)).padStart(8)} kB\n`;
      return row("MemTotal", 1) + row("MemFree", 0.61) + row("MemAvailable", 0.82);
    }
    if (name === "cpuinfo")
      return Array.from({ length: cores }, (_, index) => `processor\t: ${index}\nvendor_id\t: GenuineIntel\n\n`).join(
        "",
      );
    if (name === "uptime") {
      const first = Math.min(now(), ...kernel.list().map(({ startedAt }) => startedAt));
      return `${((now() - first) / 1000).toFixed(2)} 0.00\n`;
    }
    if (name === "loadavg") return `0.00 0.00 0.00 1/${kernel.list().length} ${this.selfPid()}\n`;
    if (name === "version") return "Linux version 6.8.0 (build@k8s) #1 SMP PREEMPT_DYNAMIC\n";
    return undefined;
  }
}

const SYSTEM = ["cpuinfo", "loadavg", "meminfo", "uptime", "version"];

function directory(names: readonly string[]): Place & { kind: "directory" } {
  return { kind: "directory", names, mode: 0o555, uid: 0 };
}

/** As /proc/mounts has it. */
export function mountLine({ device, path, type, options }: MountInfo): string {
  return `${device} ${path} ${type} ${options} 0 0\n`;
}

function privilegeLines({ uid, privileges }: Machine["user"]): string {
  if (privileges === undefined) return "";
  const mask = (bits: bigint): string => bits.toString(16).padStart(16, "0");
  const { capabilities, hasNoNewPrivileges, hasSeccomp } = privileges;
  // Without being root a program has none of them, though it might get them.
  const held = uid === 0 ? capabilities : 0n;
  const sets = { CapInh: 0n, CapPrm: held, CapEff: held, CapBnd: capabilities, CapAmb: 0n };
  const lines = Object.entries(sets).map(([name, bits]) => `${name}:\t${mask(bits)}\n`);
  return `${lines.join("")}NoNewPrivs:\t${Number(hasNoNewPrivileges)}\nSeccomp:\t${hasSeccomp ? 2 : 0}\n`;
}
