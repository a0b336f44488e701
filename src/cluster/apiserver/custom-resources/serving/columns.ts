// The columns that a definition asks for: values at JSON paths, each as the type of its column.

import { humanAge } from "../../../../api/duration.ts";
import { findResults } from "../../../../api/jsonpath/find.ts";
import { JsonPathError, parseJsonPath, type TemplateNode } from "../../../../api/jsonpath/parse.ts";
import type { AnyObject } from "../../../../api/types.ts";
import type { Column } from "../../registry/kind.ts";
import { DEFAULT_COLUMNS } from "../../table.ts";
import type { PrinterColumn } from "../definition/definition.ts";
import { isFields } from "../schema/schema.ts";

type Cell = string | number | boolean | null;

export function columnsOf(columns: readonly PrinterColumn[] | undefined): readonly Column<AnyObject>[] {
  const [name, created] = DEFAULT_COLUMNS as readonly Column<AnyObject>[];
  const age: PrinterColumn = {
    name: "Age",
    type: "date",
    jsonPath: ".metadata.creationTimestamp",
    description: created?.description ?? "",
  };
  const own = columns === undefined || columns.length === 0 ? [age] : columns;
  return [...(name === undefined ? [] : [name]), ...own.map(columnOf)];
}

function columnOf(column: PrinterColumn): Column<AnyObject> {
  const { name = "", type = "", format = "", jsonPath = "", priority = 0 } = column;
  const path = parsed(jsonPath);
  return {
    name,
    type: type as Column<AnyObject>["type"],
    format: format as Column<AnyObject>["format"] & string,
    description: column.description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority: priority as 0 | 1,
    cell: (object, nowMs) => {
      const value = path === undefined ? undefined : valueAt(path, object);
      if (value === undefined) return null;
      return type === "string" ? textOf(value) : cellOf(value, type, nowMs);
    },
  };
}

function parsed(jsonPath: string): readonly TemplateNode[] | undefined {
  try {
    return parseJsonPath(`{${jsonPath}}`);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

/** The first of what the path leads to; what cannot be followed leads nowhere. */
function valueAt(path: readonly TemplateNode[], object: AnyObject): unknown {
  try {
    return findResults(path, object, { allowMissing: true })[0]?.[0];
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

function textOf(value: unknown): string {
  if (value === null) return "<nil>";
  return typeof value === "object" ? JSON.stringify(ordered(value)) : String(value);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, ordered(value[key])]),
  );
}

/** Null where the value is not of the column's type. */
function cellOf(value: unknown, type: string, nowMs: number): Cell {
  switch (type) {
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      if (typeof value !== "string") return null;
      return Number.isNaN(Date.parse(value)) ? "<invalid>" : humanAge(value, nowMs);
    default:
      return null;
  }
}
