// A file system of a megabyte or two that can be filled, where this user may mount one.

import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class SmallDisk {
  private constructor(readonly path: string) {}

  /** @returns why there is none. */
  static mount(mebibytes = 2): SmallDisk | string {
    const path = mkdtempSync(join(tmpdir(), "k8s-tutor-small-"));
    try {
      system("mount", "-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", path);
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true, force: true });
      return "no small file system can be mounted here (that takes root on Linux)";
    }
  }

  /** To the last byte. */
  fill(): void {
    const file = openSync(this.ballast, "a");
    try {
      for (const size of [65_536, 4096, 1]) this.fillBy(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  /** There is room again. */
  free(): void {
    rmSync(this.ballast, { force: true });
  }

  remove(): void {
    system("umount", "-l", this.path);
    rmSync(this.path, { recursive: true, force: true });
  }

  private fillBy(file: number, chunk: Buffer): void {
    try {
      while (writeSync(file, chunk) > 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }

  private get ballast(): string {
    return join(this.path, "ballast");
  }
}

function system(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: "pipe" });
}
