// What a resize may change in a pod that runs: the processor time and the memory of its containers, and not its class.

import type { Container, Pod } from "../../../../api/types.ts";
import { deepEqual, forbidden, invalid } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { compare, type ResourceList } from "../quantities.ts";
import { MIRROR } from "./annotations.ts";
import { qosClass } from "./qos.ts";

const RESIZABLE = ["cpu", "memory"];

export function validateResize(next: Pod, previous: Pod): FieldError[] {
  if (previous.metadata.annotations?.[MIRROR] !== undefined) return [forbidden("[]", "static pods cannot be resized")];
  if (previous.spec.os?.name === "windows") return [forbidden("[]", "windows pods cannot be resized")];
  const errors: FieldError[] = [];
  const before = previous.status?.qosClass ?? qosClass(previous.spec);
  if (before !== qosClass(next.spec)) {
    errors.push(invalid("spec", next.status?.qosClass ?? "", "Pod QOS Class may not change as a result of resizing"));
  }
  return [
    ...errors,
    ...resizeErrors(next.spec.containers, previous.spec.containers, "spec.containers"),
    ...changeErrors(next.spec.containers, previous.spec.containers),
  ];
}

function resizeErrors(next: readonly Container[], previous: readonly Container[], field: string): FieldError[] {
  return previous.flatMap((old, i) => containerErrors(next[i] ?? old, old, `${field}[${i}].resources`));
}

function containerErrors(next: Container, previous: Container, field: string): FieldError[] {
  const errors = (["requests", "limits"] as const)
    .filter((list) => isRemoved(next.resources?.[list], previous.resources?.[list]))
    .map((list) => forbidden(`${field}.${list}`, `resource ${list} cannot be removed`));
  return [...errors, ...memoryErrors(next, previous, `${field}.limits[memory]`)];
}

function isRemoved(next: ResourceList = {}, previous: ResourceList = {}): boolean {
  return Object.keys(previous).some((name) => next[name] === undefined);
}

// A process may hold more memory than a lower limit leaves it; only a restart takes it away.
function memoryErrors(next: Container, previous: Container, field: string): FieldError[] {
  const policy = (next.resizePolicy ?? []).find(({ resourceName }) => resourceName === "memory")?.restartPolicy;
  const [limit, before] = [next.resources?.limits?.memory, previous.resources?.limits?.memory];
  if (policy === "RestartContainer" || limit === undefined) return [];
  const refuse = (what: string) =>
    forbidden(field, `memory limits cannot be ${what} unless resizePolicy is RestartContainer`);
  if (before === undefined) return [refuse("added")];
  return compare(limit, before) < 0 ? [refuse("decreased")] : [];
}

function changeErrors(next: readonly Container[], previous: readonly Container[]): FieldError[] {
  return previous.flatMap((old, i) => {
    const same = deepEqual(withoutResizable(next[i]), withoutResizable(old));
    return same ? [] : [forbidden("spec", "only cpu and memory resources are mutable")];
  });
}

function withoutResizable(container: Container | undefined): unknown {
  const { limits, requests } = container?.resources ?? {};
  const others = (list: ResourceList = {}) =>
    Object.fromEntries(Object.entries(list).filter(([name]) => !RESIZABLE.includes(name)));
  return { ...container, resources: { limits: others(limits), requests: others(requests) } };
}
