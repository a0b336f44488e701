// Stands for a file system in memory. `fork` makes a copy that costs nothing until one side changes something: a container's
// root over the tree of its image.

import { byteLength } from "../bytes/bytes.ts";
import { FileError, type FileErrorCode, type FileInfo, type FileTree } from "./files.ts";
import { nameOf, parentOf, resolvePath } from "./paths.ts";

interface Inode {
  /** Whose inode it is: another tree that shares it must copy it before changing it. */
  readonly owner: object;
  mode: number;
  uid: number;
  gid: number;
  modifiedAt: number;
  body: Body;
}

type Body =
  | { readonly type: "file"; content: string; size: number }
  | { readonly type: "directory"; readonly children: Map<string, Inode> }
  | { readonly type: "symlink"; readonly target: string };

export interface MemoryFilesOptions {
  readonly now: () => number;
  /** More than this many bytes do not fit (ENOSPC). */
  readonly sizeLimitBytes?: number;
  /** Told of every change. */
  readonly onChange?: () => void;
}

const maxLinks = 40;

const lockedInodes = new WeakSet<Inode>();

// Simplified: of a file that grows beyond this only the beginning is kept, while its size goes on counting; what fills a disk is written to be counted, not to be read.
const mostKeptOfFile = 16 * 1024 * 1024;
const mostKeptOfTree = 64 * 1024 * 1024;

export class MemoryFiles implements FileTree {
  private readonly options: MemoryFilesOptions;
  private owner: object = {};
  private root: Inode;
  private used = 0;
  private kept = 0;

  constructor(options: MemoryFilesOptions) {
    this.options = options;
    this.root = this.create({ type: "directory", children: new Map() }, 0o755);
  }

  /** A tree with the same contents. Changes on either side do not show on the other. */
  fork(options: MemoryFilesOptions): MemoryFiles {
    const copy = new MemoryFiles(options);
    copy.root = this.root;
    copy.owner = {};
    this.owner = {};
    return copy;
  }

  /** Bytes of all contents that were written to this tree (not those of the tree it was forked from). */
  get usedBytes(): number {
    return this.used;
  }

  get sizeLimitBytes(): number | undefined {
    return this.options.sizeLimitBytes;
  }

  stat(path: string): FileInfo {
    return describe(this.find(path, true));
  }

  lstat(path: string): FileInfo {
    return describe(this.find(path, false));
  }

  exists(path: string): boolean {
    return typeof this.seek(path, true) !== "string";
  }

  read(path: string): string {
    const { body } = this.find(path, true);
    if (body.type !== "file") fail("EISDIR", path);
    return body.content;
  }

  write(path: string, content: string, mode?: number): void {
    const inode = this.openForWriting(path, mode ?? 0o644);
    const size = byteLength(content);
    this.account(size - inode.body.size, path);
    this.kept -= Math.min(this.kept, inode.body.content.length);
    inode.body.content = this.keep(content, mostKeptOfFile);
    inode.body.size = size;
    if (mode !== undefined) inode.mode = mode;
    inode.modifiedAt = this.options.now();
  }

  append(path: string, content: string): void {
    const inode = this.openForWriting(path, 0o644);
    const size = byteLength(content);
    this.account(size, path);
    inode.body.content += this.keep(content, mostKeptOfFile - inode.body.content.length);
    inode.body.size += size;
    inode.modifiedAt = this.options.now();
  }

  extend(path: string, bytes: number): void {
    const inode = this.openForWriting(path, 0o644);
    this.account(bytes, path);
    const room = mostKeptOfFile - inode.body.content.length;
    inode.body.content += this.keep("\0".repeat(Math.max(0, Math.min(bytes, room))), room);
    inode.body.size += bytes;
    inode.modifiedAt = this.options.now();
  }

  list(path: string): string[] {
    const { body } = this.find(path, true);
    if (body.type !== "directory") fail("ENOTDIR", path);
    return [...body.children.keys()].sort();
  }

  makeDirectory(path: string, mode = 0o755): void {
    this.insert(path, () => this.create({ type: "directory", children: new Map() }, mode));
  }

