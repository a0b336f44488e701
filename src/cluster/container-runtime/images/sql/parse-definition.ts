// CREATE, ALTER and DROP.

import { parseExpression, parseType } from "./parse-expression.ts";
import { parseTableName } from "./parse-query.ts";
import type { Reader } from "./reader.ts";
import type { ColumnDefinition, Statement, UniqueKey } from "./syntax.ts";

export function parseCreate(reader: Reader): Statement {
  reader.expect("CREATE");
  if (reader.take("DATABASE") || (reader.flavor === "mysql" && reader.take("SCHEMA")))
    return parseCreateDatabase(reader);
  if (reader.take("TABLE")) return parseCreateTable(reader);
  if (reader.flavor === "postgres" && reader.take("SEQUENCE")) {
    const { name } = parseTableName(reader);
    // What follows are the numbers that a sequence has anyway.
    while (!reader.isAtEnd) reader.next();
    return { kind: "create sequence", name };
  }
  if (reader.take("USER") || (reader.flavor === "postgres" && reader.take("ROLE"))) return parseCreateRole(reader);
  return reader.refuse(`CREATE ${reader.token.text.toUpperCase()}`);
}

const ifNotExists = (reader: Reader): boolean => reader.take("IF", "NOT", "EXISTS");
const ifExists = (reader: Reader): boolean => reader.take("IF", "EXISTS");

function parseCreateDatabase(reader: Reader): Statement {
  const quiet = reader.flavor === "mysql" && ifNotExists(reader);
  const name = reader.name();
  let owner: string | undefined;
  while (!reader.isAtEnd) {
    if (reader.take("OWNER")) {
      reader.take("=");
      owner = reader.name();
    } else if (
      [
        "WITH",
        "ENCODING",
        "TEMPLATE",
        "CHARACTER",
        "DEFAULT",
        "COLLATE",
        "LOCALE",
        "LC_COLLATE",
        "LC_CTYPE",
        "LOCALE_PROVIDER",
      ].some((word) => reader.take(word))
    ) {
      reader.take("SET");
      reader.take("=");
      if (reader.token.kind === "string" || reader.token.kind === "word") reader.next();
    } else reader.unexpected();
  }
  return { kind: "create database", name, ifNotExists: quiet, ...(owner === undefined ? {} : { owner }) };
}

function parseCreateTable(reader: Reader): Statement {
  const quiet = ifNotExists(reader);
  const table = parseTableName(reader);
  if (reader.looksAt("AS")) reader.refuse("CREATE TABLE ... AS");
  const columns: ColumnDefinition[] = [];
  const keys: UniqueKey[] = [];
  reader.listed(() => {
    const key = parseKey(reader);
    if (key === undefined) columns.push(parseColumn(reader));
    else keys.push(key);
  });
  // ENGINE=InnoDB, CHARSET and the like choose what there is only one of here.
  if (reader.flavor === "mysql") while (!reader.isAtEnd) reader.next();
  if (["PARTITION", "INHERITS"].some((word) => reader.looksAt(word)))
    reader.refuse(`CREATE TABLE ... ${reader.token.text.toUpperCase()}`);
  reader.end();
  return { kind: "create table", table, ifNotExists: quiet, columns, keys };
}

function parseKey(reader: Reader): UniqueKey | undefined {
  const named = reader.take("CONSTRAINT") ? { name: reader.name() } : {};
  for (const word of ["FOREIGN", "CHECK", "EXCLUDE"]) if (reader.looksAt(word)) reader.refuse(`${word} constraints`);
  const columns = (): readonly string[] => reader.listed(() => reader.name());
  if (reader.take("PRIMARY", "KEY")) return { ...named, columns: columns(), isPrimary: true };
  if (!reader.take("UNIQUE")) return undefined;
  if (reader.flavor === "mysql" && (reader.take("KEY") || reader.take("INDEX"))) {
    const name = reader.looksAt("(") ? undefined : reader.name();
    return { ...(name === undefined ? {} : { name }), columns: columns(), isPrimary: false };
  }
  return { ...named, columns: columns(), isPrimary: false };
}

function parseColumn(reader: Reader): ColumnDefinition {
  const name = reader.name();
  const isSerial = ["SERIAL", "BIGSERIAL"].some((word) => reader.looksAt(word));
  const type = parseType(reader);
  let column = {
    name,
    type,
    isNotNull: isSerial,
    isPrimaryKey: false,
    isUnique: isSerial && reader.flavor === "mysql",
    isAutomatic: isSerial,
  };
  let defaultText: string | undefined;
  for (;;) {
    if (reader.take("NOT", "NULL")) column = { ...column, isNotNull: true };
    else if (reader.take("NULL")) column = { ...column, isNotNull: false };
    else if (reader.take("PRIMARY", "KEY")) column = { ...column, isPrimaryKey: true, isNotNull: true };
    else if (reader.take("UNIQUE")) column = { ...column, isUnique: true };
    else if (reader.take("AUTO_INCREMENT")) column = { ...column, isAutomatic: true };
    else if (reader.take("GENERATED")) {
      if (reader.take("BY")) reader.expect("DEFAULT");
      else reader.expect("ALWAYS");
      reader.expect("AS", "IDENTITY");
      column = { ...column, isAutomatic: true, isNotNull: true };
    } else if (reader.take("DEFAULT")) defaultText = parseDefault(reader);
    else break;
  }
  for (const word of ["REFERENCES", "CHECK", "COLLATE", "ON"])
    if (reader.looksAt(word)) reader.refuse(`${word} in a column`);
  return { ...column, ...(defaultText === undefined ? {} : { defaultText }) };
}

