// Checks that hold in the later of two scenes and not in the earlier one: a draft, for its author to say what matters and what does not.

import type { AnyObject } from "../../api/types.ts";
import { isReady } from "../checks/condition.ts";
import type { Difference, FieldChange } from "./difference.ts";

export type DraftCheck = Readonly<Record<string, unknown>>;

const MOST_FIELDS = 5;
const LONGEST_VALUE = 80;
/** Kinds of which one waits until they are ready. */
const AT_WORK: ReadonlySet<string> = new Set([
  "Pod",
  "Deployment",
  "ReplicaSet",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "Node",
]);

/** @param home the learner's namespace, which a check need not name. */
export function checksFor(difference: Difference, home: string): readonly DraftCheck[] {
  const { created, changed, replaced, deleted, written } = difference;
  return [
    ...created.map((object) => checkOf(object, "is there", conditionsOf(object), home)),
    ...changed.map(({ object, fields }) =>
      checkOf(object, "is changed", [...readiness(object), ...fieldConditions(fields)], home),
    ),
    ...replaced.map((object) => ({
      ...checkOf(object, "is a new one", readiness(object), home),
      identity: "replaced",
    })),
    // What went with its namespace need not be told.
    ...deleted
      .filter(
        ({ metadata }) =>
          !deleted.some((other) => other.kind === "Namespace" && other.metadata.name === metadata.namespace),
      )
      .map((object) => ({
        title: `${nameOf(object)} is gone`,
        resource: targetOf(object, home),
        exists: false,
        within: "60s",
      })),
    ...written.map((path) => ({ title: `The file ${path} is written`, file: { path } })),
  ];
}

function checkOf(object: AnyObject, what: string, conditions: readonly string[], home: string): DraftCheck {
  const isWaitedFor = conditions.includes("ready(obj)");
  return {
    title: `${nameOf(object)} ${isWaitedFor ? "is ready" : what}`,
    resource: targetOf(object, home),
    ...(conditions.length === 0 ? {} : { where: conditions.join(" && ") }),
    ...(isWaitedFor ? { within: "90s" } : {}),
  };
}

function nameOf({ kind, metadata }: AnyObject): string {
  return `The ${kind} ${metadata.name}`;
}

function targetOf({ kind, metadata }: AnyObject, home: string): unknown {
  const { name, namespace } = metadata;
  return namespace === undefined || namespace === home ? `${kind}/${name}` : { kind, name, namespace };
}

function readiness(object: AnyObject): readonly string[] {
  return AT_WORK.has(object.kind) && isReady(object) ? ["ready(obj)"] : [];
}

/** Of a new object what tells it from another of its kind. */
function conditionsOf(object: AnyObject): readonly string[] {
  const spec = (object.spec ?? {}) as Readonly<Record<string, unknown>>;
  const fields: FieldChange[] = [];
  const add = (path: readonly (string | number)[], value: unknown) => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      fields.push({ path, value });
  };
  for (const [path, container] of containersOf(spec)) add([...path, "image"], container.image);
  if (object.kind !== "Pod" && object.kind !== "Job") add(["spec", "replicas"], spec.replicas);
  if (object.kind === "Service") {
    for (const [key, value] of Object.entries(spec.selector ?? {})) add(["spec", "selector", key], value);
    add(["spec", "ports", 0, "port"], (spec.ports as readonly { port?: number }[] | undefined)?.[0]?.port);
    if (spec.type !== "ClusterIP") add(["spec", "type"], spec.type);
  }
  const { data, schedule } = { ...(object as { data?: object }), ...(spec as { schedule?: string }) };
  for (const [key, value] of Object.entries(data ?? {})) add(["data", key], value);
  add(["spec", "schedule"], schedule);
  return [...readiness(object), ...fieldConditions(fields)];
}

type Container = { readonly image?: string };

function containersOf(spec: Readonly<Record<string, unknown>>): readonly (readonly [(string | number)[], Container])[] {
  const inTemplate = (spec.template as { spec?: { containers?: Container[] } } | undefined)?.spec?.containers;
  const own = Array.isArray(spec.containers) ? (spec.containers as Container[]) : [];
  return [
    ...own.map((container, index) => [["spec", "containers", index], container] as const),
    ...(inTemplate ?? []).map(
      (container, index) => [["spec", "template", "spec", "containers", index], container] as const,
    ),
  ].map(([path, container]) => [[...path], container]);
}

function fieldConditions(fields: readonly FieldChange[]): readonly string[] {
  return fields
    .filter(({ value }) => typeof value !== "string" || (value.length <= LONGEST_VALUE && !/[\n'\\]/.test(value)))
    .slice(0, MOST_FIELDS)
    .map(({ path, value }) =>
      value === undefined ? `!has(${celPath(path)})` : `${celPath(path)} == ${literal(value)}`,
    );
}

function celPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `${text}.${step}` : `${text}['${step}']`;
  }, "obj");
}

function literal(value: string | number | boolean): string {
  return typeof value === "string" ? `'${value}'` : String(value);
}
