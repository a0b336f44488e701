import { expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

const ROOT = [{ name: "MYSQL_ROOT_PASSWORD", value: "s3cret" }];

test("mysql: starts, lets in, answers, dumps, and keeps what it is told", () => {
  const cluster = nodeUnderTest();
  const mysql = {
    name: "c",
    image: "mysql:8.0",
    env: [...ROOT, { name: "MYSQL_DATABASE", value: "shop" }],
    volumeMounts: [{ name: "data", mountPath: "/var/lib/mysql" }],
  };
  const volumes = [{ name: "data", hostPath: { path: "/srv/mysql", type: "DirectoryOrCreate" } }];
  cluster.create("db", { containers: [mysql], volumes });
  cluster.create("bare", { restartPolicy: "Never", containers: [{ name: "c", image: "mysql:8.0" }] });
  cluster.create("client", { containers: [{ name: "c", image: "mariadb:11", command: ["sleep", "1000"] }] });
  cluster.advance(10);
  expect(cluster.logs("bare", "c")).toContain(
    "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
  );
  expect(cluster.logs("db", "c")).toContain(
    "ready for connections. Version: '8.0.43'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306",
  );
  const ip = cluster.get("db").status.podIP ?? "";
  const client = (command: string) => cluster.exec("client", "c", "sh", "-c", command);
  const own = cluster.get("client").status.podIP ?? "";
  expect(client(`mariadb -h ${ip} -u root -pwrong -e 'SELECT 1'`)).toBe(
    `ERROR 1045 (28000): Access denied for user 'root'@'${own}' (using password: YES)\n[1]`,
  );
  expect(client("mariadb -h nowhere -u root -e 'SELECT 1'")).toBe(
    "ERROR 2005 (HY000): Unknown server host 'nowhere' (-2)\n[1]",
  );
  expect(client("mariadb -e 'SELECT 1'")).toBe(
    "ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)\n[1]",
  );
  const root = `mariadb -h ${ip} -u root -ps3cret shop`;
  expect(
    client(
      `${root} -e "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, item TEXT); INSERT INTO t (item) VALUES ('tea'), (NULL)"`,
    ),
  ).toBe("[0]");
  expect(client(`${root} -e 'SELECT * FROM t'`)).toBe("id\titem\n1\ttea\n2\tNULL\n[0]");
  expect(client(`${root} -t -e 'SELECT COUNT(*) FROM t'`)).toBe(
    "+----------+\n| COUNT(*) |\n+----------+\n|        2 |\n+----------+\n[0]",
  );
  expect(client(`${root} -e 'SELECT * FROM nope'`)).toBe(
    "ERROR 1146 (42S02) at line 1: Table 'shop.nope' doesn't exist\n[1]",
  );
  expect(
    client(
      `mariadb-dump -h ${ip} -uroot -ps3cret shop > /tmp/d; ${root} -e 'CREATE DATABASE b'; mariadb -h ${ip} -uroot -ps3cret b < /tmp/d; ${root} -N -e 'SELECT item FROM b.t WHERE id = 1'`,
    ),
  ).toBe("tea\n[0]");
  expect(client(`mariadb-admin -h ${ip} -uroot -ps3cret ping`)).toBe("mysqld is alive\n[0]");

  cluster.create("second", { restartPolicy: "Never", containers: [mysql], volumes });
  cluster.advance(10);
  expect(cluster.logs("second", "c")).toContain("[ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1 error: 11");
  cluster.delete("db");
  cluster.advance(5);
  cluster.create("third", { containers: [mysql], volumes });
  cluster.advance(5);
  expect(
    cluster.exec("third", "c", "mysql", "-uroot", "-ps3cret", "shop", "-sN", "-e", "SELECT COUNT(*) FROM t"),
  ).toContain("2\n[0]");
});
