// Stands for the kernel's check of permission bits: the same tree, as one user may use it.

import { extendFile, FileError, type FileErrorCode, type FileInfo, type FileTree } from "./files.ts";
import { parentOf } from "./paths.ts";

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups?: readonly number[];
}

/** What root may do is the tree itself; everybody else is checked, and owns what they create. */
export function filesOfUser(tree: FileTree, user: Credentials): FileTree {
  return user.uid === 0 && user.gid === 0 ? tree : new UserFiles(tree, user);
}

const read = 4;
const write = 2;
const search = 1;

class UserFiles implements FileTree {
  private readonly tree: FileTree;
  private readonly user: Credentials;

  constructor(tree: FileTree, user: Credentials) {
    this.tree = tree;
    this.user = user;
  }

  stat(path: string): FileInfo {
    this.reach(path);
    return this.tree.stat(path);
  }

  lstat(path: string): FileInfo {
    this.reach(path);
    return this.tree.lstat(path);
  }

  exists(path: string): boolean {
    return this.tree.exists(path) && this.isReachable(path);
  }

  read(path: string): string {
    this.need(path, read);
    return this.tree.read(path);
  }

  write(path: string, content: string, mode?: number): void {
    this.create(path, () => this.tree.write(path, content, mode));
  }

  append(path: string, content: string): void {
    this.create(path, () => this.tree.append(path, content));
  }

  extend(path: string, bytes: number): void {
    this.create(path, () => extendFile(this.tree, path, bytes));
  }

  list(path: string): string[] {
    this.need(path, read);
    return this.tree.list(path);
  }

  makeDirectory(path: string, mode?: number): void {
    if (this.tree.exists(path)) throw new FileError("EEXIST", path);
    this.create(path, () => this.tree.makeDirectory(path, mode));
  }

  remove(path: string): void {
    this.tree.lstat(path);
    this.needParent(path);
    this.tree.remove(path);
  }

  rename(from: string, to: string): void {
    this.tree.lstat(from);
    this.needParent(from);
    this.needParent(to);
    this.tree.rename(from, to);
  }

  link(target: string, path: string): void {
    this.needParent(path);
    this.tree.link(target, path);
  }

  readLink(path: string): string {
    this.reach(path);
    return this.tree.readLink(path);
  }

  linkTarget(path: string): string | undefined {
    return this.isReachable(path) ? this.tree.linkTarget(path) : undefined;
  }

  setMode(path: string, mode: number): void {
    this.needOwner(path);
    this.tree.setMode(path, mode);
  }

  setOwner(path: string, uid: number, gid: number): void {
    const info = this.tree.stat(path);
    const mayGive = this.user.uid === 0 || (info.uid === this.user.uid && uid === info.uid && this.isMember(gid));
    if (!mayGive) this.refuse("EPERM", path);
    this.tree.setOwner(path, uid, gid);
  }

  setModifiedAt(path: string, ms: number): void {
    if (this.tree.stat(path).uid !== this.user.uid) this.need(path, write);
    this.tree.setModifiedAt(path, ms);
  }

  lock(path: string): (() => void) | undefined {
    this.need(path, write);
    return this.tree.lock?.(path);
  }

  // Before it looks at permissions, the kernel asks whether the file system takes writes at all.
  isReadOnly(path: string): boolean {
    return this.tree.isReadOnly?.(path) === true;
  }

  private create(path: string, action: () => void): void {
    if (this.isReadOnly(path)) throw new FileError("EROFS", path);
    const isNew = !this.tree.exists(path);
    if (isNew) this.needParent(path);
    else this.need(path, write);
    action();
    if (isNew) this.tree.setOwner(path, this.user.uid, this.groupFor(path));
  }

  // A directory with the set-group-ID bit hands its group on: how fsGroup works.
  private groupFor(path: string): number {
    const parent = this.tree.stat(parentOf(path));
    return (parent.mode & 0o2000) !== 0 ? parent.gid : this.user.gid;
  }

  private needParent(path: string): void {
    this.need(parentOf(path), write | search);
  }

  private need(path: string, bits: number): void {
    this.reach(path);
    if (!this.may(this.tree.stat(path), bits)) this.refuse("EACCES", path);
  }

  private needOwner(path: string): void {
    const owner = this.tree.stat(path).uid;
    if (this.user.uid !== 0 && owner !== this.user.uid) this.refuse("EPERM", path);
  }

  // A tree that refuses everything says so before permissions are looked at.
  private refuse(code: FileErrorCode, path: string): never {
    throw new FileError(code, path);
  }

  private isReachable(path: string): boolean {
    for (let directory = parentOf(path); directory !== "/"; directory = parentOf(directory)) {
      if (this.tree.exists(directory) && !this.may(this.tree.stat(directory), search)) return false;
    }
    return true;
  }

  private reach(path: string): void {
    if (!this.isReachable(path)) this.refuse("EACCES", path);
  }

  private may(info: FileInfo, bits: number): boolean {
    if (this.user.uid === 0) return true;
    const shift = info.uid === this.user.uid ? 6 : this.isMember(info.gid) ? 3 : 0;
    return ((info.mode >> shift) & bits) === bits;
  }

  private isMember(gid: number): boolean {
    return gid === this.user.gid || (this.user.groups ?? []).includes(gid);
  }
}
