// Containers that `kubectl debug` adds to a running pod.

import { goQuote } from "../../../../api/go-values.ts";
import type { Container, Pod, PodSpec } from "../../../../api/types.ts";
import { deepEqual, duplicate, forbidden, invalid, notFoundValue } from "../field-error.ts";
import { goDiff } from "../go-diff.ts";
import type { FieldError } from "../kind.ts";
import { MIRROR } from "./annotations.ts";
import { type PodContext, validateContainerCommon } from "./containers.ts";

// A debugging container is no part of the workload: nothing may come to rely on it.
const NOT_ALLOWED = [
  ...(["ports", "resources", "resizePolicy", "restartPolicy", "livenessProbe", "readinessProbe"] as const),
  ...(["startupProbe", "lifecycle"] as const),
] as const;
const NOT_ALLOWED_TEXT = "cannot be set for an Ephemeral Container";

export function validateEphemeralContainers(spec: PodSpec, field: string, context: PodContext): FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((ephemeral, i) => {
    const container = ephemeral as Container;
    const target = ephemeral.targetContainerName ?? "";
    const path = `${field}[${i}]`;
    const errors = validateContainerCommon(container, path, context);
    if ((container.image ?? "") !== (container.image ?? "").trim()) {
      errors.push(invalid(`${path}.image`, container.image, "must not have leading or trailing whitespace"));
    }
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    names.add(container.name);
    if (target !== "" && !others.has(target)) errors.push(notFoundValue(`${path}.targetContainerName`, target));
    return [...errors, ...fieldErrors(container, path)];
  });
}

function fieldErrors(container: Container, field: string): FieldError[] {
  const isSet = (name: (typeof NOT_ALLOWED)[number]) => !deepEqual(container[name] ?? {}, {});
  const errors = NOT_ALLOWED.filter(isSet).map((name) => forbidden(`${field}.${name}`, NOT_ALLOWED_TEXT));
  const mounts = (container.volumeMounts ?? []).flatMap(({ subPath = "", subPathExpr = "" }, i) => [
    ...(subPath === "" ? [] : [forbidden(`${field}.volumeMounts[${i}].subPath`, NOT_ALLOWED_TEXT)]),
    ...(subPathExpr === "" ? [] : [forbidden(`${field}.volumeMounts[${i}].subPathExpr`, NOT_ALLOWED_TEXT)]),
  ]);
  return [...errors, ...mounts];
}

/** What is there already stays as it is; more may join. */
export function validateEphemeralContainersUpdate(next: Pod, previous: Pod): FieldError[] {
  if (previous.metadata.annotations?.[MIRROR] !== undefined) {
    return [forbidden("[]", "static pods do not support ephemeral containers")];
  }
  const field = "spec.ephemeralContainers";
  const now = new Map((next.spec.ephemeralContainers ?? []).map((each) => [each.name, each]));
  return (previous.spec.ephemeralContainers ?? []).flatMap((old) => {
    const kept = now.get(old.name);
    const head = `existing ephemeral containers ${goQuote(old.name)} may not be`;
    if (kept === undefined) return [forbidden(field, `${head} removed\n`)];
    if (deepEqual(old, kept)) return [];
    return [forbidden(field, `${head} changed\n${goDiff("core.EphemeralContainer", old, kept)}`)];
  });
}
