// Stands for the files of `<( )`: each holds what commands printed, under /dev/fd, until the command that was given it has ended.

import type { Machine } from "./process.ts";

const FOLDERS = ["/dev", "/dev/fd"];
/** Bash counts down from here. */
const FIRST = 63;

export class SubstitutionFiles {
  private readonly paths: string[] = [];

  constructor(private readonly machine: Machine) {}

  get count(): number {
    return this.paths.length;
  }

  /** @returns its path */
  add(text: string): string {
    const { files } = this.machine;
    for (const path of FOLDERS) if (!files.exists(path)) files.makeDirectory(path);
    let number = FIRST;
    while (files.exists(`/dev/fd/${number}`)) number--;
    const path = `/dev/fd/${number}`;
    files.write(path, text);
    this.paths.push(path);
    return path;
  }

  /** Removes all but the first `count`. */
  removeFrom(count: number): void {
    for (const path of this.paths.splice(count)) this.machine.files.remove(path);
  }
}
