// One host at a time owns a database file. The file that says which is left behind when a host is killed, so it is believed only while
// that process lives.

import { readFileSync, rmSync, writeFileSync } from "node:fs";

export class AlreadyOwned extends Error {}

/** @returns gives the file back. Throws AlreadyOwned while another process has it. */
export function own(database: string): () => void {
  const mark = `${database}.owner`;
  const pid = ownerOf(mark);
  if (pid !== undefined && pid !== process.pid && isAlive(pid)) {
    throw new AlreadyOwned(`another host (process ${pid}) has ${database} open; end it, or give --data another folder`);
  }
  writeFileSync(mark, `${process.pid}\n`, { mode: 0o600 });
  // The library's own lock is a directory, which nobody takes away when the process that made it was killed.
  rmSync(`${database}.lock`, { recursive: true, force: true });
  return () => rmSync(mark, { force: true });
}

function ownerOf(mark: string): number | undefined {
  try {
    const pid = Number(readFileSync(mark, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // There is none: nobody has owned it, or whoever did has given it back.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
