// What is kept between runs (compiled code, and how clusters booted): it may be there, be missing, be spoilt, or have no place; what the program does is the same.

import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

async function runs(cache: string, env: Record<string, string> = {}): Promise<void> {
  const input = "$ kubectl create deployment web --image=nginx:1.27\n+ 10s\n$ kubectl get deployment web -o name\n";
  const ran = await run(["sandbox", "--script", "-"], {
    cwd: scratch.path,
    input,
    env: { XDG_CACHE_HOME: cache, ...env },
  });
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ran.stdout).toContain("deployment.apps/web\n");
}

function kept(cache: string): readonly string[] {
  const folder = join(cache, "k8s-tutor");
  return readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)));
}

describe.skipIf(process.platform === "win32" || process.platform === "darwin")("the cache folder", () => {
  it("is filled by the first run, used by the next, and made anew when it is spoilt", async () => {
    const cache = scratch.folder("cache");
    const older = join(cache, "k8s-tutor", "code-0.0.1-20.0.0-x64");
    mkdirSync(older, { recursive: true });
    await runs(cache);
    const files = kept(cache);
    const written = () => files.map((file) => statSync(file).mtimeMs);
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => file.includes("/boots-"))).toHaveLength(1);
    expect(existsSync(older)).toBe(false);
    const first = written();
    await runs(cache);
    expect(written()).toEqual(first);
    for (const file of files) writeFileSync(file, "not compiled code");
    await runs(cache);
    expect(files.filter((file) => statSync(file).size < 100)).toEqual([]);
  });

  it("is done without where it cannot be kept, or shall not be", async () => {
    const locked = scratch.folder("locked");
    chmodSync(locked, 0o500);
    await runs(join(locked, "below"));
    await runs(scratch.file("a-file", ""));
    const unused = scratch.folder("unused");
    await runs(unused, { NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(readdirSync(unused)).toEqual([]);
  });
});
