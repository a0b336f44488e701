import { execFile } from "node:child_process";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { packageRoot, runNode, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());
const execute = promisify(execFile);

async function npm(...args: string[]): Promise<unknown> {
  const command = ["pack", "--json", "--ignore-scripts", ...args];
  const { stdout } = await execute("npm", command, { cwd: packageRoot, shell: process.platform === "win32" });
  return JSON.parse(stdout);
}

const allowed = /^(bin\/|dist\/|lessons\/|README\.md$|LICENSE$|package\.json$)/;

describe("the package", { timeout: 60_000 }, () => {
  it("holds what is run, and nothing else", async () => {
    const [packed] = (await npm("--dry-run")) as { files: { path: string }[] }[];
    const paths = packed?.files.map(({ path }) => path) ?? [];
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    for (const path of ["bin/k8s-tutor.js", "dist/main.cjs", "dist/THIRD-PARTY-NOTICES.txt", "lessons/course.yaml"]) {
      expect(paths).toContain(path);
    }
  });

  it("runs from wherever it was unpacked, with nothing else installed", async () => {
    await npm("--pack-destination", scratch.path);
    const archive = readdirSync(scratch.path).find((name) => name.endsWith(".tgz")) ?? "";
    await execute("tar", ["-xzf", archive], { cwd: scratch.path });
    // A folder named as one of ours is inside the package must not confuse it.
    renameSync(join(scratch.path, "package"), join(scratch.path, "cli"));
    const start = join("cli", "bin", "k8s-tutor.js");
    const version = await runNode([start, "--version"], { cwd: scratch.path });
    expect(version).toMatchObject({ exitCode: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const input =
      "$ kubectl run web --image=nginx\n$ kubectl wait --for=condition=Ready pod/web\n$ kubectl explain pod.kind\n";
    const played = await runNode([start, "sandbox", "--script", "-"], { cwd: scratch.path, input });
    expect(played.stderr).toBe("");
    expect(played.stdout).toContain("pod/web condition met");
    expect(played.stdout).toContain("FIELD: kind <string>");
    const listed = await runNode([start, "list"], { cwd: scratch.path });
    expect(listed.stdout).toContain("first-pod");
  });
});
