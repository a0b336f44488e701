import { expect, test } from "vitest";
import { explainMySql } from "../../../src/cluster/container-runtime/images/mysql/explain.ts";
import { explainPostgres } from "../../../src/cluster/container-runtime/images/postgres/explain.ts";
import { DataDirectory } from "../../../src/cluster/container-runtime/images/sql/data-directory.ts";
import { SqlError } from "../../../src/cluster/container-runtime/images/sql/fault.ts";
import { type Flavor, splitStatement } from "../../../src/cluster/container-runtime/images/sql/lex.ts";
import { Session } from "../../../src/cluster/container-runtime/images/sql/session.ts";
import { Store } from "../../../src/cluster/container-runtime/images/sql/store.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";
import type { Machine } from "../../../src/shell/process.ts";

const now = () => Date.UTC(2026, 10, 20, 21);

function server(flavor: Flavor) {
  const files = new MemoryFiles({ now });
  const directory = () => new DataDirectory(files, "/data", flavor, undefined);
  directory().save(undefined, {
    roles: { root: { name: "root", isSuperuser: true } },
    databases: { shop: { name: "shop", oid: 5, owner: "root", tables: {}, sequences: {} } },
    nextOid: 16384,
  });
  const machine = { hostname: "db-0", network: { addresses: ["10.0.0.1"] }, now, random: () => 0.5, files };
  const session = (store: Store) =>
    new Session(store, {
      flavor,
      version: "v",
      user: "root",
      database: "shop",
      machine: machine as unknown as Machine,
    });
  return { files, store: () => new Store(directory()), session };
}

/** What a statement answers: its rows, or its tag, or what went wrong. */
function asker(session: Session, flavor: Flavor) {
  return (text: string): string => {
    try {
      const { tag, table } = session.run(text);
      return table === undefined ? tag : table.rows.map((row) => row.map((cell) => cell ?? "NULL").join("|")).join(" ");
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const explained =
        flavor === "postgres"
          ? explainPostgres(error.fault)
          : explainMySql(error.fault, { name: "mysql", version: "9" });
      return `! ${explained.message}`;
    }
  };
}

test("postgres: statements, and what they answer", () => {
  const { store, session } = server("postgres");
  const ask = asker(session(store()), "postgres");
  const dialogue: readonly (readonly [string, string])[] = [
    [
      "CREATE TABLE orders (id serial PRIMARY KEY, item varchar(8) NOT NULL, price numeric(6,2), paid boolean DEFAULT false)",
      "CREATE TABLE",
    ],
    ["INSERT INTO orders (item, price) VALUES ('tea', 2), ('coffee', 3.255), ('milk', NULL)", "INSERT 0 3"],
    ["SELECT * FROM orders ORDER BY price DESC", "3|milk|NULL|f 2|coffee|3.25|f 1|tea|2.00|f"],
    ["SELECT id FROM orders WHERE price BETWEEN 1 AND 3 OR item LIKE '%lk'", "1 3"],
    ["SELECT id FROM orders WHERE NOT item IN ('tea') AND price IS NOT NULL", "2"],
    ["SELECT count(*), count(price), sum(price), max(item) FROM orders", "3|2|5.25|tea"],
    ["SELECT price IS NULL AS open, count(*) FROM orders GROUP BY price IS NULL ORDER BY 2", "t|1 f|2"],
    [
      "SELECT item, count(*) FROM orders",
      '! column "orders.item" must appear in the GROUP BY clause or be used in an aggregate function',
    ],
    ["SELECT id FROM orders ORDER BY id LIMIT 1 OFFSET 1", "2"],
    ["SELECT 7 / 2, 7 / 2.0, 'it''s' || 1, upper('x')", "3|3.5000000000000000|it's1|X"],
    ["UPDATE orders SET price = price * 2, paid = true WHERE id = 1 RETURNING price", "4.00"],
    ["INSERT INTO orders (id, item) VALUES (2, 'x')", '! duplicate key value violates unique constraint "orders_pkey"'],
    ["INSERT INTO orders (item) VALUES ('far too long')", "! value too long for type character varying(8)"],
    ["INSERT INTO orders (item, price) VALUES ('x', 'much')", '! invalid input syntax for type numeric: "much"'],
    [
      "INSERT INTO orders (price) VALUES (1)",
      '! null value in column "item" of relation "orders" violates not-null constraint',
    ],
    ["SELECT colour FROM orders", '! column "colour" does not exist'],
    ["SELECT * FROM nothing", '! relation "nothing" does not exist'],
    ["SELEC 1", '! syntax error at or near "SELEC"'],
    ["SELECT * FROM orders o JOIN items i ON true", '! relation "items" does not exist'],
    ["SELECT * FROM orders WHERE id IN (SELECT 1)", "1|tea|4.00|t"],
    ["VACUUM", "! k8s-tutor does not simulate VACUUM"],
    ["DELETE FROM orders WHERE id > 1", "DELETE 2"],
    ["DROP TABLE IF EXISTS orders, ghosts", "DROP TABLE"],
    ["DROP TABLE orders", '! table "orders" does not exist'],
  ];
  expect(dialogue.map(([text]) => [text, ask(text)])).toEqual(dialogue);
});

