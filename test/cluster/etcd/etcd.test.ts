import { describe, expect, test } from "vitest";
import { Etcd } from "../../../src/cluster/etcd/etcd.ts";

type Value = { readonly text: string };

function put(etcd: Etcd<Value>, key: string, text: string): void {
  const expected = etcd.get(key)?.modRevision ?? 0;
  expect(etcd.put(key, expected, () => ({ text })).kind).toBe("done");
}

const keys = (etcd: Etcd<Value>, prefix: string): string[] => etcd.range(prefix).map(({ key }) => key);

test("compare and set", () => {
  const etcd = new Etcd<Value>();
  put(etcd, "/a", "1");
  expect(etcd.put("/a", 0, () => ({ text: "x" })).kind).toBe("conflict");
  put(etcd, "/a", "2");
  expect(etcd.get("/a")).toMatchObject({ value: { text: "2" }, createRevision: 2, modRevision: 3 });
  expect(etcd.delete("/a", 2, () => ({ text: "" })).kind).toBe("conflict");
  expect(etcd.delete("/a", 3, () => ({ text: "" })).kind).toBe("done");
  expect([etcd.get("/a"), etcd.revision]).toEqual([undefined, 4]);
});

test("ranges come in the order of bytes", () => {
  const etcd = new Etcd<Value>();
  for (const key of ["/p/b/1", "/p/a/2", "/p/a/1", "/p/a-b/1", "/q/x"]) put(etcd, key, "");
  expect(keys(etcd, "/p/")).toEqual(["/p/a-b/1", "/p/a/1", "/p/a/2", "/p/b/1"]);
  expect(keys(etcd, "/p/a/")).toEqual(["/p/a/1", "/p/a/2"]);
  expect([etcd.count("/p/"), etcd.count("/none/")]).toEqual([4, 0]);
});

test("the past can be ranged over while it is known", () => {
  const etcd = new Etcd<Value>();
  put(etcd, "/p/a", "1");
  put(etcd, "/p/b", "1");
  const { revision } = etcd;
  put(etcd, "/p/a", "2");
  put(etcd, "/p/c", "1");
  etcd.delete("/p/b", etcd.get("/p/b")?.modRevision ?? 0, () => ({ text: "" }));
  expect(etcd.rangeAt("/p/", revision)?.map(({ key, value }) => key + value.text)).toEqual(["/p/a1", "/p/b1"]);
  etcd.compact(etcd.revision);
  expect(etcd.rangeAt("/p/", revision)).toBeUndefined();
});

describe("watches", () => {
  test("start in the past, and see each change once and in order, even of writes by observers", () => {
    const etcd = new Etcd<Value>();
    put(etcd, "/p/a", "1");
    const seen: string[][] = [[], []];
    etcd.watch("/p/", 1, ({ key, revision }) => {
      seen[0]?.push(`${key}@${revision}`);
      if (key === "/p/b") put(etcd, "/p/c", "from an observer");
    });
    etcd.watch("/p/", etcd.revision, ({ key, revision }) => seen[1]?.push(`${key}@${revision}`));
    put(etcd, "/p/b", "1");
    put(etcd, "/q/z", "1");
    expect(seen).toEqual([
      ["/p/a@2", "/p/b@3", "/p/c@4"],
      ["/p/b@3", "/p/c@4"],
    ]);
  });

  test("what is compacted cannot be watched; what is cancelled hears nothing", () => {
    const etcd = new Etcd<Value>({ historyLimit: 2 });
    for (const text of ["1", "2", "3", "4"]) put(etcd, "/p/a", text);
    expect(etcd.watch("/p/", 1, () => undefined)).toBe("compacted");
    const seen: number[] = [];
    const handle = etcd.watch("/p/", etcd.revision - 1, ({ revision }) => seen.push(revision));
    if (handle === "compacted") throw new Error("too early");
    handle.cancel();
    put(etcd, "/p/a", "5");
    expect(seen).toEqual([5]);
  });
});
