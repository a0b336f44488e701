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
  const lists = (["containers", "initContainers"] as const).map((field): Lists => {
    return { field, next: next.spec[field] ?? [], previous: previous.spec[field] ?? [] };
  });
  const others = lists.flatMap(otherContainers);
  if (others.length > 0) return [...errors, ...others];
  return [...errors, ...lists.toReversed().flatMap(resizeErrors), ...lists.flatMap(changeErrors)];
}

interface Lists {
  readonly field: "containers" | "initContainers";
  readonly next: readonly Container[];
  readonly previous: readonly Container[];
}

function otherContainers({ field, next, previous }: Lists): FieldError[] {
  if (next.length !== previous.length)
    return [forbidden(`spec.${field}`, `${field} may not be added or removed on resize`)];
  return previous.flatMap(({ name }, i) => {
    const text = `${field} may not be renamed or reordered on resize`;
    return next[i]?.name === name ? [] : [forbidden(`spec.${field}[${i}].name`, text)];
  });
}

function resizeErrors({ field, next, previous }: Lists): FieldError[] {
  return previous.flatMap((old, i) =>
    isResizable(field, old) ? containerErrors(next[i] ?? old, old, `spec.${field}[${i}].resources`) : [],
  );
}

/** An init container that ends has what it needs for the moment that it runs. */
function isResizable(field: Lists["field"], { restartPolicy }: Container): boolean {
  return field === "containers" || restartPolicy === "Always";
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

function changeErrors({ field, next, previous }: Lists): FieldError[] {
  return previous.flatMap((old, i) => {
    const resizable = isResizable(field, old);
    const same = resizable
      ? deepEqual(withoutResizable(next[i]), withoutResizable(old))
      : deepEqual(next[i] as unknown, old as unknown);
    if (same) return [];
    if (!resizable) return [forbidden("spec", "resources for non-sidecar init containers are immutable")];
    const whose = field === "containers" ? "" : " for sidecar containers";
    return [forbidden("spec", `only cpu and memory resources${whose} are mutable`)];
  });
}

function withoutResizable(container: Container | undefined): unknown {
  const { limits, requests } = container?.resources ?? {};
  const others = (list: ResourceList = {}) =>
    Object.fromEntries(Object.entries(list).filter(([name]) => !RESIZABLE.includes(name)));
  return { ...container, resources: { limits: others(limits), requests: others(requests) } };
}
