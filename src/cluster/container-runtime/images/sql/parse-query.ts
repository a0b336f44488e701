// SELECT, INSERT, UPDATE and DELETE.

import { parseExpression } from "./parse-expression.ts";
import type { Reader } from "./reader.ts";
import type { Expression, Join, Ordering, SelectItem, SelectStatement, Statement, TableName } from "./syntax.ts";

export function parseTableName(reader: Reader): TableName {
  const { at } = reader.token;
  const first = reader.name();
  return reader.take(".") ? { qualifier: first, name: reader.name(), at } : { name: first, at };
}

const AFTER_ITEM = /^(FROM|WHERE|GROUP|ORDER|LIMIT|OFFSET|HAVING|UNION|FOR|RETURNING|INTO)$/i;

function parseItem(reader: Reader): SelectItem {
  if (reader.take("*")) return { text: "*" };
  const from = reader.token.at;
  const expression = parseExpression(reader);
  const text = reader.text.slice(from, reader.token.at).trim();
  const { token } = reader;
  const isBareLabel = token.kind === "name" || (token.kind === "word" && !AFTER_ITEM.test(token.text));
  if (reader.take("AS") || isBareLabel) {
    const label = reader.token.kind === "string" ? reader.string() : reader.name();
    return { expression, label, text };
  }
  return { expression, text };
}

function parseItems(reader: Reader): readonly SelectItem[] {
  const items = [parseItem(reader)];
  while (reader.take(",")) items.push(parseItem(reader));
  return items;
}

/** What is refused by name. */
const OTHER_JOINS = ["RIGHT", "FULL", "NATURAL"];
const NO_ALIAS = /^(JOIN|INNER|LEFT|RIGHT|FULL|CROSS|NATURAL|ON|USING)$/i;

