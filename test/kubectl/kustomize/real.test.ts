// What kustomizations come to must be byte for byte what the real kubectl prints. Skips aloud where there is none.

import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findRealKubectl } from "../real-kubectl.ts";
import { tables, writeFiles } from "./cases.ts";
import { runIn } from "./run-in.ts";

const BINARY = await findRealKubectl();
if (BINARY === undefined)
  console.warn("SKIPPED: no kubectl 1.33 on this machine, so kustomizations are not compared with it");

const ROOT = realpathSync(mkdtempSync(join(tmpdir(), "kustomize-")));
afterAll(() => rmSync(ROOT, { recursive: true }));

// Go prints where in memory a generator is.
const withoutAddresses = (text: string) => text.replace(/0xc[0-9a-f]{9}/g, "ADDRESS");

let count = 0;

describe.skipIf(BINARY === undefined).each(tables())("%s", (_table, cases) => {
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (_name, each) => {
    const folder = join(ROOT, String(count++), "work");
    writeFiles(folder, each);
    const argv = ["kustomize", ...each.args];
    const theirs = spawnSync(BINARY ?? "", argv, { cwd: folder, encoding: "utf8", env: { HOME: ROOT } });
    const ours = await runIn(folder, argv);
    expect(withoutAddresses(ours.stderr)).toBe(withoutAddresses(theirs.stderr));
    expect(ours.stdout).toBe(theirs.stdout);
    expect(ours.exitCode).toBe(theirs.status);
  });
});
