// Reads the kustomization of a directory, and warns of fields that have newer names.

import { KubectlError } from "../errors.ts";
import { parseYamlDocument } from "../yaml/load.ts";
import { decodeGo } from "./decode.ts";
import type { Kustomization } from "./kustomization.ts";
import type { Loader } from "./loader.ts";

const FILE_NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

const DEPRECATED: readonly (readonly [field: keyof Kustomization, replacement: string, note?: string])[] = [
  ["commonLabels", "labels"],
  ["bases", "resources"],
  ["imageTags", "images"],
  ["patchesJson6902", "patches"],
  ["patchesStrategicMerge", "patches"],
  ["vars", "replacements", "[EXPERIMENTAL] "],
];

/** What is left out: it would need plugins, other programs, or the definitions of custom resources. */
const LEFT_OUT = [
  "openapi",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "helmGlobals",
  "helmCharts",
  "helmChartInflationGenerator",
];

export interface ReadKustomization {
  readonly kustomization: Kustomization;
  readonly fileName: string;
}

export function readKustomization(loader: Loader, warn: (text: string) => void): ReadKustomization {
  const { fileName, text } = findFile(loader);
  const kustomization = parse(text);
  for (const [field, replacement, note = ""] of DEPRECATED) {
    if (kustomization[field] === undefined) continue;
    const advice = `${note}Run 'kustomize edit fix' to update your Kustomization automatically.`;
    warn(`# Warning: '${field}' is deprecated. Please use '${replacement}' instead. ${advice}`);
  }
  if (isEmpty(kustomization)) throw new KubectlError("kustomization.yaml is empty");
  const completed = withoutOldNames(kustomization);
  demandVersion(completed, loader.root);
  return { kustomization: completed, fileName };
}

function findFile(loader: Loader): { fileName: string; text: string } {
  const found = FILE_NAMES.flatMap((fileName) => {
    try {
      return [{ fileName, text: loader.load(fileName) }];
    } catch (error) {
      if (error instanceof KubectlError) return [];
      throw error;
    }
  });
  const [first] = found;
  if (first === undefined) {
    const names = "'kustomization.yaml', 'kustomization.yml' or 'Kustomization'";
    throw new KubectlError(`unable to find one of ${names} in directory '${loader.root}'`);
  }
  if (found.length > 1) throw new KubectlError(`Found multiple kustomization files under: ${loader.root}\n`);
  return first;
}

function parse(text: string): Kustomization {
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined)
    throw new KubectlError(`invalid Kustomization: ${error.replace(/^error converting YAML to JSON: /, "")}`);
  let decoded: Record<string, unknown>;
  try {
    decoded = (decodeGo("types.Kustomization", value) ?? {}) as Record<string, unknown>;
  } catch (problem) {
    if (problem instanceof KubectlError) throw new KubectlError(`invalid Kustomization: ${problem.message}`);
    throw problem;
  }
  const leftOut = LEFT_OUT.find((field) => !isZero(decoded[field]));
  if (leftOut !== undefined)
    throw new KubectlError(`k8s-tutor does not simulate the field ${leftOut} of a kustomization`);
  return decoded;
}

function isZero(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function isEmpty(kustomization: Kustomization): boolean {
  const { apiVersion: _version, kind: _kind, ...fields } = kustomization;
  return Object.values(fields).every((value) => value === undefined || value === "");
}

function withoutOldNames(kustomization: Kustomization): Kustomization {
  const { bases = [], imageTags = [], resources = [], images = [], kind = "Kustomization", ...rest } = kustomization;
  const version = kind === "Component" ? "v1alpha1" : "v1beta1";
  return {
    ...rest,
    kind,
    apiVersion: rest.apiVersion ?? `kustomize.config.k8s.io/${version}`,
    resources: [...resources, ...bases],
    images: [...images, ...imageTags],
  };
}

function demandVersion({ kind = "", apiVersion = "" }: Kustomization, root: string): void {
  const problems: string[] = [];
  if (kind !== "Kustomization" && kind !== "Component") problems.push("kind should be Kustomization or Component");
  const wanted = `kustomize.config.k8s.io/${kind === "Component" ? "v1alpha1" : "v1beta1"}`;
  if (apiVersion !== wanted) problems.push(`apiVersion for ${kind} should be ${wanted}`);
  if (problems.length > 0)
    throw new KubectlError(`Failed to read kustomization file under ${root}:\n${problems.join("\n")}`);
}
