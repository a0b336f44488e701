// Our kubectl in a folder of the host.

import { resolve } from "node:path";
import type { ApiTransport } from "../../../src/api/request.ts";
import { filesOfHost } from "../../../src/cli/kubectl/files.ts";
import type { KubectlIo } from "../../../src/kubectl/io.ts";
import { runKubectl } from "../../../src/kubectl/kubectl.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** @param transport the way to the cluster; none is needed to build a kustomization. */
export async function runIn(folder: string, argv: readonly string[], transport?: ApiTransport): Promise<Ran> {
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
    env: { HOME: folder, TERM: "dumb" },
    workingDirectory: folder,
    connect: () => transport ?? unused,
    now: () => Date.now(),
    sleep: async () => undefined,
    interrupted: new AbortController().signal,
    random: () => 0,
    edit: unused,
    listen: unused,
  };
  return { exitCode: await runKubectl(argv, io), ...written };
}
