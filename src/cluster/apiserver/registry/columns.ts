// Columns that many kinds have, and the texts of their cells.

import { humanAge } from "../../../api/duration.ts";
import { formatLabelSelector, type LabelSelectorObject } from "../../../api/selector.ts";
import type { KubeObject, PodSpec } from "../../../api/types.ts";
import type { Column } from "./kind.ts";

export const NONE = "<none>";

export const NAME: Column<KubeObject> = {
  name: "Name",
  type: "string",
  format: "name",
  cell: ({ metadata }) => metadata.name,
};

export const AGE: Column<KubeObject> = {
  name: "Age",
  type: "string",
  cell: ({ metadata }, nowMs) => humanAge(metadata.creationTimestamp, nowMs),
};

export const CREATED_AT: Column<KubeObject> = {
  name: "Created At",
  type: "date",
  cell: ({ metadata }) => metadata.creationTimestamp,
};

type Cell<T> = Column<T>["cell"];

export function text<T>(name: string, cell: Cell<T>): Column<T> {
  return { name, type: "string", cell };
}

export function integer<T>(name: string, cell: (object: T) => number | undefined): Column<T> {
  return { name, type: "integer", cell: (object) => cell(object) ?? 0 };
}

/** A column that only `-o wide` shows. */
export function wide<T>(name: string, cell: Cell<T>): Column<T> {
  return { name, type: "string", priority: 1, cell };
}

type Labels = Readonly<Record<string, string>> | undefined;

/** `a=b,c=d`, sorted; `<none>` when there are none. */
export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? NONE : pairs.sort().join(",");
}

export function selectorText(selector: unknown): string {
  return formatLabelSelector(selector as LabelSelectorObject | undefined) || NONE;
}

interface Replicated {
  readonly spec: { readonly replicas?: number; readonly template?: { readonly spec?: PodSpec } };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}

/** The columns of ReplicaSets, and of ReplicationControllers before them. */
export function replicaColumns<T extends KubeObject & Replicated>(selectorOf: Cell<T>): Column<T>[] {
  return [
    NAME,
    integer("Desired", ({ spec }) => spec.replicas),
    integer("Current", ({ status }) => status?.replicas),
    integer("Ready", ({ status }) => status?.readyReplicas),
    AGE,
    ...templateColumns<T>(({ spec }) => spec.template?.spec, selectorOf),
  ];
}

/** The three wide columns of workloads. */
export function templateColumns<T>(specOf: (object: T) => PodSpec | undefined, selectorOf: Cell<T>): Column<T>[] {
  return [...containerColumns(specOf), wide("Selector", selectorOf)];
}

export function containerColumns<T>(specOf: (object: T) => PodSpec | undefined): Column<T>[] {
  const list = (object: T) => specOf(object)?.containers ?? [];
  return [
    wide("Containers", (object) =>
      list(object)
        .map(({ name }) => name)
        .join(","),
    ),
    wide("Images", (object) =>
      list(object)
        .map(({ image }) => image ?? "")
        .join(","),
    ),
  ];
}
