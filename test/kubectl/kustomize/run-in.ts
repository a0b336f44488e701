// Our kubectl in a folder of the host, without a cluster.

import { resolve } from "node:path";
import { filesOfHost } from "../../../src/cli/kubectl/files.ts";
import type { KubectlIo } from "../../../src/kubectl/io.ts";
import { runKubectl } from "../../../src/kubectl/kubectl.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export async function runIn(folder: string, argv: readonly string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const at = (path: string) => resolve(folder, path);
  const unused = async () => {
    throw new Error("kustomize needs no cluster");
  };
  const io: KubectlIo = {
    stdin: { isTerminal: false, read: async () => undefined },
    stdout: output("stdout"),
    stderr: output("stderr"),
    files: {
      ...filesOfHost,
      read: (path) => filesOfHost.read(at(path)),
      write: (path, content) => filesOfHost.write(at(path), content),
      kind: (path) => filesOfHost.kind(at(path)),
    },
    env: { HOME: folder },
    workingDirectory: folder,
    connect: () => unused,
    now: () => 0,
    sleep: async () => undefined,
    interrupted: new AbortController().signal,
    random: () => 0,
    edit: unused,
    listen: unused,
  };
  return { exitCode: await runKubectl(argv, io), ...written };
}
