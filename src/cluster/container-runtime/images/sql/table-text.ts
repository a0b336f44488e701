// A table as the CREATE TABLE that would make it, in mysql's form.

import type { Table } from "./state.ts";

export function createTableText(table: Table): string {
  const columns = table.columns.map((column) => {
    const isFree =
      !column.isNotNull && column.defaultText === undefined && !["text", "longtext", "json"].includes(column.type.name);
    const parts = [
      `\`${column.name}\` ${column.type.name}`,
      column.isNotNull ? " NOT NULL" : "",
      column.isAutomatic === true ? " AUTO_INCREMENT" : "",
      column.defaultText !== undefined ? ` DEFAULT ${defaultText(column.defaultText)}` : isFree ? " DEFAULT NULL" : "",
    ];
    return `  ${parts.join("")}`;
  });
  const keys = table.keys.map(({ name, columns: parts, isPrimary }) => {
    const list = parts.map((part) => `\`${part}\``).join(",");
    return isPrimary ? `  PRIMARY KEY (${list})` : `  UNIQUE KEY \`${name}\` (${list})`;
  });
  const isCounting = table.columns.some(({ isAutomatic }) => isAutomatic === true) && table.nextAutomatic > 1;
  const counter = isCounting ? ` AUTO_INCREMENT=${table.nextAutomatic}` : "";
  return `CREATE TABLE \`${table.name}\` (\n${[...columns, ...keys].join(",\n")}\n) ENGINE=InnoDB${counter} DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci`;
}

function defaultText(text: string): string {
  if (/^(now\(\)|current_timestamp(\(\))?)$/i.test(text)) return "CURRENT_TIMESTAMP";
  return /^[-\d.]+$/.test(text) ? `'${text}'` : text;
}
