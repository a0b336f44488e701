// custom-columns: a table whose columns are JSONPaths.

import { goValue } from "../../api/go-values.ts";
import { findResults } from "../../api/jsonpath/find.ts";
import { JsonPathError, parseJsonPath, type TemplateNode } from "../../api/jsonpath/parse.ts";
import type { AnyObject } from "../../api/types.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { relaxedJsonPath } from "../jsonpath/relaxed.ts";
import { systemMessage } from "../kubeconfig.ts";
import type { ObjectPrinter } from "./object-printer.ts";
import { TableWriter } from "./table-writer.ts";

interface Column {
  readonly header: string;
  /** What may be wrong with the path is said when something is printed. */
  readonly nodes: () => readonly TemplateNode[];
}

export function customColumnsPrinter(context: CommandContext): ObjectPrinter | undefined {
  const output = context.flags.string("output");
  const match = /^(custom-columns|custom-columns-file)(?:=(.*))?$/s.exec(output);
  if (match === null) return undefined;
  const spec = match[2] || context.flags.string("template");
  if (spec === "") throw new KubectlError("custom-columns format specified but no custom columns given");
  const columns = match[1] === "custom-columns" ? columnsOf(spec) : columnsOfFile(context, spec);
  const noHeaders = context.flags.has("no-headers") && context.flags.bool("no-headers");
  const writer = new TableWriter(context.io.stdout, !noHeaders);
  let headerPrinted = noHeaders;
  return {
    print(object) {
      const said = headerPrinted ? [] : [columns.map((column) => column.header)];
      checkPaths(columns, () => writer.write(said));
      const items = Array.isArray(object.items) ? (object.items as AnyObject[]) : [object];
      headerPrinted = true;
      const { rows, error } = rowsOf(columns, items);
      writer.write([...said, ...rows]);
      if (error !== undefined) throw error;
    },
  };
}

/** The rows up to the first value that cannot be found as it is asked for. */
function rowsOf(columns: readonly Column[], items: readonly AnyObject[]): { rows: string[][]; error?: KubectlError } {
  const rows: string[][] = [];
  try {
    for (const item of items) rows.push(columns.map((column) => cell(column, item)));
    return { rows };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return { rows, error: new KubectlError(error.message) };
  }
}

function cell(column: Column, item: AnyObject): string {
  const results = findResults(column.nodes(), item, { allowMissing: true }).flat();
  return results.length === 0 ? "<none>" : results.map(goValue).join(",");
}

function columnsOf(spec: string): Column[] {
  return spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon === -1)
      throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return column(part.slice(0, colon), part.slice(colon + 1));
  });
}

function columnsOfFile(context: CommandContext, path: string): Column[] {
  let text: string;
  try {
    text = context.io.files.read(path);
  } catch (error) {
    throw new KubectlError(`error reading template ${path}, ${systemMessage("open", path, error)}\n`);
  }
  const [headers, paths] = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  if (headers === undefined || paths === undefined)
    throw new KubectlError(
      `invalid template, missing ${headers === undefined ? "header" : "spec"} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
    );
  const names = headers.trim().split(/\s+/);
  const expressions = paths.trim().split(/\s+/);
  if (names.length !== expressions.length) {
    throw new KubectlError(
      `number of headers (${names.length}) and field specifications (${expressions.length}) don't match`,
    );
  }
  return names.map((name, index) => column(name, expressions[index] ?? ""));
}

function column(header: string, expression: string): Column {
  const path = relaxedJsonPath(expression);
  return { header, nodes: () => parseJsonPath(path) };
}

function checkPaths(columns: readonly Column[], sayHeader: () => void): void {
  try {
    for (const { nodes } of columns) nodes();
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    sayHeader();
    throw new KubectlError(error.message);
  }
}