export function parseSelect(reader: Reader): SelectStatement {
  reader.expect("SELECT");
  const isDistinct = reader.take("DISTINCT");
  const items = parseItems(reader);
  const from = reader.take("FROM") ? parseFrom(reader) : {};
  const where = parseWhere(reader);
  const groupBy = reader.take("GROUP", "BY") ? parseList(reader, parseExpression) : [];
  const having = reader.take("HAVING") ? parseExpression(reader) : undefined;
  const orderBy = reader.take("ORDER", "BY") ? parseList(reader, parseOrdering) : [];
  let limit: Expression | undefined;
  let offset: Expression | undefined;
  for (;;) {
    if (reader.take("LIMIT")) {
      limit = parseExpression(reader);
      if (reader.take(",")) [offset, limit] = [limit, parseExpression(reader)];
    } else if (reader.take("OFFSET")) offset = parseExpression(reader);
    else break;
  }
  for (const word of ["UNION", "INTERSECT", "EXCEPT", "WINDOW"]) if (reader.looksAt(word)) reader.refuse(word);
  if (reader.looksAt("FOR")) reader.refuse("SELECT ... FOR UPDATE");
  reader.end();
  return {
    kind: "select",
    items,
    isDistinct,
    groupBy,
    orderBy,
    ...from,
    ...(having === undefined ? {} : { having }),
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

function parseFrom(reader: Reader): Pick<SelectStatement, "from" | "alias" | "joins"> {
  const { table, ...alias } = parseNamedTable(reader);
  const joins: Join[] = [];
  for (let join = parseJoin(reader); join !== undefined; join = parseJoin(reader)) joins.push(join);
  return { from: table, ...alias, ...(joins.length === 0 ? {} : { joins }) };
}

function parseNamedTable(reader: Reader): Pick<Join, "table" | "alias"> {
  if (reader.looksAt("(")) reader.refuse("subqueries in FROM");
  const table = parseTableName(reader);
  if (reader.looksAt("(")) reader.refuse(`${table.name}() in FROM`);
  const { token } = reader;
  const isAlias = token.kind === "word" && !AFTER_ITEM.test(token.text) && !NO_ALIAS.test(token.text);
  return reader.take("AS") || isAlias ? { table, alias: reader.name() } : { table };
}

function parseJoin(reader: Reader): Join | undefined {
  for (const word of OTHER_JOINS) if (reader.looksAt(word)) reader.refuse(`${word} JOIN`);
  if (reader.take(",") || reader.take("CROSS", "JOIN")) return { kind: "inner", ...parseNamedTable(reader) };
  const isLeft = reader.take("LEFT");
  if (isLeft) reader.take("OUTER");
  else reader.take("INNER");
  if (!reader.take("JOIN")) return isLeft ? reader.unexpected() : undefined;
  const named = parseNamedTable(reader);
  if (reader.looksAt("USING")) reader.refuse("USING in a JOIN");
  const kind = isLeft ? "left" : "inner";
  if (!isLeft && reader.flavor === "mysql" && !reader.looksAt("ON")) return { kind, ...named };
  reader.expect("ON");
  return { kind, ...named, on: parseExpression(reader) };
}

function parseOrdering(reader: Reader): Ordering {
  const by = parseExpression(reader);
  const isDescending = reader.take("DESC");
  if (!isDescending) reader.take("ASC");
  if (reader.looksAt("NULLS")) reader.refuse("NULLS FIRST and NULLS LAST");
  return { by, isDescending };
}

function parseList<T>(reader: Reader, item: (reader: Reader) => T): readonly T[] {
  const items = [item(reader)];
  while (reader.take(",")) items.push(item(reader));
  return items;
}

function parseWhere(reader: Reader): Expression | undefined {
  return reader.take("WHERE") ? parseExpression(reader) : undefined;
}

function parseReturning(reader: Reader): { readonly returning?: readonly SelectItem[] } {
  const returning = reader.take("RETURNING") ? parseItems(reader) : undefined;
  reader.end();
  return returning === undefined ? {} : { returning };
}

export function parseInsert(reader: Reader): Statement {
  reader.expect("INSERT");
  if (reader.looksAt("IGNORE")) reader.refuse("INSERT IGNORE");
  if (!reader.take("INTO") && reader.flavor === "postgres") reader.unexpected();
  const table = parseTableName(reader);
  const columns = reader.looksAt("(")
    ? reader.listed(() => {
        const { at } = reader.token;
        return { name: reader.name(), at };
      })
    : undefined;
  const named = columns === undefined ? {} : { columns };
  if (reader.take("DEFAULT", "VALUES")) {
    return { kind: "insert", table, columns: [], rows: [[]], ...parseReturning(reader) };
  }
  if (reader.looksAt("SELECT")) reader.refuse("INSERT ... SELECT");
  if (!reader.take("VALUES") && !(reader.flavor === "mysql" && reader.take("VALUE"))) reader.unexpected();
  const rows = parseList(reader, () => reader.listed(() => parseExpression(reader)));
  if (reader.looksAt("ON")) reader.refuse(reader.looksAt("ON", "CONFLICT") ? "ON CONFLICT" : "ON DUPLICATE KEY");
  return { kind: "insert", table, ...named, rows, ...parseReturning(reader) };
}

export function parseUpdate(reader: Reader): Statement {
  reader.expect("UPDATE");
  const table = parseTableName(reader);
  reader.expect("SET");
  const set = parseList(reader, () => {
    const { at } = reader.token;
    const column = reader.name();
    reader.expect("=");
    return { column, to: parseExpression(reader), at };
  });
  if (reader.looksAt("FROM")) reader.refuse("joins of tables");
  const where = parseWhere(reader);
  return { kind: "update", table, set, ...(where === undefined ? {} : { where }), ...parseReturning(reader) };
}

export function parseDelete(reader: Reader): Statement {
  reader.expect("DELETE", "FROM");
  const table = parseTableName(reader);
  if (reader.looksAt("USING")) reader.refuse("joins of tables");
  const where = parseWhere(reader);
  return { kind: "delete", table, ...(where === undefined ? {} : { where }), ...parseReturning(reader) };
}
