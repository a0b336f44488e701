// Which cluster the command line asks for: a profile's name, a profile's file, or just names of nodes.

import { readFileSync } from "node:fs";
import {
  type ClusterProfile,
  cityProfile,
  cityWithIngressProfile,
  cityWithRegistryProfile,
  ProfileError,
  parseProfile,
  profileOfNodes,
} from "../cluster/profile.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";
import { systemReason, UserError } from "./failure.ts";

export interface ProfileChoice {
  readonly cluster?: string;
  readonly nodes?: readonly string[];
}

const profiles: Readonly<Record<string, () => ClusterProfile>> = {
  city: () => cityProfile(),
  "city-ingress": cityWithIngressProfile,
  "city-registry": cityWithRegistryProfile,
};

export function profileNames(): readonly string[] {
  return Object.keys(profiles);
}

export function chooseProfile({ cluster, nodes }: ProfileChoice): ClusterProfile {
  if (nodes !== undefined) return fromNodes(nodes);
  if (cluster === undefined) return cityProfile();
  const named = profiles[cluster];
  return named === undefined ? fromFile(cluster) : named();
}

function fromNodes(names: readonly string[]): ClusterProfile {
  try {
    return profileOfNodes(names);
  } catch (error) {
    if (error instanceof ProfileError) throw new UserError(`--nodes: ${error.message}`, 2);
    throw error;
  }
}

function fromFile(file: string): ClusterProfile {
  const { value, error } = parseYamlDocument(readProfile(file));
  if (error !== undefined)
    throw new UserError(`${file}: ${error.replace("error converting YAML to JSON: yaml: ", "")}`, 2);
  try {
    return parseProfile(value);
  } catch (problem) {
    if (problem instanceof ProfileError) throw new UserError(`${file}: ${problem.message}`, 2);
    throw problem;
  }
}

function readProfile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const known = Object.keys(profiles).join(", ");
    throw new UserError(
      `the cluster profile ${file} cannot be read: ${systemReason(error)}; built-in profiles: ${known}`,
      2,
    );
  }
}
