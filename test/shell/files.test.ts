import { describe, expect, it } from "vitest";
import { FileError } from "../../src/shell/files.ts";
import { layeredFiles, MemoryFiles } from "../../src/shell/memory-files.ts";
import { MountFiles } from "../../src/shell/mount-files.ts";
import { filesOfUser } from "../../src/shell/user-files.ts";

const now = () => 1000;

function tree(): MemoryFiles {
  const files = new MemoryFiles({ now });
  files.makeDirectory("/etc");
  files.write("/etc/conf", "base");
  files.makeDirectory("/data");
  return files;
}

function codeOf(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

describe("files in memory", () => {
  it("copies on write: neither side sees what the other changes", () => {
    const base = tree();
    const [one, two] = [layeredFiles(base, now), layeredFiles(base, now)];
    one.write("/etc/conf", "one");
    one.remove("/data");
    base.write("/etc/late", "x");
    expect([one.read("/etc/conf"), two.read("/etc/conf"), base.read("/etc/conf")]).toEqual(["one", "base", "base"]);
    expect([one.exists("/data"), two.exists("/data"), two.exists("/etc/late")]).toEqual([false, true, false]);
  });

  it("follows links, and refuses as a kernel does", () => {
    const files = tree();
    files.link("conf", "/etc/link");
    files.link("/etc", "/e");
    files.link("loop", "/loop");
    files.append("/e/link", "+");
    expect(files.read("/etc/conf")).toBe("base+");
    expect(codeOf(() => files.read("/etc"))).toBe("EISDIR");
    expect(codeOf(() => files.read("/loop"))).toBe("ELOOP");
    expect(codeOf(() => files.remove("/etc"))).toBe("ENOTEMPTY");
    expect(codeOf(() => files.write("/no/file", ""))).toBe("ENOENT");
    expect(codeOf(() => files.read("/etc/conf/x"))).toBe("ENOTDIR");
  });

  it("is full at its limit, counted in bytes", () => {
    const files = new MemoryFiles({ now, sizeLimitBytes: 10 });
    files.write("/a", "äöü");
    expect([files.stat("/a").size, files.usedBytes]).toEqual([6, 6]);
    expect(codeOf(() => files.append("/a", "12345"))).toBe("ENOSPC");
    files.remove("/a");
    files.write("/b", "0123456789");
  });
});

describe("mounts", () => {
  const volume = new MemoryFiles({ now });
  volume.makeDirectory("/..v1");
  volume.write("/..v1/key", "value");
  volume.link("..v1", "/..data");
  volume.link("..data/key", "/key");
  const root = tree();
  root.link("/run", "/var");
  root.makeDirectory("/run");
  const files = new MountFiles([
    { path: "/", tree: root },
    { path: "/var/config", tree: volume, readOnly: true },
    { path: "/etc/one", tree: volume, subPath: "key" },
    { path: "/scratch", tree: new MemoryFiles({ now }) },
  ]);

  it("shows each tree at its place, through links, and single files", () => {
    expect([files.read("/run/config/key"), files.read("/etc/one"), files.read("/etc/conf")]).toEqual([
      "value",
      "value",
      "base",
    ]);
    expect(files.list("/etc")).toEqual(["conf", "one"]);
    expect(files.list("/var")).toEqual(["config"]);
  });

  it("refuses writing to what is read-only, moving across, and removing a mount point", () => {
    expect(codeOf(() => files.write("/var/config/x", ""))).toBe("EROFS");
    expect(codeOf(() => files.rename("/etc/conf", "/scratch/x"))).toBe("EXDEV");
    expect(codeOf(() => files.remove("/etc/one"))).toBe("EBUSY");
  });
});

it("checks permission bits for everybody but root", () => {
  const root = tree();
  root.setMode("/data", 0o2777);
  root.setOwner("/data", 0, 2000);
  root.write("/etc/secret", "s", 0o400);
  const files = filesOfUser(root, { uid: 1000, gid: 3000, groups: [2000] });
  expect(codeOf(() => files.write("/etc/x", ""))).toBe("EACCES");
  expect(codeOf(() => files.read("/etc/secret"))).toBe("EACCES");
  files.write("/data/mine", "");
  expect(root.stat("/data/mine")).toMatchObject({ uid: 1000, gid: 2000 });
});

describe("a file system that takes no writes", () => {
  it("says so before it looks at permissions", () => {
    const files = filesOfUser(new MountFiles([{ path: "/", tree: tree(), readOnly: true }]), { uid: 1000, gid: 1000 });
    expect(codeOf(() => files.write("/new", ""))).toBe("EROFS");
    expect(codeOf(() => filesOfUser(tree(), { uid: 1000, gid: 1000 }).write("/new", ""))).toBe("EACCES");
  });
});
