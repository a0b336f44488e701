import { expect, test } from "vitest";
import { PseudoTerminal } from "../../../src/shell/pseudo-terminal.ts";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

test("psql at a terminal: prompts, continued statements, Ctrl-C, transactions, \\q", () => {
  const cluster = nodeUnderTest();
  const env = [{ name: "POSTGRES_PASSWORD", value: "s3cret" }];
  cluster.create("db", { containers: [{ name: "c", image: "postgres:16", env }] });
  cluster.advance(8);
  const container = cluster.runtime.containersOf(cluster.get("db").metadata.uid ?? "")[0];
  let seen = "";
  let pid = 0;
  const terminal = new PseudoTerminal({
    show: (text) => (seen += text.replaceAll("\r", "")),
    signal: (name) => container?.signalProcess(pid, name),
  });
  const { input: stdin, output } = terminal;
  const child = container?.exec(["psql", "-U", "postgres"], { stdin, stdout: output, stderr: output });
  if (child === undefined || typeof child === "string") throw new Error("psql did not start");
  pid = child.pid;
  const type = (text: string): string => {
    seen = "";
    terminal.type(text);
    cluster.advance(1);
    return seen;
  };
  cluster.advance(1);
  expect(seen).toMatch(/^psql \(16\.\d+ \(Debian [^)]*\)\)\nType "help" for help\.\n\npostgres=# $/);
  expect(type("SELECT 1\r")).toBe("SELECT 1\npostgres-# ");
  expect(type(";\r")).toBe(";\n ?column? \n----------\n        1\n(1 row)\n\npostgres=# ");
  expect(type("SELECT 'a\r")).toBe("SELECT 'a\npostgres'# ");
  expect(type("\u0003")).toContain("^C\npostgres=# ");
  expect(type("BEGIN;\r")).toBe("BEGIN;\nBEGIN\npostgres=*# ");
  expect(type("nonsense;\r")).toMatch(/syntax error at or near "nonsense"\nLINE 1: nonsense;\n {8}\^\npostgres=!# $/);
  expect(type("ROLLBACK;\r")).toBe("ROLLBACK;\nROLLBACK\npostgres=# ");
  expect(type("CREATE DATABASE shop;\r")).toContain("CREATE DATABASE\n");
  expect(type("\\c shop\r")).toContain('You are now connected to database "shop" as user "postgres".\nshop=# ');
  type("\\q\r");
  expect(child.exitCode).toBe(0);
});
