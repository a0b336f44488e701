// A tree of files that is made when it is first looked at: most containers of a large cluster never open a file.

import { extendFile, type FileInfo, type FileTree } from "../../shell/files.ts";

/** What can be read without making the tree: the files of the image that nothing covers. */
export interface Untouched {
  readonly files: FileTree;
  /** All paths in it. */
  readonly paths: ReadonlySet<string>;
  /** True where the finished tree shows the same. */
  isSame(path: string): boolean;
}

export class DeferredFiles implements FileTree {
  private made: FileTree | undefined;

  constructor(
    private readonly make: () => FileTree,
    private readonly untouched?: Untouched,
  ) {}

  /** The tree to read a path from. */
  private reading(path: string): FileTree {
    if (this.made !== undefined || this.untouched?.isSame(path) !== true) return this.tree;
    return this.untouched.files;
  }

  get isMade(): boolean {
    return this.made !== undefined;
  }

  get tree(): FileTree {
    this.made ??= this.make();
    return this.made;
  }

  stat(path: string): FileInfo {
    return this.reading(path).stat(path);
  }
  lstat(path: string): FileInfo {
    return this.reading(path).lstat(path);
  }
  exists(path: string): boolean {
    if (this.made === undefined && this.untouched?.isSame(path) === true) return this.untouched.paths.has(path);
    return this.tree.exists(path);
  }
  read(path: string): string {
    return this.reading(path).read(path);
  }
  write(path: string, content: string, mode?: number): void {
    this.tree.write(path, content, mode);
  }
  append(path: string, content: string): void {
    this.tree.append(path, content);
  }
  extend(path: string, bytes: number): void {
    extendFile(this.tree, path, bytes);
  }
  list(path: string): string[] {
    return this.reading(path).list(path);
  }
  makeDirectory(path: string, mode?: number): void {
    this.tree.makeDirectory(path, mode);
  }
  remove(path: string): void {
    this.tree.remove(path);
  }
  rename(from: string, to: string): void {
    this.tree.rename(from, to);
  }
  link(target: string, path: string): void {
    this.tree.link(target, path);
  }
  readLink(path: string): string {
    return this.reading(path).readLink(path);
  }
  linkTarget(path: string): string | undefined {
    return this.reading(path).linkTarget(path);
  }
  setMode(path: string, mode: number): void {
    this.tree.setMode(path, mode);
  }
  setOwner(path: string, uid: number, gid: number): void {
    this.tree.setOwner(path, uid, gid);
  }
  lock(path: string): (() => void) | undefined {
    return this.tree.lock?.(path);
  }
  setModifiedAt(path: string, ms: number): void {
    this.tree.setModifiedAt(path, ms);
  }
}
