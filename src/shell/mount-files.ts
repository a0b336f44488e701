// Stands for the mount table: one tree of files made of several, each at its path. The longest matching path wins.

import { extendFile, FileError, type FileInfo, type FileTree } from "./files.ts";
import { MemoryFiles } from "./memory-files.ts";
import { childOf, nameOf, parentOf, resolvePath } from "./paths.ts";

export interface Mount {
  /** Where it shows; "/" for the root. */
  readonly path: string;
  readonly tree: FileTree;
  /** The directory or single file of `tree` that shows there; "/" when not given. */
  readonly subPath?: string;
  readonly readOnly?: boolean;
  /** Kept in memory (tmpfs), with its size where one is set; absent for what is on a disk. */
  readonly memory?: { readonly sizeBytes?: number };
}

interface Place {
  readonly mount: Mount;
  readonly tree: FileTree;
  readonly path: string;
}

const maxLinks = 40;

/** A single file that is reached through a link is bound as it is now: later changes of the link do not show. That is why a
 * ConfigMap's key mounted with subPath is never updated. */
function pinned(mount: Mount): Mount {
  if (mount.subPath === undefined) return mount;
  const path = resolvePath("/", mount.subPath);
  if (!mount.tree.exists(path) || mount.tree.lstat(path).type !== "symlink") return mount;
  const info = mount.tree.stat(path);
  if (info.type !== "file") return mount;
  const copy = new MemoryFiles({ now: () => info.modifiedAt });
  copy.write("/file", mount.tree.read(path), info.mode);
  copy.setOwner("/file", info.uid, info.gid);
  return { ...mount, tree: copy, subPath: "file" };
}

export class MountFiles implements FileTree {
  private readonly mounts: (Mount & { readonly below: string })[] = [];

  /** The first mount is the root. Mount points that are missing are made, as a container runtime does. */
  constructor(mounts: readonly Mount[]) {
    for (const mount of mounts) this.mount(mount);
  }

  mount(mount: Mount): void {
    const path = this.mounts.length === 0 ? mount.path : this.resolve(mount.path, true);
    if (this.mounts.length > 0) this.makeMountPoint(path, mount);
    this.mounts.push({ ...pinned({ ...mount, path }), below: path.endsWith("/") ? path : `${path}/` });
    this.mounts.sort((a, b) => b.path.length - a.path.length);
  }

  /** The mounts, as `mount` lists them: outermost first. */
  listMounts(): readonly Mount[] {
    return [...this.mounts].reverse();
  }

  stat(path: string): FileInfo {
    const place = this.place(path, true);
    return place.tree.stat(place.path);
  }

  lstat(path: string): FileInfo {
    const place = this.place(path, false);
    return place.tree.lstat(place.path);
  }

  exists(path: string): boolean {
    try {
      const place = this.place(path, true);
      return place.tree.exists(place.path);
    } catch (error) {
      if (error instanceof FileError) return false;
      throw error;
    }
  }

  read(path: string): string {
    return this.at(path, true, (place) => place.tree.read(place.path));
  }

  write(path: string, content: string, mode?: number): void {
    this.change(path, true, (place) => place.tree.write(place.path, content, mode));
  }

  append(path: string, content: string): void {
    this.change(path, true, (place) => place.tree.append(place.path, content));
  }

  extend(path: string, bytes: number): void {
    this.change(path, true, (place) => extendFile(place.tree, place.path, bytes));
  }

  list(path: string): string[] {
    return this.at(path, true, (place) => place.tree.list(place.path));
  }

  makeDirectory(path: string, mode?: number): void {
    if (this.isMountPoint(path)) throw new FileError("EEXIST", path);
    this.change(path, false, (place) => place.tree.makeDirectory(place.path, mode));
  }

  remove(path: string): void {
    if (this.isMountPoint(path)) throw new FileError("EBUSY", path);
    this.change(path, false, (place) => place.tree.remove(place.path));
  }

  rename(from: string, to: string): void {
    const source = this.writable(this.place(from, false), from);
    const target = this.writable(this.place(to, false), to);
    if (this.isMountPoint(from) || this.isMountPoint(to)) throw new FileError("EBUSY", from);
    if (source.mount !== target.mount) throw new FileError("EXDEV", from);
    source.tree.rename(source.path, target.path);
  }

