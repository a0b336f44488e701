// What the server warns of in containers: amounts in parts of a byte, and variables that hide each other.

import type { Container, PodSpec } from "../../../../api/types.ts";
import { canonical, compare, type ResourceList } from "../quantities.ts";
import { profileWarnings, type StringMap } from "./annotation-warnings.ts";
import { placedContainers } from "./placed-containers.ts";

export function containerWarnings(spec: PodSpec, field: string, annotations: StringMap, metadata: string): string[] {
  return placedContainers(spec, field).flatMap(({ container, path }) => [
    ...profileWarnings(container, spec, annotations, metadata),
    ...fractionWarnings(container, `${path}.resources`),
    ...hiddenEnvWarnings(container, path),
  ]);
}

export function overheadWarnings({ overhead }: PodSpec, field: string): string[] {
  return BYTES.flatMap((name) => fractionOf(overhead, name, `${field}.overhead`));
}

const BYTES = ["memory", "ephemeral-storage"] as const;

function fractionWarnings({ resources = {} }: Container, field: string): string[] {
  return BYTES.flatMap((name) =>
    (["limits", "requests"] as const).flatMap((list) => fractionOf(resources[list], name, `${field}.${list}`)),
  );
}

// 100m of memory is a tenth of a byte; whoever writes it means 100M or 100Mi.
function fractionOf(list: ResourceList | undefined, name: string, field: string): string[] {
  const quantity = list?.[name];
  if (quantity === undefined || !/[mun]$/.test(canonical(quantity)) || compare(quantity, "0") === 0) return [];
  return [`${field}[${name}]: fractional byte value "${canonical(quantity)}" is invalid, must be an integer`];
}

function hiddenEnvWarnings({ env = [] }: Container, path: string): string[] {
  const seen = new Set<string>();
  return env.flatMap(({ name, value = "", valueFrom }, i) => {
    const reference = `$(${name})`;
    // PATH may extend an earlier PATH: then the repetition is meant.
    const extendsIt = valueFrom === undefined && value !== reference && value.includes(reference);
    if (seen.has(name) && !extendsIt) {
      return [`${path}.env[${i}]: hides previous definition of "${name}", which may be dropped when using apply`];
    }
    seen.add(name);
    return [];
  });
}
