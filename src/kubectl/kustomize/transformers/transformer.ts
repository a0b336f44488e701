// One step of a build: it is set up with what the kustomization says before the first of them runs.

import { KubectlError } from "../../errors.ts";
import { toYaml } from "../../yaml/dump.ts";
import type { ResourceSet } from "../resource-set.ts";

export type Transformer = (set: ResourceSet) => void;

/** Sets a transformer up; an error shows what it was to be set up with. */
export function configure<T>(name: string, config: Readonly<Record<string, unknown>>, setUp: () => T): T {
  try {
    return setUp();
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    const text = `trouble configuring builtin ${name} with config: \`\n${configText(config)}\`: ${error.message}`;
    throw new KubectlError(text);
  }
}

/** The configuration as YAML, without what is not set. */
export function configText(config: Readonly<Record<string, unknown>>): string {
  return toYaml(withoutZeros(config));
}

function withoutZeros(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(kept.map(([name, value]) => [name, isFields(value) ? withoutZeros(value) : value]));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
