// One statement from its text. What is understood is little; what is not is refused by its name.

import type { Flavor } from "./lex.ts";
import { parseAlter, parseCreate, parseDrop } from "./parse-definition.ts";
import { parseDelete, parseInsert, parseSelect, parseTableName, parseUpdate } from "./parse-query.ts";
import { Reader } from "./reader.ts";
import type { Statement } from "./syntax.ts";

/** Statements that the real servers know, and that are refused here. */
const KNOWN = new Set(
  "ANALYZE CALL CHECKPOINT CLUSTER COMMENT DO EXPLAIN EXECUTE FETCH GRANT HANDLER KILL LISTEN LOAD LOCK MERGE NOTIFY OPTIMIZE PREPARE REFRESH REINDEX RENAME REPLACE RESET REVOKE SAVEPOINT SECURITY UNLOCK VACUUM VALUES WITH XA".split(
    " ",
  ),
);

export function parseStatement(text: string, flavor: Flavor): Statement {
  const reader = new Reader(text, flavor);
  if (reader.isAtEnd) return { kind: "empty" };
  const word = reader.token.text.toUpperCase();
  switch (word) {
    case "SELECT":
      return parseSelect(reader);
    case "INSERT":
      return parseInsert(reader);
    case "UPDATE":
      return parseUpdate(reader);
    case "DELETE":
      return parseDelete(reader);
    case "CREATE":
      return parseCreate(reader);
    case "ALTER":
      return parseAlter(reader);
    case "DROP":
      return parseDrop(reader);
    case "TRUNCATE":
      return parseTruncate(reader);
    case "BEGIN":
    case "START":
    case "COMMIT":
    case "END":
    case "ROLLBACK":
      return parseTransaction(reader, word);
    case "SHOW":
      return parseShow(reader);
    case "SET":
      return { kind: "set", tag: "SET" };
    case "COPY":
      return parseCopy(reader);
  }
  if (flavor === "mysql") return parseMySql(reader, word);
  return KNOWN.has(word) ? reader.refuse(word) : reader.unexpected();
}

function parseMySql(reader: Reader, word: string): Statement {
  reader.next();
  if (word === "USE") return { kind: "use", database: reader.name() };
  if (word === "DESCRIBE" || word === "DESC") return { kind: "describe", table: parseTableName(reader) };
  if (word === "FLUSH") return { kind: "flush" };
  // mysqldump locks what it fills; nobody else can be in between here.
  if (word === "LOCK" || word === "UNLOCK") return { kind: "set", tag: "SET" };
  return KNOWN.has(word) ? reader.refuse(word) : new Reader(reader.text, "mysql").unexpected();
}

function parseTruncate(reader: Reader): Statement {
  reader.expect("TRUNCATE");
  reader.take("TABLE");
  const tables = [parseTableName(reader)];
  while (reader.take(",")) tables.push(parseTableName(reader));
  if (reader.looksAt("RESTART")) reader.refuse("TRUNCATE ... RESTART IDENTITY");
  reader.end();
  return { kind: "truncate", tables };
}

function parseTransaction(reader: Reader, word: string): Statement {
  reader.next();
  if (word === "START") reader.expect("TRANSACTION");
  else if (!reader.take("TRANSACTION")) reader.take("WORK");
  if (word === "ROLLBACK" && reader.looksAt("TO")) reader.refuse("SAVEPOINT");
  reader.end();
  if (word === "BEGIN" || word === "START")
    return { kind: "begin", word: word === "BEGIN" ? "BEGIN" : "START TRANSACTION" };
  return { kind: word === "ROLLBACK" ? "rollback" : "commit", word: word === "ROLLBACK" ? "ROLLBACK" : "COMMIT" };
}

function parseShow(reader: Reader): Statement {
  reader.expect("SHOW");
  const what = reader.name().toLowerCase();
  if (what === "create" && reader.take("TABLE"))
    return { kind: "show", what: "create table", from: parseTableName(reader).name };
  const isFrom = reader.take("FROM") || reader.take("IN");
  const from = isFrom ? reader.name() : undefined;
  reader.end();
  return { kind: "show", what, ...(from === undefined ? {} : { from }) };
}

function parseCopy(reader: Reader): Statement {
  if (reader.flavor === "mysql") reader.unexpected();
  reader.expect("COPY");
  const table = parseTableName(reader);
  const columns = reader.looksAt("(") ? reader.listed(() => reader.name()) : undefined;
  if (!reader.take("FROM", "STDIN")) reader.refuse("COPY other than FROM stdin");
  return { kind: "copy", table, ...(columns === undefined ? {} : { columns }) };
}
