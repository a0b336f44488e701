import { expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

const PASSWORD = [{ name: "POSTGRES_PASSWORD", value: "s3cret" }];
const DATA = "/var/lib/postgresql/data";

function postgres(more: object = {}) {
  return { name: "c", image: "postgres:16", env: PASSWORD, ...more };
}

test("starts with what its environment says, lets in who may, and says why not", () => {
  const cluster = nodeUnderTest();
  cluster.create("db", { containers: [postgres({ env: [...PASSWORD, { name: "POSTGRES_DB", value: "shop" }] })] });
  cluster.create("bare", { restartPolicy: "Never", containers: [postgres({ env: [] })] });
  cluster.create("client", { containers: [{ name: "c", image: "postgres:16-alpine", command: ["sleep", "1000"] }] });
  cluster.advance(10);
  expect(cluster.line("bare")).toBe("0/1 Error 0");
  expect(cluster.logs("bare", "c")).toContain("superuser password is not specified");
  const log = cluster.logs("db", "c");
  expect(log).toContain("PostgreSQL init process complete; ready for start up.");
  expect(log).toMatch(/UTC \[1\] LOG: {2}starting PostgreSQL 16\.\d+ \(Debian/);
  expect(log).toMatch(/UTC \[1\] LOG: {2}database system is ready to accept connections\n$/);

  const ip = cluster.get("db").status.podIP ?? "";
  const client = (command: string) => cluster.exec("client", "c", "sh", "-c", command);
  expect(client("pg_dump -U user database")).toBe(
    'pg_dump: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?\n[1]',
  );
  expect(client("pg_dump -U user database '>' out.sql")).toBe(
    'pg_dump: error: too many command-line arguments (first is ">")\npg_dump: hint: Try "pg_dump --help" for more information.\n[1]',
  );
  const failed = `psql: error: connection to server at "${ip}", port 5432 failed:`;
  expect(client(`psql -h ${ip} -U postgres -c 'SELECT 1'`)).toBe(`${failed} fe_sendauth: no password supplied\n[2]`);
  expect(client(`PGPASSWORD=wrong psql -h ${ip} -U postgres -c 'SELECT 1'`)).toBe(
    `${failed} FATAL:  password authentication failed for user "postgres"\n[2]`,
  );
  expect(client(`PGPASSWORD=s3cret psql -h ${ip} -U postgres -d nope -c 'SELECT 1'`)).toBe(
    `${failed} FATAL:  database "nope" does not exist\n[2]`,
  );
  expect(client(`psql -h ${ip} -p 5433 -U postgres`)).toContain(
    "port 5433 failed: Connection refused\n\tIs the server running on that host",
  );
  expect(client(`psql postgresql://postgres:s3cret@${ip}:5432/shop -tAc 'SELECT current_database(), 1+1'`)).toBe(
    "shop|2\n[0]",
  );
  expect(client(`pg_isready -h ${ip}; pg_isready`)).toBe(
    `${ip}:5432 - accepting connections\n/var/run/postgresql:5432 - no response\n[2]`,
  );
  expect(cluster.exec("db", "c", "psql", "-c", "SELECT 1")).toBe(
    'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  role "root" does not exist\n[2]',
  );
});

test("psql prints as psql does, and a dump makes the database again", () => {
  const cluster = nodeUnderTest();
  cluster.create("db", { containers: [postgres()] });
  cluster.advance(8);
  const sql = (text: string, database = "postgres") =>
    cluster.exec("db", "c", "psql", "-U", "postgres", "-d", database, "-c", text);
  expect(sql("CREATE TABLE orders (id serial PRIMARY KEY, item text)")).toBe("CREATE TABLE\n[0]");
  expect(sql("INSERT INTO orders (item) VALUES ('tea'), (E'x')")).toContain("ERROR:");
  expect(sql("INSERT INTO orders (item) VALUES ('tea'), ('two words')")).toBe("INSERT 0 2\n[0]");
  expect(sql("SELECT * FROM orders")).toBe(
    " id |   item    \n----+-----------\n  1 | tea\n  2 | two words\n(2 rows)\n\n[0]",
  );
  expect(sql("SELECT nope FROM orders")).toBe(
    'ERROR:  column "nope" does not exist\nLINE 1: SELECT nope FROM orders\n               ^\n[1]',
  );
  expect(sql("\\dt")).toBe(
    "         List of relations\n Schema |  Name  | Type  |  Owner   \n--------+--------+-------+----------\n public | orders | table | postgres\n(1 row)\n\n[0]",
  );
  const dump =
    "pg_dump -U postgres postgres > /tmp/d.sql && psql -q -U postgres -c 'CREATE DATABASE copy' && psql -q -U postgres copy < /tmp/d.sql";
  expect(cluster.exec("db", "c", "sh", "-c", dump)).toContain("[0]");
  expect(sql("INSERT INTO orders (item) VALUES ('new') RETURNING *", "copy")).toContain("  3 | new\n");
  expect(cluster.exec("db", "c", "sh", "-c", "echo 'SELECT count(*) FROM orders' | psql -U postgres -tA copy")).toBe(
    "3\n[0]",
  );
});

test("data outlives the container in its volume; two servers on one directory are one too many", () => {
  const cluster = nodeUnderTest();
  const volumeMounts = [{ name: "data", mountPath: DATA }];
  const volumes = [{ name: "data", hostPath: { path: "/srv/db", type: "DirectoryOrCreate" } }];
  cluster.create("one", { containers: [postgres({ volumeMounts })], volumes });
  cluster.advance(8);
  const sql = (pod: string, text: string) => cluster.exec(pod, "c", "psql", "-U", "postgres", "-tAc", text);
  sql("one", "CREATE TABLE t (n int)");
  sql("one", "INSERT INTO t VALUES (7)");
  cluster.create("two", { restartPolicy: "Never", containers: [postgres({ volumeMounts })], volumes });
  cluster.advance(5);
  expect(cluster.logs("two", "c")).toContain('FATAL:  lock file "postmaster.pid" already exists\n');
  expect(cluster.line("two")).toBe("0/1 Error 0");
  cluster.delete("one");
  cluster.advance(5);
  expect(cluster.line("one")).toBe("gone");
  cluster.create("three", { containers: [postgres({ volumeMounts, env: [] })], volumes });
  cluster.advance(5);
  expect(cluster.logs("three", "c")).toContain("Skipping initialization");
  expect(sql("three", "SELECT n FROM t")).toBe("7\n[0]");
  cluster.runtime.containersOf(cluster.get("three").metadata.uid ?? "")[0]?.kill();
  cluster.advance(10);
  expect(cluster.line("three")).toMatch(/^1\/1 Running 1/);
  expect(cluster.logs("three", "c")).toContain(
    "database system was not properly shut down; automatic recovery in progress",
  );
  expect(sql("three", "SELECT n FROM t")).toBe("7\n[0]");
  cluster.delete("three");
  cluster.advance(5);
  cluster.create("newer", {
    restartPolicy: "Never",
    containers: [postgres({ volumeMounts, image: "postgres:17" })],
    volumes,
  });
  cluster.advance(5);
  expect(cluster.logs("newer", "c")).toContain(
    "initialized by PostgreSQL version 16, which is not compatible with this version 17",
  );
});

test("where it may not write, it says so", () => {
  const cluster = nodeUnderTest();
  const empty = { volumeMounts: [{ name: "data", mountPath: DATA }] };
  const volumes = [{ name: "data", emptyDir: {} }];
  cluster.create("readonly", {
    restartPolicy: "Never",
    containers: [postgres({ ...empty, securityContext: { readOnlyRootFilesystem: true } })],
    volumes,
  });
  cluster.create("other", {
    restartPolicy: "Never",
    containers: [postgres({ ...empty, securityContext: { runAsUser: 999 } })],
    volumes,
  });
  cluster.advance(10);
  expect(cluster.logs("readonly", "c")).toContain(
    'FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": Read-only file system',
  );
  expect(cluster.logs("other", "c")).toContain(
    `initdb: error: could not change permissions of directory "${DATA}": Operation not permitted`,
  );
});