function parseDefault(reader: Reader): string {
  const from = reader.token.at;
  parseExpression(reader);
  return reader.text.slice(from, reader.token.at).trim();
}

function parseCreateRole(reader: Reader): Statement {
  const quiet = ifNotExists(reader);
  const name = parseAccount(reader);
  const password = parsePassword(reader);
  return { kind: "create role", name, ifNotExists: quiet, ...(password === undefined ? {} : { password }) };
}

/** A role of postgres, or `'name'@'host'`, of which the host is read and means nothing. */
function parseAccount(reader: Reader): string {
  const name = reader.token.kind === "string" ? reader.string() : reader.name();
  if (reader.flavor === "mysql" && reader.take("@")) reader.next();
  return name;
}

function parsePassword(reader: Reader): string | undefined {
  let password: string | undefined;
  while (!reader.isAtEnd) {
    if (reader.take("PASSWORD") || reader.take("BY")) password = reader.string();
    else if (!["WITH", "LOGIN", "IDENTIFIED", "SUPERUSER", "CREATEDB", "ENCRYPTED"].some((word) => reader.take(word)))
      reader.unexpected();
  }
  return password;
}

export function parseAlter(reader: Reader): Statement {
  reader.expect("ALTER");
  if (reader.take("USER") || reader.take("ROLE")) {
    const name = parseAccount(reader);
    const password = parsePassword(reader);
    return password === undefined ? reader.unexpected() : { kind: "alter role", name, password };
  }
  if (reader.take("SEQUENCE")) return parseAlterSequence(reader);
  if (!reader.take("TABLE")) reader.refuse(`ALTER ${reader.token.text.toUpperCase()}`);
  reader.take("ONLY");
  const table = parseTableName(reader);
  if (reader.take("OWNER", "TO")) return { kind: "set owner", table, owner: reader.name() };
  if (reader.take("ALTER", "COLUMN")) {
    const column = reader.name();
    if (!reader.take("SET", "DEFAULT")) reader.refuse("this form of ALTER COLUMN");
    return { kind: "set default", table, column, defaultText: parseDefault(reader) };
  }
  if (reader.take("DROP", "COLUMN")) {
    const { at } = reader.token;
    return { kind: "drop column", table, column: reader.name(), at };
  }
  if (!reader.take("ADD")) reader.refuse(`ALTER TABLE ... ${reader.token.text.toUpperCase()}`);
  const key = parseKey(reader);
  if (key !== undefined) return { kind: "add key", table, key };
  reader.take("COLUMN");
  return { kind: "add column", table, column: parseColumn(reader) };
}

function parseAlterSequence(reader: Reader): Statement {
  const { name } = parseTableName(reader);
  if (reader.take("OWNER", "TO")) {
    reader.name();
    return { kind: "set", tag: "ALTER SEQUENCE" };
  }
  if (!reader.take("OWNED", "BY")) reader.refuse("this form of ALTER SEQUENCE");
  const parts = [reader.name()];
  while (reader.take(".")) parts.push(reader.name());
  return { kind: "own sequence", name, table: parts.at(-2) ?? "", column: parts.at(-1) ?? "" };
}

export function parseDrop(reader: Reader): Statement {
  reader.expect("DROP");
  if (reader.take("DATABASE") || (reader.flavor === "mysql" && reader.take("SCHEMA"))) {
    const quiet = ifExists(reader);
    const name = reader.name();
    reader.end();
    return { kind: "drop database", name, ifExists: quiet };
  }
  if (reader.take("TABLE")) {
    const quiet = ifExists(reader);
    const tables = [parseTableName(reader)];
    while (reader.take(",")) tables.push(parseTableName(reader));
    if (!reader.take("CASCADE")) reader.take("RESTRICT");
    reader.end();
    return { kind: "drop table", tables, ifExists: quiet };
  }
  if (reader.take("USER") || reader.take("ROLE")) {
    const quiet = ifExists(reader);
    return { kind: "drop role", name: parseAccount(reader), ifExists: quiet };
  }
  return reader.refuse(`DROP ${reader.token.text.toUpperCase()}`);
}
