// A KubectlIo over maps in memory, for tests: no cluster unless one is given.

import type { ApiTransport } from "../../src/api/request.ts";
import type { ClusterAccess, KubectlIo } from "../../src/kubectl/io.ts";
import { runKubectl } from "../../src/kubectl/kubectl.ts";

export interface FakeOptions {
  readonly files?: Record<string, string>;
  readonly stdin?: string;
  readonly env?: Record<string, string>;
  readonly transport?: ApiTransport;
  /** Instead of `transport`, where it matters how the cluster is reached. */
  readonly connect?: (access: ClusterAccess) => ApiTransport;
  readonly runCredentialPlugin?: KubectlIo["runCredentialPlugin"];
  /** Every pause is over at once when not given. */
  readonly sleep?: KubectlIo["sleep"];
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly files: Record<string, string>;
}

function missing(path: string): Error {
  return Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
}

export async function run(argv: readonly string[], options: FakeOptions = {}): Promise<Ran> {
  const files: Record<string, string> = { ...options.files };
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const inputs = options.stdin === undefined ? [] : [options.stdin];
  const isDirectory = (path: string) =>
    Object.keys(files).some((name) => name.startsWith(`${path.replace(/\/$/, "")}/`));
  const io: KubectlIo = {
    stdin: { isTerminal: false, read: async () => inputs.shift() },
    stdout: output("stdout"),
    stderr: output("stderr"),
    files: {
      read(path) {
        const text = files[path];
        if (text === undefined) throw missing(path);
        return text;
      },
      write(path, content) {
        files[path] = content;
      },
      list: (path) =>
        [
          ...new Set(
            Object.keys(files)
              .filter((name) => name.startsWith(`${path}/`))
              .map((name) => name.slice(path.length + 1).split("/")[0] ?? ""),
          ),
        ].sort(),
      kind: (path) => (files[path] !== undefined ? "file" : isDirectory(path) ? "directory" : undefined),
      makeDirectory: () => undefined,
      remove(path) {
        delete files[path];
      },
    },
    env: { HOME: "/home/user", ...options.env },
    ...(options.runCredentialPlugin === undefined ? {} : { runCredentialPlugin: options.runCredentialPlugin }),
    connect: (access) =>
      options.connect?.(access) ??
      options.transport ??
      (async () => {
        throw new Error(
          "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
        );
      }),
    now: () => Date.UTC(2026, 0, 5, 9),
    sleep: options.sleep ?? (async () => undefined),
    interrupted: new AbortController().signal,
    random: () => 0.5,
    edit: async () => 0,
    listen: async () => {
      throw new Error("no ports here");
    },
  };
  const exitCode = await runKubectl(argv, io);
  return { ...written, exitCode, files };
}
