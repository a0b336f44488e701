// Annotations that mean something on a pod.

import { forbidden, invalid } from "../field-error.ts";
import type { FieldError } from "../kind.ts";

/** On the mirror of a pod that a kubelet runs by itself. */
export const MIRROR = "kubernetes.io/config.mirror";
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

type Annotations = Readonly<Record<string, string>> | undefined;

export function validatePodAnnotations(annotations: Annotations, field: string): FieldError[] {
  const cost = annotations?.[DELETION_COST];
  if (cost === undefined || isInt32(cost)) return [];
  return [invalid(`${field}[${DELETION_COST}]`, cost, "must be a 32bit integer")];
}

function isInt32(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}

const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

/** What a pod is marked with for good. */
export function validatePodAnnotationsUpdate(next: Annotations, previous: Annotations): FieldError[] {
  const [now, before] = [next ?? {}, previous ?? {}];
  const refuse = (key: string, verb: string) => {
    const what = key === MIRROR ? "mirror pod annotation" : "AppArmor annotations";
    return forbidden(`metadata.annotations[${key}]`, `may not ${verb} ${what}`);
  };
  const isFixed = (key: string) => key === MIRROR || key.startsWith(APP_ARMOR);
  const changed = Object.keys(before).filter((key) => isFixed(key) && now[key] !== before[key]);
  const added = Object.keys(now).filter((key) => isFixed(key) && before[key] === undefined);
  return [...changed.map((key) => refuse(key, "remove or update")), ...added.map((key) => refuse(key, "add"))];
}
