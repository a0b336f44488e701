// INSERT, COPY, UPDATE and DELETE.

import { copy, insert, remove, update } from "../change.ts";
import type { Outcome } from "../outcome.ts";
import { select } from "../select.ts";
import type { SelectItem, Statement } from "../syntax.ts";
import type { WorkingData } from "../working-data.ts";

/** @param text what follows a `COPY … FROM stdin` */
export function change(
  data: WorkingData,
  statement: Statement & { readonly kind: "insert" | "copy" | "update" | "delete" },
  text: string,
): Outcome {
  const environment = data.environment();
  const table = data.realTable(statement.table);
  const made =
    statement.kind === "insert"
      ? insert(statement, table, environment)
      : statement.kind === "copy"
        ? copy(statement.columns, text, table, environment)
        : statement.kind === "update"
          ? update(statement, table, environment)
          : remove(statement.where, table, environment);
  if (made.count > 0) data.setTable(statement.table, made.table);
  const tag = { insert: "INSERT 0", copy: "COPY", update: "UPDATE", delete: "DELETE" }[statement.kind];
  const returning: readonly SelectItem[] | undefined = statement.kind === "copy" ? undefined : statement.returning;
  const shown =
    returning === undefined
      ? {}
      : {
          table: select(
            { kind: "select", items: returning, isDistinct: false, groupBy: [], orderBy: [] },
            { ...table, rows: made.rows },
            environment,
          ),
        };
  return { tag: `${tag} ${made.count}`, count: made.count, ...shown };
}
