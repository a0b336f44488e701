// What MySQL says about what is wrong: numbers, SQLSTATEs and texts.

import type { Fault } from "../sql/fault.ts";
import type { ServerError } from "../sql/wire.ts";
import type { Release } from "./release.ts";

const error = (number: number, state: string, message: string): ServerError => ({ number, state, message });

export function explainMySql(fault: Fault, { name }: Release): ServerError {
  switch (fault.kind) {
    case "syntax": {
      const product = name === "mysql" ? "MySQL" : "MariaDB";
      return error(
        1064,
        "42000",
        `You have an error in your SQL syntax; check the manual that corresponds to your ${product} server version for the right syntax to use near '${fault.near.slice(0, 80)}' at line 1`,
      );
    }
    case "unsupported":
      return error(1235, "42000", `k8s-tutor does not simulate ${fault.what}`);
    case "no database":
      return error(1049, "42000", `Unknown database '${fault.name}'`);
    case "no database selected":
      return error(1046, "3D000", "No database selected");
    case "database exists":
      return error(1007, "HY000", `Can't create database '${fault.name}'; database exists`);
    case "database in use":
      return error(1010, "HY000", `Error dropping database '${fault.name}'`);
    case "no table":
      return fault.isDrop === true
        ? error(1051, "42S02", `Unknown table '${fault.name}'`)
        : error(1146, "42S02", `Table '${fault.name}' doesn't exist`);
    case "table exists":
      return error(1050, "42S01", `Table '${fault.name}' already exists`);
    case "no column":
      return error(1054, "42S22", `Unknown column '${fault.name}' in 'field list'`);
    case "ambiguous":
      return error(1052, "23000", `Column '${fault.name}' in field list is ambiguous`);
    case "no type":
      return error(
        1064,
        "42000",
        `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${fault.name}' at line 1`,
      );
    case "no function":
      return error(1305, "42000", `FUNCTION ${fault.name.replace(/\(.*/, "")} does not exist`);
    case "null":
      return error(1048, "23000", `Column '${fault.column}' cannot be null`);
    case "duplicate":
      return error(
        1062,
        "23000",
        `Duplicate entry '${fault.values.join("-")}' for key '${fault.table}.${fault.constraint}'`,
      );
    case "value":
      return error(
        1366,
        "HY000",
        `Incorrect ${fault.type.replace(/^int$/, "integer")} value: '${fault.text}' for column '${fault.column ?? ""}' at row 1`,
      );
    case "too long":
      return error(1406, "22001", `Data too long for column '${fault.column}' at row 1`);
    case "out of range":
      return error(1264, "22003", `Out of range value for column '${fault.column ?? ""}' at row 1`);
    case "value count":
      return error(1136, "21S01", "Column count doesn't match value count at row 1");
    case "division by zero":
      return error(1365, "22012", "Division by 0");
    case "not grouped":
      return error(
        1055,
        "42000",
        `Expression of SELECT list is not in GROUP BY clause and contains nonaggregated column '${fault.column}'; this is incompatible with sql_mode=only_full_group_by`,
      );
    case "aborted":
    case "in transaction":
      return error(1399, "XAE07", "The command cannot be executed now");
    case "role exists":
      return error(1396, "HY000", `Operation CREATE USER failed for '${fault.name}'@'%'`);
    case "no role":
      return error(1396, "HY000", `Operation DROP USER failed for '${fault.name}'@'%'`);
    case "denied":
      return error(
        1227,
        "42000",
        "Access denied; you need (at least one of) the CREATE USER privilege(s) for this operation",
      );
    case "disk":
      return error(1114, "HY000", `The table is full: ${fault.why}`);
  }
}
