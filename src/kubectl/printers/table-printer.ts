// Prints the Tables that the server sends: which columns show, their headers, labels, kinds and namespaces.

import type { AnyObject } from "../../api/types.ts";
import type { KubectlOutput } from "../io.ts";
import { TableWriter } from "./table-writer.ts";

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly priority?: number;
}

export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: AnyObject;
}

export interface Table extends AnyObject {
  /** null in the later events of a watch. */
  readonly columnDefinitions: readonly TableColumn[] | null;
  readonly rows: readonly TableRow[];
}

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** As `deployment.apps`: stands before each name; empty for none. */
  readonly kindPrefix: string;
  readonly withNamespace: boolean;
}

export function isTable(object: AnyObject): object is Table {
  return object.kind === "Table" && Array.isArray((object as Partial<Table>).rows);
}

/** Prints tables of one resource; the header comes once, before the first row. */
export class TablePrinter {
  private readonly writer: TableWriter;
  private columns: readonly TableColumn[] = [];
  private headerPrinted = false;

  constructor(
    out: KubectlOutput,
    private readonly options: TableOptions,
  ) {
    this.writer = new TableWriter(out, !options.noHeaders);
  }

  /** @param eventType set when watch events are shown. False when nobody reads the output any more. */
  print(table: Table, eventType?: string): boolean {
    const { columnDefinitions } = table;
    if (columnDefinitions !== null && columnDefinitions.length > 0) this.columns = columnDefinitions;
    if (table.rows.length === 0) return true;
    const rows = table.rows.map((row) => this.rowCells(row, eventType));
    const header = this.headerPrinted || this.options.noHeaders ? [] : [this.headerCells(eventType)];
    this.headerPrinted = true;
    return this.writer.write([...header, ...rows]);
  }

  private shown(column: TableColumn): boolean {
    return this.options.wide || (column.priority ?? 0) === 0;
  }

  private headerCells(eventType: string | undefined): string[] {
    const { options } = this;
    return [
      ...(eventType === undefined ? [] : ["EVENT"]),
      ...(options.withNamespace ? ["NAMESPACE"] : []),
      ...this.columns.filter((column) => this.shown(column)).map((column) => column.name.toUpperCase()),
      ...options.labelColumns.map((label) => label.slice(label.lastIndexOf("/") + 1).toUpperCase()),
      ...(options.showLabels ? ["LABELS"] : []),
    ];
  }

  private rowCells(row: TableRow, eventType: string | undefined): string[] {
    const { options } = this;
    const labels = row.object?.metadata?.labels ?? {};
    const cells = row.cells.map((cell, index) => {
      const text = cellText(cell);
      return index === 0 && options.kindPrefix !== "" ? `${options.kindPrefix}/${text}` : text;
    });
    return [
      // As wide as the longest kind of event, so that columns keep their places.
      ...(eventType === undefined ? [] : [eventType.padEnd("MODIFIED".length)]),
      ...(options.withNamespace ? [row.object?.metadata?.namespace ?? ""] : []),
      ...cells.filter((_, index) => {
        const column = this.columns[index];
        return column === undefined || this.shown(column);
      }),
      ...options.labelColumns.map((label) => labels[label] ?? ""),
      ...(options.showLabels ? [labelsText(labels)] : []),
    ];
  }
}

// Only the first line of a cell is shown.
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  const end = text.search(/[\f\n\r]/);
  return end === -1 ? text : `${text.slice(0, end)}...`;
}

export function labelsText(labels: Readonly<Record<string, string>>): string {
  // In the order of the pairs, not of the keys: `a-b=1` comes before `a=1`.
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.sort().join(",");
}
