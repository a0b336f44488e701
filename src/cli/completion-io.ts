// kubectl's surroundings while somebody only presses Tab: it reads and asks, prints nothing, and leaves no trace in the records.

import type { KubectlFiles, KubectlIo, KubectlOutput } from "../kubectl/io.ts";
import { FileError } from "../shell/files.ts";
import { resolvePath } from "../shell/paths.ts";
import type { LearnerWorld } from "./world.ts";

/** @param interrupted ends what a cluster that does not answer would keep waiting. */
export function completionIo(world: LearnerWorld, interrupted: AbortSignal): KubectlIo {
  const { backdrop, shell } = world;
  const silent: KubectlOutput = { isTerminal: false, write: () => true };
  return {
    stdin: { isTerminal: false, read: async () => undefined },
    stdout: silent,
    stderr: silent,
    files: readableFiles(world),
    env: shell.env,
    workingDirectory: shell.cwd,
    connect: (access) => backdrop.connect(access, interrupted).transport,
    ...(backdrop.runCredentialPlugin === undefined ? {} : { runCredentialPlugin: backdrop.runCredentialPlugin }),
    now: () => world.now(),
    sleep: async () => undefined,
    interrupted,
    random: () => 0,
    edit: async () => 1,
    listen: () => Promise.reject(new Error("nobody listens while typing")),
  };
}

function readableFiles({ laptop, shell }: LearnerWorld): KubectlFiles {
  const { files } = laptop;
  const absolute = (path: string) => resolvePath(shell.cwd, path);
  const refuse = () => {
    throw new FileError("EROFS", "");
  };
  return {
    read: (path) => files.read(absolute(path)),
    list: (path) => files.list(absolute(path)),
    kind: (path) => {
      try {
        return files.stat(absolute(path)).type === "directory" ? "directory" : "file";
      } catch (error) {
        if (error instanceof FileError) return undefined;
        throw error;
      }
    },
    write: refuse,
    makeDirectory: refuse,
    remove: refuse,
  };
}
