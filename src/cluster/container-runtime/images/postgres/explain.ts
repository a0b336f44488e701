// What PostgreSQL says about what is wrong.

import type { Fault } from "../sql/fault.ts";
import type { ServerError } from "../sql/wire.ts";

export function explainPostgres(fault: Fault): ServerError {
  const at = "at" in fault && fault.at > 0 ? { at: fault.at } : {};
  switch (fault.kind) {
    case "syntax":
      return fault.near === ""
        ? { message: "syntax error at end of input", at: fault.at }
        : { message: `syntax error at or near "${fault.near}"`, at: fault.at };
    case "unsupported":
      return { message: `k8s-tutor does not simulate ${fault.what}` };
    case "no database":
      return { message: `database "${fault.name}" does not exist` };
    case "no database selected":
      return { message: "no database selected" };
    case "database exists":
      return { message: `database "${fault.name}" already exists` };
    case "database in use":
      if (fault.sessions === 0) return { message: "cannot drop the currently open database" };
      return {
        message: `database "${fault.name}" is being accessed by other users`,
        detail:
          fault.sessions === 1
            ? "There is 1 other session using the database."
            : `There are ${fault.sessions} other sessions using the database.`,
      };
    case "no table":
      return fault.isDrop === true
        ? { message: `table "${fault.name}" does not exist` }
        : { message: `relation "${fault.name}" does not exist`, ...at };
    case "table exists":
      return { message: `relation "${fault.name}" already exists` };
    case "no column":
      return fault.table === undefined
        ? { message: `column "${fault.name}" does not exist`, ...at }
        : { message: `column "${fault.name}" of relation "${fault.table}" does not exist`, ...at };
    case "ambiguous":
      return { message: `column reference "${fault.name}" is ambiguous`, ...at };
    case "no type":
      return { message: `type "${fault.name}" does not exist`, ...at };
    case "no function":
      return {
        message: `function ${fault.name} does not exist`,
        hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
        ...at,
      };
    case "null":
      return {
        message: `null value in column "${fault.column}" of relation "${fault.table}" violates not-null constraint`,
        detail: `Failing row contains (${fault.row.join(", ")}).`,
      };
    case "duplicate":
      return {
        message: `duplicate key value violates unique constraint "${fault.constraint}"`,
        detail: `Key (${fault.columns.join(", ")})=(${fault.values.join(", ")}) already exists.`,
      };
    case "value":
      return { message: `invalid input syntax for type ${fault.type.replace(/\(.*\)/, "")}: "${fault.text}"` };
    case "too long":
      return { message: `value too long for type ${fault.type}` };
    case "out of range":
      return { message: `${fault.type} out of range` };
    case "value count":
      return {
        message: fault.isMore
          ? "INSERT has more expressions than target columns"
          : "INSERT has more target columns than expressions",
      };
    case "division by zero":
      return { message: "division by zero" };
    case "not grouped":
      return {
        message: `column "${fault.column}" must appear in the GROUP BY clause or be used in an aggregate function`,
        ...at,
      };
    case "aborted":
      return { message: "current transaction is aborted, commands ignored until end of transaction block" };
    case "in transaction":
      return { message: `${fault.what} cannot run inside a transaction block` };
    case "role exists":
      return { message: `role "${fault.name}" already exists` };
    case "no role":
      return { message: `role "${fault.name}" does not exist` };
    case "denied":
      return { message: `permission denied ${fault.what.replace("alter role", "alter role")}` };
    case "disk":
      return { message: `could not write to file "${fault.path}": ${fault.why}` };
  }
}
