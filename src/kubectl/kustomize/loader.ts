// Stands for kustomize's way to files: each kustomization has a root, files lie below it, and bases are directories, none of them above.

import { KubectlError } from "../errors.ts";
import type { KubectlIo } from "../io.ts";
import { errorCode, systemMessage } from "../kubeconfig.ts";

export class Loader {
  private constructor(
    private readonly io: KubectlIo,
    /** An absolute path. */
    readonly root: string,
    private readonly mayLeaveRoot: boolean,
    private readonly parent: Loader | undefined,
  ) {}

  /** @param mayLeaveRoot files may lie anywhere. */
  static at(io: KubectlIo, path: string, mayLeaveRoot: boolean): Loader {
    if (isRemote(path)) throw remote(path);
    const absolute = joinPath(workingDirectory(io), path);
    return new Loader(io, confirmDirectory(io, absolute, path), mayLeaveRoot, undefined);
  }

  /** The loader of a base. */
  base(path: string): Loader {
    if (path === "") throw new KubectlError("new root cannot be empty");
    if (isAbsolute(path)) throw new KubectlError(`new root '${path}' cannot be absolute`);
    const candidate = joinPath(this.root, path);
    const root = confirmDirectory(this.io, candidate, candidate);
    this.refuseCycle(root);
    return new Loader(this.io, root, this.mayLeaveRoot, this);
  }

  /** The text of a file. */
  load(path: string): string {
    if (isRemote(path)) throw remote(path);
    const absolute = joinPath(this.root, path);
    if (!this.mayLeaveRoot) this.demandOwnFile(absolute);
    try {
      return this.io.files.read(seenFrom(this.io, absolute));
    } catch (error) {
      if (errorCode(error) === "") throw error;
      throw new KubectlError(systemMessage(errorCode(error) === "EISDIR" ? "read" : "open", absolute, error));
    }
  }

  private demandOwnFile(path: string): void {
    if (demandExisting(this.io, path, path) === "directory") throw new KubectlError(`'${path}' must resolve to a file`);
    if (!isBelow(folderOf(path), this.root))
      throw new KubectlError(`security; file '${path}' is not in or below '${this.root}'`);
  }

  private refuseCycle(candidate: string): void {
    if (isBelow(this.root, candidate)) {
      const text = `candidate root '${candidate}' contains visited root '${this.root}'`;
      throw new KubectlError(`cycle detected: ${text}`);
    }
    this.parent?.refuseCycle(candidate);
  }
}

function remote(path: string): KubectlError {
  return new KubectlError(`k8s-tutor does not simulate kustomizations from the network: "${path}"`);
}

/** URLs, and what git would understand as a place on another machine. */
export function isRemote(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|[a-z]+::|gh:|git@|(www\.)?github\.com[/:])/i.test(path);
}

function confirmDirectory(io: KubectlIo, absolute: string, asGiven: string): string {
  try {
    if (demandExisting(io, absolute, asGiven) === "directory") return absolute;
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`must build at directory: not a valid directory: ${error.message}`);
  }
  throw new KubectlError(`must build at directory: '${asGiven}': file is not directory`);
}

function demandExisting(io: KubectlIo, absolute: string, asGiven: string): "file" | "directory" {
  const kind = kindAt(io, absolute);
  if (kind !== undefined) return kind;
  // The first part that is not there is to blame.
  let missing = absolute;
  for (let above = folderOf(missing); above !== missing; above = folderOf(above)) {
    if (kindAt(io, above) !== undefined) break;
    missing = above;
  }
  const why = kindAt(io, folderOf(missing)) === "file" ? "not a directory" : "no such file or directory";
  throw new KubectlError(`evalsymlink failure on '${asGiven}' : lstat ${missing}: ${why}`);
}

function kindAt(io: KubectlIo, absolute: string): "file" | "directory" | undefined {
  const path = seenFrom(io, absolute);
  return path === "." || absolute === "/" ? "directory" : io.files.kind(path);
}

/** The path as it is seen from the working directory, when it lies there. */
function seenFrom(io: KubectlIo, absolute: string): string {
  const here = workingDirectory(io);
  if (absolute === here) return ".";
  const above = here.endsWith("/") ? here : `${here}/`;
  return absolute.startsWith(above) ? absolute.slice(above.length) : absolute;
}

// Windows writes its own paths with backslashes, and understands both.
function workingDirectory(io: KubectlIo): string {
  return (io.workingDirectory ?? "/").replaceAll("\\", "/");
}

function isAbsolute(path: string): boolean {
  return /^([a-z]:)?\//i.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function isBelow(path: string, root: string): boolean {
  return path === root || root === "/" || path.startsWith(`${root}/`);
}

/** Joined and without `.` and `..`. */
function joinPath(root: string, path: string): string {
  const whole = isAbsolute(path) ? path : `${root}/${path}`;
  const drive = /^[a-z]:/i.exec(whole)?.[0] ?? "";
  const parts: string[] = [];
  for (const part of whole.slice(drive.length).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `${drive}/${parts.join("/")}`;
}
