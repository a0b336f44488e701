// Starts host.ts as a process, built into one file first.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/** @param here the folder of this file's source
 * @returns the built file */
export async function buildHost(folder: string, here: string): Promise<string> {
  const library = createRequire(join(here, "host.ts")).resolve("node-sqlite3-wasm");
  copyFileSync(join(dirname(library), "node-sqlite3-wasm.wasm"), join(folder, "node-sqlite3-wasm.wasm"));
  return buildModule(join(here, "host.ts"), join(folder, "host.mjs"));
}

export async function buildModule(source: string, outfile: string): Promise<string> {
  const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.17",
    format: "esm",
    external: ["pg-native"],
    banner: { js: `${require} const __dirname = import.meta.dirname;` },
  });
  return outfile;
}

export interface HostProcess {
  readonly process: ChildProcess;
  readonly port: number;
}

/** @param port 0: any. */
export async function startHost(file: string, storage: string, port: number): Promise<HostProcess> {
  const child = spawn(process.execPath, [file, storage, String(port)], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the host was started without its streams");
  let said = "";
  stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`the host ended: ${said}`)));
  const [line] = await Promise.race([once(stdout, "data"), ended]);
  // That it ends later on is what it was started for.
  ended.catch(() => undefined);
  return { process: child, port: Number(JSON.parse(String(line)).port) };
}
