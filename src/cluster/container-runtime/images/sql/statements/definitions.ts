// CREATE, ALTER, TRUNCATE and DROP of tables and sequences.

import { addColumn, createTable, dropColumn, dropTable, withKey } from "../define.ts";
import { evaluate } from "../evaluate.ts";
import { fail } from "../fault.ts";
import type { Outcome } from "../outcome.ts";
import { parseExpression } from "../parse-expression.ts";
import { Reader } from "../reader.ts";
import type { Statement } from "../syntax.ts";
import { coerce } from "../types.ts";
import type { WorkingData } from "../working-data.ts";

/** What a table or a sequence is made of. */
export function define(data: WorkingData, statement: Statement): Outcome {
  const { flavor, user } = data.options;
  switch (statement.kind) {
    case "create table": {
      const database = data.databaseOf(statement.table);
      const { name } = statement.table;
      if (database.tables[name] !== undefined) {
        if (!statement.ifNotExists) fail({ kind: "table exists", name });
        return { tag: "CREATE TABLE", count: 0, notices: [`NOTICE:  relation "${name}" already exists, skipping`] };
      }
      const made = { owner: user, oid: data.takeOid() };
      data.setDatabase(createTable(statement, database, made, flavor));
      return { tag: "CREATE TABLE", count: 0 };
    }
    case "drop table":
      return dropTables(data, statement);
    case "truncate":
      for (const name of statement.tables) data.setTable(name, { ...data.realTable(name), rows: [], nextAutomatic: 1 });
      return { tag: "TRUNCATE TABLE", count: 0 };
    case "create sequence": {
      const database = data.databaseOf({ name: statement.name, at: 0 });
      const sequence = { name: statement.name, last: 1, isCalled: false };
      data.setDatabase({
        ...database,
        sequences: { ...database.sequences, [statement.name]: sequence },
      });
      return { tag: "CREATE SEQUENCE" };
    }
    case "own sequence": {
      const { name, table, column } = statement;
      data.setSequence(name, { ownedBy: { table, column } });
      return { tag: "ALTER SEQUENCE" };
    }
    case "set owner":
      if (data.databaseOf(statement.table).sequences[statement.table.name] === undefined)
        data.setTable(statement.table, { ...data.realTable(statement.table), owner: statement.owner });
      return { tag: "ALTER TABLE" };
    case "set default": {
      const table = data.realTable(statement.table);
      const columns = table.columns.map((column) =>
        column.name === statement.column ? { ...column, defaultText: statement.defaultText } : column,
      );
      data.setTable(statement.table, { ...table, columns });
      return { tag: "ALTER TABLE", count: 0 };
    }
    case "add key":
      data.setTable(statement.table, withKey(data.realTable(statement.table), statement.key, flavor));
      return { tag: "ALTER TABLE", count: 0 };
    case "add column": {
      const { defaultText, type, name } = statement.column;
      const environment = data.environment();
      const value =
        defaultText === undefined
          ? null
          : evaluate(parseExpression(new Reader(defaultText, flavor)), { environment, columns: [] });
      data.setTable(
        statement.table,
        addColumn(data.realTable(statement.table), statement.column, coerce(value, type, name)),
      );
      return { tag: "ALTER TABLE", count: 0 };
    }
    case "drop column":
      data.setTable(statement.table, dropColumn(data.realTable(statement.table), statement.column, statement.at));
      return { tag: "ALTER TABLE", count: 0 };
    default:
      throw new Error(`no way to execute ${statement.kind}`);
  }
}

function dropTables(data: WorkingData, { tables, ifExists }: Statement & { readonly kind: "drop table" }): Outcome {
  const notices: string[] = [];
  for (const name of tables) {
    const database = data.databaseOf(name);
    if (database.tables[name.name] !== undefined) data.setDatabase(dropTable(name.name, database));
    else if (ifExists) notices.push(`NOTICE:  table "${name.name}" does not exist, skipping`);
    else fail({ kind: "no table", name: data.shownName(name), at: name.at, isDrop: true });
  }
  return { tag: "DROP TABLE", count: 0, notices };
}
