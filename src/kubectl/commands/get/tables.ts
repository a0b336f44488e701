// get as a table: one for each type, with a blank line between them.

import type { AnyObject } from "../../../api/types.ts";
import { ACCEPT_JSON, ACCEPT_TABLE } from "../../client.ts";
import type { CommandContext } from "../../command.ts";
import { ageSince } from "../../describe/instant.ts";
import { isStatus, KubectlError, readingFailure, throwAll } from "../../errors.ts";
import type { BuilderOptions } from "../../info.ts";
import type { KubectlIo } from "../../io.ts";
import { sortByField } from "../../printers/sort-objects.ts";
import { isTable, type Table, type TableOptions, TablePrinter } from "../../printers/table-printer.ts";
import { fetchObject, flatErrors, listing, listPath, selectorQuery } from "../../resource-builder.ts";
import { groupResourceOf, type Resource } from "../../rest-mapper.ts";
import { resolveTargets, type Target } from "../../targets.ts";

export async function printTables(context: CommandContext, options: BuilderOptions): Promise<void> {
  const { session, flags, io } = context;
  const { targets, errors, refused = [] } = await resolveTargets(session, options);
  const failures = new Map<string, Error>(
    [...refused, ...errors].map((error) => [error.message, readingFailure(error)]),
  );
  const tables: Answered[] = [];
  // A table has no labels of its own, so no selector matches what a file names.
  const isHidden = (target: Target) => target.kind === "object" && (options.labelSelector ?? "") !== "";
  for (const target of targets) {
    try {
      if (isHidden(target)) continue;
      tables.push({ resource: resourceOf(target), table: await requestTable(context, target, options) });
    } catch (error) {
      if (flags.bool("ignore-not-found") && isStatus(error, "NotFound")) continue;
      for (const failure of flatErrors(error)) failures.set(failure.message, failure);
    }
  }
  const severalTypes = new Set(tables.map(({ resource }) => groupResourceOf(resource))).size > 1;
  let written = false;
  let withNamespace = false;
  for (const [resource, group] of byResource(sorted(context, tables))) {
    const tableStyle = tableOptions(context, resource, severalTypes);
    // Behind a table with that column all others have it, too.
    withNamespace ||= tableStyle.withNamespace;
    const printer = new TablePrinter(io.stdout, { ...tableStyle, withNamespace });
    const rows = group.some((table) => table.rows.length > 0);
    if (rows && written && !flags.bool("no-headers")) io.stdout.write("\n");
    for (const table of group) printer.print(table);
    written ||= rows;
  }
  if (!written && failures.size === 0 && !flags.bool("ignore-not-found")) sayNothingFound(context, targets);
  throwAll([...failures.values()]);
}

function resourceOf(target: Target): Resource {
  return target.kind === "list" ? target.resource : target.info.resource;
}

export function tableOptions({ flags }: CommandContext, resource: Resource, severalTypes: boolean): TableOptions {
  const kind = resource.kind.toLowerCase();
  const prefix = resource.group === "" ? kind : `${kind}.${resource.group}`;
  return {
    wide: flags.string("output") === "wide",
    noHeaders: flags.bool("no-headers"),
    showLabels: flags.bool("show-labels"),
    labelColumns: flags.strings("label-columns"),
    kindPrefix: severalTypes || flags.bool("show-kind") ? prefix : "",
    withNamespace: flags.bool("all-namespaces") && resource.namespaced,
  };
}

