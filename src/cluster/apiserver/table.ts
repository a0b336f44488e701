// The Table form of objects: cells made by the server, so that every client prints the same columns.

import type { AnyObject } from "../../api/types.ts";
import type { Column } from "./registry/kind.ts";

export type IncludeObject = "None" | "Metadata" | "Object";

export interface TableInput {
  readonly columns: readonly Column<never>[];
  readonly items: readonly AnyObject[];
  readonly metadata: object;
  readonly include: IncludeObject;
  /** The object as the resource shows it, where rows carry it. */
  readonly embedded: (item: AnyObject) => AnyObject;
  readonly nowMs: number;
  /** Later events of a watch repeat no column definitions. */
  readonly headers: boolean;
  /** Of meta.k8s.io: older clients ask for v1beta1, which looks the same. */
  readonly version: string;
}

const NAME_TEXT =
  "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically.";
const CREATED_TEXT = "CreationTimestamp is a timestamp representing the server time when this object was created.";

/** What is shown of a kind that has no columns of its own. */
export const DEFAULT_COLUMNS: readonly Column<never>[] = [
  {
    name: "Name",
    type: "string",
    format: "name",
    description: NAME_TEXT,
    cell: (object: AnyObject) => object.metadata.name,
  },
  {
    name: "Created At",
    type: "date",
    description: CREATED_TEXT,
    cell: (object: AnyObject) => object.metadata.creationTimestamp,
  },
] as readonly Column<AnyObject>[] as readonly Column<never>[];

export function table(input: TableInput): unknown {
  const { columns, items, metadata, include, embedded, nowMs, headers } = input;
  const apiVersion = `meta.k8s.io/${input.version}`;
  return {
    kind: "Table",
    apiVersion,
    metadata,
    columnDefinitions: headers ? columns.map(definition) : null,
    rows: items.map((item) => ({
      cells: columns.map((column) => column.cell(item as never, nowMs)),
      ...(include === "None" ? {} : { object: include === "Object" ? embedded(item) : partial(item, apiVersion) }),
    })),
  };
}

function definition({ name, type, format = "", description = "", priority = 0 }: Column<never>): object {
  return { name, type, format, description, priority };
}

function partial({ metadata }: AnyObject, apiVersion: string): object {
  return { kind: "PartialObjectMetadata", apiVersion, metadata };
}