  link(target: string, path: string): void {
    this.change(path, false, (place) => place.tree.link(target, place.path));
  }

  readLink(path: string): string {
    return this.at(path, false, (place) => place.tree.readLink(place.path));
  }

  linkTarget(path: string): string | undefined {
    const place = this.place(path, false);
    return place.tree.linkTarget(place.path);
  }

  setMode(path: string, mode: number): void {
    this.change(path, true, (place) => place.tree.setMode(place.path, mode));
  }

  setOwner(path: string, uid: number, gid: number): void {
    this.change(path, true, (place) => place.tree.setOwner(place.path, uid, gid));
  }

  setModifiedAt(path: string, ms: number): void {
    this.change(path, true, (place) => place.tree.setModifiedAt(place.path, ms));
  }

  lock(path: string): (() => void) | undefined {
    const place = this.writable(this.place(path, true), path);
    return place.tree.lock?.(place.path);
  }

  isReadOnly(path: string): boolean {
    const { mount } = this.place(path, true);
    return mount.readOnly === true || mount.tree.isReadOnly?.(path) === true;
  }

  private at<T>(path: string, follow: boolean, action: (place: Place) => T): T {
    return action(this.place(path, follow));
  }

  private change(path: string, follow: boolean, action: (place: Place) => void): void {
    action(this.writable(this.place(path, follow), path));
  }

  private writable(place: Place, path: string): Place {
    if (place.mount.readOnly === true) throw new FileError("EROFS", path);
    return place;
  }

  private place(path: string, follow: boolean): Place {
    return this.locate(this.resolve(path, follow));
  }

  private isMountPoint(path: string): boolean {
    return this.mounts.some((mount) => mount.path === path);
  }

  private locate(path: string): Place {
    const mount = this.mountOf(path);
    if (mount === undefined) throw new FileError("ENOENT", path);
    const inner = mount.path === "/" ? path : path.slice(mount.path.length);
    if (mount.subPath === undefined) return { mount, tree: mount.tree, path: inner === "" ? "/" : inner };
    return { mount, tree: mount.tree, path: resolvePath("/", `${mount.subPath}/${inner}`) };
  }

  private mountOf(path: string): Mount | undefined {
    for (const mount of this.mounts) {
      if (path.startsWith(mount.below) || path === mount.path || mount.path === "/") return mount;
    }
    return undefined;
  }

  // Links are followed here and not in the trees: a link may lead from one mount into another.
  private resolve(path: string, followLast: boolean): string {
    if (this.isDirect(path, followLast)) return path;
    let done = "/";
    let names = path.split("/");
    let links = 0;
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      if (name === undefined || name === "") continue;
      const next = childOf(done, name);
      const target = index < names.length - 1 || followLast ? this.targetAt(next) : undefined;
      if (target === undefined) {
        done = next;
        continue;
      }
      if (++links > maxLinks) throw new FileError("ELOOP", path);
      names = [...resolvePath(done, target).split("/"), ...names.slice(index + 1)];
      done = "/";
      index = -1;
    }
    return done;
  }

  /** True for the many paths that stay in the root's tree and lead through no link. */
  private isDirect(path: string, followLast: boolean): boolean {
    if (!path.startsWith("/") || path.endsWith("/") || path.includes("//")) return false;
    const mount = this.mountOf(path);
    if (mount?.path !== "/" || mount.subPath !== undefined) return false;
    return mount.tree.leadsThroughLink?.(path, followLast) === false;
  }

  private targetAt(path: string): string | undefined {
    const place = this.locate(path);
    return place.tree.linkTarget(place.path);
  }

  private makeMountPoint(path: string, mount: Mount): void {
    const place = this.locate(path);
    if (place.tree.exists(place.path)) return;
    if (mount.path !== "/" && parentOf(path) !== path) this.makeParents(parentOf(path));
    const inner = resolvePath("/", mount.subPath ?? "/");
    const isFile = mount.tree.exists(inner) && mount.tree.stat(inner).type === "file";
    if (isFile) place.tree.write(place.path, "");
    else place.tree.makeDirectory(place.path);
  }

  private makeParents(path: string): void {
    const place = this.locate(path);
    if (path === "/" || place.tree.exists(place.path)) return;
    if (nameOf(path) !== "") this.makeParents(parentOf(path));
    place.tree.makeDirectory(place.path);
  }
}