test("mysql: its own words for the same", () => {
  const { store, session } = server("mysql");
  const ask = asker(session(store()), "mysql");
  const dialogue: readonly (readonly [string, string])[] = [
    [
      "CREATE TABLE `orders` (`id` INT AUTO_INCREMENT, item VARCHAR(20), PRIMARY KEY (`id`)) ENGINE=InnoDB",
      "CREATE TABLE",
    ],
    ["INSERT INTO orders (item) VALUES (\"tea\"), ('it\\'s')", "INSERT 0 2"],
    ["SELECT * FROM shop.orders WHERE item LIKE 'TEA'", "1|tea"],
    ["SHOW TABLES", "orders"],
    ["DESCRIBE orders", "id|int|NO|PRI|NULL|auto_increment item|varchar(20)|YES||NULL|"],
    ["SELECT * FROM nope", "! Table 'shop.nope' doesn't exist"],
    ["INSERT INTO orders VALUES (1, 'x')", "! Duplicate entry '1' for key 'orders.PRIMARY'"],
    ["CREATE DATABASE IF NOT EXISTS shop", "CREATE DATABASE"],
    ["USE nowhere", "! Unknown database 'nowhere'"],
    ["GRANT ALL ON *.* TO x", "! k8s-tutor does not simulate GRANT"],
  ];
  expect(dialogue.map(([text]) => [text, ask(text)])).toEqual(dialogue);
});

test("what is committed is in the files, and nothing else is", () => {
  const { store, session } = server("postgres");
  const first = store();
  const ask = asker(session(first), "postgres");
  const other = asker(session(first), "postgres");
  ask("CREATE TABLE t (id serial, n integer)");
  ask("BEGIN");
  ask("INSERT INTO t (n) VALUES (1)");
  expect([ask("SELECT count(*) FROM t"), other("SELECT count(*) FROM t")]).toEqual(["1", "0"]);
  other("INSERT INTO t (n) VALUES (2)");
  expect(ask("COMMIT")).toBe("COMMIT");
  expect(ask("SELECT n FROM t ORDER BY n")).toBe("1 2");
  ask("BEGIN");
  ask("DELETE FROM t");
  expect(ask("SELECT nothing FROM t")).toContain("does not exist");
  expect(ask("SELECT 1")).toBe("! current transaction is aborted, commands ignored until end of transaction block");
  expect(ask("COMMIT")).toBe("ROLLBACK");
  const again = asker(session(store()), "postgres");
  expect(again("SELECT n FROM t ORDER BY n")).toBe("1 2");
  expect(again("INSERT INTO t (n) VALUES (3) RETURNING id")).toBe("3");
});

test("a script is cut where its statements end", () => {
  const cut = (text: string, flavor: Flavor = "postgres") => {
    const { statement, open } = splitStatement(text, flavor);
    return statement ?? open;
  };
  expect(cut("SELECT ';' -- a; b\n, 1; SELECT 2")).toBe("SELECT ';' -- a; b\n, 1");
  expect(["SELECT 'a", "SELECT (1", "SELECT 1", "  -- nothing\n", 'SELECT "a'].map((text) => cut(text))).toEqual([
    "'",
    "(",
    "-",
    "",
    '"',
  ]);
  expect(cut("SELECT $$ ; $$;")).toBe("SELECT $$ ; $$");
  expect(cut('SELECT "a;\\"b";', "mysql")).toBe('SELECT "a;\\"b"');
});

test.each(["postgres", "mysql"] as const)("%s joins tables, and asks of groups", (flavor) => {
  const { store, session } = server(flavor);
  const ask = asker(session(store()), flavor);
  for (const statement of [
    "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(20))",
    "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, cups INT)",
    "INSERT INTO customers VALUES (1, 'ann'), (2, 'bob'), (3, 'eve')",
    "INSERT INTO orders VALUES (10, 1, 2), (11, 1, 4), (12, 2, 1)",
  ])
    ask(statement);
  const ambiguous =
    flavor === "postgres" ? '! column reference "id" is ambiguous' : "! Column 'id' in field list is ambiguous";
  const joined = "FROM customers c LEFT JOIN orders o ON o.customer_id = c.id";
  const dialogue: [string, string][] = [
    [
      "SELECT c.name, o.cups FROM customers AS c JOIN orders o ON c.id = o.customer_id ORDER BY o.id",
      "ann|2 ann|4 bob|1",
    ],
    [`SELECT c.name, o.cups ${joined} ORDER BY c.id, o.id`, "ann|2 ann|4 bob|1 eve|NULL"],
    [`SELECT name ${joined} WHERE o.id IS NULL`, "eve"],
    [`SELECT c.name, count(o.id), sum(o.cups) ${joined} GROUP BY c.name ORDER BY c.name`, "ann|2|6 bob|1|1 eve|0|NULL"],
    [`SELECT c.name, max(cups) ${joined} GROUP BY c.name HAVING count(o.id) > 1`, "ann|4"],
    ["SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE cups < 2)", "bob"],
    ["SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)", "eve"],
    ["SELECT c.name FROM customers c, orders WHERE customer_id = c.id AND cups = 4", "ann"],
    ["SELECT count(*) FROM customers CROSS JOIN orders", "9"],
    [`SELECT id ${joined}`, ambiguous],
    ["SELECT * FROM customers JOIN orders ON customers.id = orders.customer_id WHERE cups = 1", "2|bob|12|2|1"],
    ["SELECT name FROM customers RIGHT JOIN orders ON true", "! k8s-tutor does not simulate RIGHT JOIN"],
  ];
  expect(dialogue.map(([text]) => [text, ask(text).replace(/^(! [^\n]*simulate [A-Z ]+).*$/s, "$1")])).toEqual(
    dialogue,
  );
});
