import { expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

test("redis: types, expiry, errors, passwords", () => {
  const cluster = nodeUnderTest();
  cluster.create("redis", { containers: [{ name: "c", image: "redis:7" }] });
  cluster.create("locked", { containers: [{ name: "c", image: "redis:7-alpine", args: ["--requirepass", "s3cret"] }] });
  cluster.advance(5);
  const cli = (...words: string[]) => cluster.exec("redis", "c", "redis-cli", ...words);
  const dialogue: readonly (readonly [string, string])[] = [
    ["PING", "PONG\n"],
    ["SET greeting hellö", "OK\n"],
    ["GET greeting", "hellö\n"],
    ["GET nothing", "\n"],
    ["INCR visits", "1\n"],
    ["INCRBY visits 4", "5\n"],
    ["INCR greeting", "ERR value is not an integer or out of range\n\n"],
    ["LPUSH jobs a b c", "3\n"],
    ["LRANGE jobs 0 -1", "c\nb\na\n"],
    ["RPOP jobs", "a\n"],
    ["HSET user name Ada age 36", "2\n"],
    ["HGETALL user", "name\nAda\nage\n36\n"],
    ["GET jobs", "WRONGTYPE Operation against a key holding the wrong kind of value\n\n"],
    ["SET short x EX 10", "OK\n"],
    ["KEYS *s*", "visits\njobs\nuser\nshort\n"],
    ["DEL visits nothing", "1\n"],
    ["GET", "ERR wrong number of arguments for 'get' command\n\n"],
    ["FOO a", "ERR unknown command 'FOO', with args beginning with: 'a' \n\n"],
  ];
  expect(dialogue.map(([line]) => [line, cli(...line.split(" ")).replace(/\[0\]$/, "")])).toEqual(dialogue);
  cluster.advance(11);
  expect(cli("TTL", "short")).toBe("-2\n[0]");
  expect(cluster.exec("redis", "c", "sh", "-c", "printf 'SET q \"two words\"\\nGET q\\n' | redis-cli")).toBe(
    "OK\ntwo words\n[0]",
  );
  const ip = cluster.get("locked").status.podIP ?? "";
  expect(cli("-h", ip, "GET", "a")).toBe("NOAUTH Authentication required.\n\n[0]");
  expect(cli("-h", ip, "-a", "s3cret", "--no-auth-warning", "SET", "a", "1")).toBe("OK\n[0]");
  expect(cli("-h", ip, "-p", "99", "PING")).toBe(`Could not connect to Redis at ${ip}:99: Connection refused\n[1]`);
});

test("redis keeps in /data what it was told to keep", () => {
  const cluster = nodeUnderTest();
  const redis = (args: readonly string[]) => ({
    name: "c",
    image: "redis:7",
    args,
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  });
  const volumes = [{ name: "data", hostPath: { path: "/srv/redis", type: "DirectoryOrCreate" } }];
  cluster.create("one", { containers: [redis(["--appendonly", "yes"])], volumes });
  cluster.advance(5);
  cluster.exec("one", "c", "redis-cli", "RPUSH", "l", "a", "b");
  // Not even a kill loses what is in the append-only file.
  cluster.runtime.containersOf(cluster.get("one").metadata.uid ?? "")[0]?.kill();
  cluster.advance(5);
  expect(cluster.exec("one", "c", "redis-cli", "LRANGE", "l", "0", "-1")).toBe("a\nb\n[0]");
  expect(cluster.logs("one", "c")).toContain("* DB loaded from append only file");
  cluster.delete("one");
  cluster.advance(5);
  cluster.create("two", { containers: [redis(["--save", "60", "1"])], volumes });
  cluster.advance(5);
  expect(cluster.exec("two", "c", "redis-cli", "DBSIZE")).toBe("1\n[0]");
});

test("a directory that the image declares as a volume hides what a pod mounts above it", () => {
  const cluster = nodeUnderTest();
  const volumes = [{ name: "v", hostPath: { path: "/srv/pg", type: "DirectoryOrCreate" } }];
  const postgres = (mountPath: string) => ({
    name: "c",
    image: "postgres:17",
    env: [
      { name: "POSTGRES_PASSWORD", value: "x" },
      { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
    ],
    volumeMounts: [{ name: "v", mountPath }],
  });
  cluster.create("above", { containers: [postgres("/var/lib/postgresql")], volumes });
  cluster.create("node", {
    containers: [
      { name: "c", image: "busybox:1.36", args: ["sleep", "99"], volumeMounts: [{ name: "v", mountPath: "/n" }] },
    ],
    volumes,
  });
  cluster.advance(10);
  expect(cluster.exec("above", "c", "ls", "/var/lib/postgresql/data/pgdata")).toContain("PG_VERSION");
  expect(cluster.exec("node", "c", "find", "/n", "-name", "PG_VERSION")).toBe("[0]");
  cluster.delete("above");
  cluster.create("there", { containers: [postgres("/var/lib/postgresql/data")], volumes });
  cluster.advance(10);
  expect(cluster.exec("node", "c", "find", "/n", "-name", "PG_VERSION")).toContain("/n/pgdata/PG_VERSION");
});