  remove(path: string): void {
    const inode = this.find(path, false);
    if (path === "/") fail("EBUSY", path);
    if (inode.body.type === "directory" && inode.body.children.size > 0) fail("ENOTEMPTY", path);
    this.childrenToChange(parentOf(path)).delete(nameOf(path));
    this.release(inode);
  }

  rename(from: string, to: string): void {
    const moved = this.find(from, false);
    const existing = this.lookup(to);
    if (moved === existing) return;
    if (to.startsWith(`${from}/`)) fail("EINVAL", to);
    if (existing?.body.type === "directory") {
      if (moved.body.type !== "directory") fail("EISDIR", to);
      if (existing.body.children.size > 0) fail("ENOTEMPTY", to);
    } else if (existing !== undefined && moved.body.type === "directory") fail("ENOTDIR", to);
    this.childrenToChange(parentOf(from)).delete(nameOf(from));
    this.childrenToChange(parentOf(to)).set(nameOf(to), moved);
    if (existing !== undefined) this.release(existing);
  }

  link(target: string, path: string): void {
    this.insert(path, () => this.create({ type: "symlink", target }, 0o777));
  }

  readLink(path: string): string {
    const { body } = this.find(path, false);
    if (body.type !== "symlink") fail("EINVAL", path);
    return body.target;
  }

  linkTarget(path: string): string | undefined {
    const inode = this.seek(path, false);
    return typeof inode !== "string" && inode.body.type === "symlink" ? inode.body.target : undefined;
  }

  leadsThroughLink(path: string, withLast: boolean): boolean {
    let inode = this.root;
    for (let start = 1; start < path.length; ) {
      const slash = path.indexOf("/", start);
      const end = slash < 0 ? path.length : slash;
      if (inode.body.type !== "directory") return false;
      const next = inode.body.children.get(path.slice(start, end));
      if (next === undefined) return false;
      if (next.body.type === "symlink") return withLast || end < path.length;
      inode = next;
      start = end + 1;
    }
    return false;
  }

  setMode(path: string, mode: number): void {
    this.change(this.realPath(path)).mode = mode;
  }

  setOwner(path: string, uid: number, gid: number): void {
    const inode = this.change(this.realPath(path));
    inode.uid = uid;
    inode.gid = gid;
  }

  setModifiedAt(path: string, ms: number): void {
    this.change(this.realPath(path)).modifiedAt = ms;
  }

  lock(path: string): (() => void) | undefined {
    const inode = this.change(this.realPath(path));
    if (lockedInodes.has(inode)) return undefined;
    lockedInodes.add(inode);
    return () => lockedInodes.delete(inode);
  }

  private create(body: Body, mode: number): Inode {
    return { owner: this.owner, mode, uid: 0, gid: 0, modifiedAt: this.options.now(), body };
  }

  private account(addedBytes: number, path: string): void {
    const limit = this.options.sizeLimitBytes;
    if (limit !== undefined && addedBytes > 0 && this.used + addedBytes > limit) fail("ENOSPC", path);
    this.used = Math.max(0, this.used + addedBytes);
  }

  private keep(content: string, room: number): string {
    const left = Math.max(0, Math.min(room, mostKeptOfTree - this.kept));
    const part = content.length <= left ? content : content.slice(0, left);
    this.kept += part.length;
    return part;
  }

  private release({ owner, body }: Inode): void {
    // What belongs to the tree that this one was forked from takes no room here.
    if (body.type !== "file" || owner !== this.owner) return;
    this.used -= Math.min(this.used, body.size);
    this.kept -= Math.min(this.kept, body.content.length);
  }

  private insert(path: string, create: () => Inode): void {
    if (this.lookup(path) !== undefined) fail("EEXIST", path);
    this.childrenToChange(parentOf(path)).set(nameOf(path), create());
  }

  private openForWriting(path: string, mode: number): Inode & { body: Body & { type: "file" } } {
    const real = this.realPath(path);
    if (this.lookup(real) === undefined)
      this.insert(real, () => this.create({ type: "file", content: "", size: 0 }, mode));
    const inode = this.change(real);
    if (!isFile(inode)) fail("EISDIR", path);
    return inode;
  }

