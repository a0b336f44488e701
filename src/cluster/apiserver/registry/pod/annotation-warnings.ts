// Annotations of pods that fields have taken the place of.

import type { Container, PodSpec } from "../../../../api/types.ts";

export type StringMap = Readonly<Record<string, string>> | undefined;

const WITHOUT_EFFECT: readonly (readonly [string, string])[] = [
  ["scheduler.alpha.kubernetes.io/critical-pod", 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ["security.alpha.kubernetes.io/sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
  ["security.alpha.kubernetes.io/unsafe-sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
];

const SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const APP_ARMOR = 'deprecated since v1.30; use the "appArmorProfile" field instead';

export function annotationWarnings(annotations: StringMap, metadata: string): string[] {
  return WITHOUT_EFFECT.flatMap(([key, text]) => about(annotations, metadata, key, text));
}

function about(annotations: StringMap, metadata: string, key: string, text: string): string[] {
  return annotations?.[key] === undefined ? [] : [`${metadata}.annotations[${key}]: ${text}`];
}

export function podSeccompWarnings({ securityContext }: PodSpec, annotations: StringMap, metadata: string): string[] {
  if (securityContext?.seccompProfile !== undefined) return [];
  return about(annotations, metadata, "seccomp.security.alpha.kubernetes.io/pod", SECCOMP);
}

/** Of one container; an annotation is passed over where the field says the same better. */
export function profileWarnings(
  container: Container,
  spec: PodSpec,
  annotations: StringMap,
  metadata: string,
): string[] {
  const { name, securityContext } = container;
  const seccomp = securityContext?.seccompProfile;
  const appArmor = spec.securityContext?.appArmorProfile ?? securityContext?.appArmorProfile;
  const appArmorKey = `container.apparmor.security.beta.kubernetes.io/${name}`;
  return [
    ...(seccomp === undefined
      ? about(annotations, metadata, `container.seccomp.security.alpha.kubernetes.io/${name}`, SECCOMP)
      : []),
    ...(appArmor === undefined ? about(annotations, metadata, appArmorKey, APP_ARMOR) : []),
  ];
}