async function requestTable(
  { session, flags }: CommandContext,
  target: Target,
  options: BuilderOptions,
): Promise<Table> {
  const now = session.io.now();
  const accept = flags.bool("server-print") ? ACCEPT_TABLE : ACCEPT_JSON;
  const wholeObjects: Record<string, string> =
    flags.string("sort-by") === "" || accept === ACCEPT_JSON ? {} : { includeObject: "Object" };
  if (target.kind === "object") {
    const { name, object } = target.info;
    // What has no name cannot be looked for: it is shown as it was written.
    if (name === "" && object !== undefined) return tableOf(object, now);
    return tableOf(await fetchObject(session, target.info, options.subresource, wholeObjects, accept), now);
  }
  const limit = options.chunkSize ?? 500;
  const query = { ...selectorQuery(target), ...wholeObjects };
  const pieces = limit > 0 ? { ...query, limit: String(limit) } : query;
  const first = tableOf(await listing(target, () => session.client.get(listPath(target), pieces, accept)), now);
  const rows = [...first.rows];
  for (let more = continueOf(first); more !== ""; ) {
    const next = tableOf(
      await session.client.get(listPath(target), { ...query, limit: String(limit), continue: more }, accept),
      now,
    );
    rows.push(...next.rows);
    more = continueOf(next);
  }
  return { ...first, rows };
}

function continueOf(table: Table): string {
  return (table.metadata as { continue?: string } | undefined)?.continue ?? "";
}

/** What is no table becomes one of names and ages: nothing else is known of all kinds. */
export function tableOf(object: AnyObject, now: number): Table {
  // In a watch only the first table has its columns.
  if (isTable(object)) return { ...object, columnDefinitions: object.columnDefinitions ?? [] };
  const items = Array.isArray(object.items) ? (object.items as AnyObject[]) : [object];
  const columnDefinitions = [
    { name: "Name", type: "string" },
    { name: "Age", type: "string" },
  ];
  const rows = items.map((item) => ({
    // What comes from a file and was never stored may have no metadata.
    cells: [item.metadata?.name ?? "", ageSince(item.metadata?.creationTimestamp, now)],
    object: item,
  }));
  return { ...object, columnDefinitions, rows };
}

// Neighbours of one type are printed under one header.
function byResource(tables: readonly Answered[]): [Resource, Table[]][] {
  const groups: [Resource, Table[]][] = [];
  for (const { resource, table } of tables) {
    const last = groups.at(-1);
    if (last !== undefined && groupResourceOf(last[0]) === groupResourceOf(resource)) last[1].push(table);
    else groups.push([resource, [table]]);
  }
  return groups.map(([resource, group]) => [resource, merged(group)]);
}

// Rows that are printed together are aligned together.
function merged(tables: readonly Table[]): Table[] {
  const [first] = tables;
  if (first === undefined) return [];
  const columnDefinitions = tables.find((table) => (table.columnDefinitions ?? []).length > 0)?.columnDefinitions ?? [];
  return [{ ...first, columnDefinitions, rows: tables.flatMap((table) => table.rows) }];
}

interface Answered {
  readonly resource: Resource;
  readonly table: Table;
}

// Several tables are put in order by what they themselves have, which is little: mostly that is an error.
function sorted({ flags, io }: CommandContext, tables: readonly Answered[]): Answered[] {
  const sortBy = flags.string("sort-by");
  if (sortBy === "") return [...tables];
  const log = { io, place: "sorter.go:329", container: "*unstructured.Unstructured" };
  if (tables.length > 1) return sortByField(tables, sortBy, ({ table }) => table, log);
  return tables.flatMap((each) => sortedRows(each, sortBy, io));
}

// A table that cannot be sorted is not shown, and nobody is told. One row is in order, whatever it is ordered by.
function sortedRows({ resource, table }: Answered, sortBy: string, io: KubectlIo): Answered[] {
  if (table.rows.length < 2) return [{ resource, table }];
  const log = { io, place: "sorter.go:375", container: "[][][]reflect.Value" };
  try {
    return [{ resource, table: { ...table, rows: sortByField(table.rows, sortBy, (row) => row.object, log) } }];
  } catch (error) {
    if (error instanceof KubectlError) return [];
    throw error;
  }
}

function sayNothingFound({ session, io, flags }: CommandContext, targets: readonly Target[]): void {
  const namespaced = !flags.bool("all-namespaces") && targets.every((target) => resourceOf(target).namespaced);
  io.stderr.write(namespaced ? `No resources found in ${session.namespace} namespace.\n` : "No resources found\n");
}