  /** The inode at `path`, copied together with its directories if they belong to another tree. */
  private change(path: string): Inode {
    if (path === "/") {
      this.options.onChange?.();
      this.root = this.own(this.root);
      return this.root;
    }
    const siblings = this.children(this.change(this.realPath(parentOf(path))), path);
    const inode = siblings.get(nameOf(path));
    if (inode === undefined) fail("ENOENT", path);
    const mine = this.own(inode);
    if (mine !== inode) siblings.set(nameOf(path), mine);
    return mine;
  }

  private own(inode: Inode): Inode {
    if (inode.owner === this.owner) return inode;
    const { body } = inode;
    const copy: Body =
      body.type === "directory" ? { type: "directory", children: new Map(body.children) } : { ...body };
    return { ...inode, owner: this.owner, body: copy };
  }

  private childrenToChange(directory: string): Map<string, Inode> {
    const inode = this.change(this.realPath(directory));
    inode.modifiedAt = this.options.now();
    return this.children(inode, directory);
  }

  private children(inode: Inode, path: string): Map<string, Inode> {
    if (inode.body.type !== "directory") fail("ENOTDIR", path);
    return inode.body.children;
  }

  private lookup(path: string): Inode | undefined {
    const inode = this.seek(path, false);
    if (typeof inode !== "string") return inode;
    return inode === "ENOENT" ? undefined : fail(inode, path);
  }

  private find(path: string, followLast: boolean): Inode {
    const inode = this.seek(path, followLast);
    return typeof inode === "string" ? fail(inode, path) : inode;
  }

  /** The inode, or why there is none: asking is much more common than finding, so an answer is not thrown. */
  private seek(path: string, followLast: boolean): Inode | FileErrorCode {
    let inode = this.root;
    let whole = path;
    let links = 0;
    // Every program that runs looks for files: nothing is made here but the names.
    for (let start = 0; start < whole.length; ) {
      const slash = whole.indexOf("/", start);
      const end = slash < 0 ? whole.length : slash;
      const name = whole.slice(start, end);
      start = end + 1;
      if (name === "") continue;
      if (inode.body.type !== "directory") return "ENOTDIR";
      const next = inode.body.children.get(name);
      if (next === undefined) return "ENOENT";
      if (next.body.type === "symlink" && (followLast || end < whole.length)) {
        if (++links > maxLinks) return "ELOOP";
        const directory = parentOf(whole.slice(0, end));
        whole = resolvePath(directory, next.body.target) + whole.slice(end);
        inode = this.root;
        start = 0;
        continue;
      }
      inode = next;
    }
    return inode;
  }

  /** `path` without any links in it; the last part need not exist. */
  private realPath(path: string): string {
    let current = path;
    for (let links = 0; links <= maxLinks; links++) {
      const link = this.firstLink(current);
      if (link === undefined) return current;
      const rest = current.slice(link.path.length);
      current = resolvePath("/", resolvePath(parentOf(link.path), link.target) + rest);
    }
    return fail("ELOOP", path);
  }

  private firstLink(path: string): { readonly path: string; readonly target: string } | undefined {
    let inode: Inode | undefined = this.root;
    let at = "";
    for (const name of path.split("/")) {
      if (name === "") continue;
      if (inode?.body.type !== "directory") return undefined;
      inode = inode.body.children.get(name);
      at += `/${name}`;
      if (inode?.body.type === "symlink") return { path: at, target: inode.body.target };
    }
    return undefined;
  }
}

/** A writable view over a shared tree, cheap enough for thousands of containers. */
export function layeredFiles(base: MemoryFiles, now: () => number): MemoryFiles {
  return base.fork({ now });
}

function isFile(inode: Inode): inode is Inode & { body: Body & { type: "file" } } {
  return inode.body.type === "file";
}

function describe(inode: Inode): FileInfo {
  const { mode, uid, gid, modifiedAt, body } = inode;
  if (body.type === "file") return { mode, uid, gid, modifiedAt, type: "file", size: body.size };
  if (body.type === "directory") return { mode, uid, gid, modifiedAt, type: "directory", size: 4096 };
  return { mode, uid, gid, modifiedAt, type: "symlink", size: byteLength(body.target), target: body.target };
}

function fail(code: FileErrorCode, path: string): never {
  throw new FileError(code, path);
}
