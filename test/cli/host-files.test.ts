import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HostFiles } from "../../src/cli/host-files.ts";

let outside = "";
let files: HostFiles;
beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), "k8s-tutor-files-"));
  const inside = join(outside, "work");
  mkdirSync(inside);
  writeFileSync(join(outside, "secret.txt"), "secret");
  symlinkSync(join(outside, "secret.txt"), join(inside, "link"));
  symlinkSync(outside, join(inside, "up"));
  files = new HostFiles(inside);
});
afterAll(() => rmSync(outside, { recursive: true }));

describe("the working directory", () => {
  it("reads back what was written", () => {
    files.write("/a.txt", "one\n");
    files.append("/a.txt", "two\n");
    expect(files.read("/a.txt")).toBe("one\ntwo\n");
    expect(files.stat("/a.txt").size).toBe(8);
    files.makeDirectory("/d");
    files.rename("/a.txt", "/d/b.txt");
    expect(files.list("/d")).toEqual(["b.txt"]);
    expect(files.exists("/a.txt")).toBe(false);
  });

  it.each(["/link", "/up/secret.txt", "/up/new.txt"])("lets nobody out by %s", (path) => {
    expect(() => files.read(path)).toThrow(/EACCES/);
    expect(() => files.write(path, "x")).toThrow(/EACCES/);
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
  });

  it("takes its root for the root of everything, as .. of / is /", () => {
    files.write("/../secret.txt", "mine");
    expect(files.read("/secret.txt")).toBe("mine");
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
  });

  it("names the system's reason", () => {
    expect(() => files.read("/nothing")).toThrow("ENOENT");
    expect(() => files.list("/d/b.txt")).toThrow("ENOTDIR");
    expect(() => files.remove("/d")).toThrow("ENOTEMPTY");
  });
});
