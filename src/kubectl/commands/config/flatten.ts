// config view --flatten: what the kubeconfig keeps in files is put into it, so that it can be carried away.

import { KubectlError } from "../../errors.ts";
import type { KubectlIo } from "../../io.ts";
import { type Kubeconfig, pathIn, type Stanza, systemMessage, text } from "../../kubeconfig.ts";

export function flattened(config: Kubeconfig, io: KubectlIo): Kubeconfig {
  const embed = (part: Map<string, Stanza>, fields: readonly string[]) =>
    new Map([...part].map(([name, entry]) => [name, embedded(config, entry, fields, io)] as const));
  return {
    ...config,
    clusters: embed(config.clusters, ["certificate-authority"]),
    users: embed(config.users, ["client-certificate", "client-key"]),
  };
}

function embedded(config: Kubeconfig, entry: Stanza, fields: readonly string[], io: KubectlIo): Stanza {
  const result = { ...entry };
  for (const field of fields) {
    const path = text(entry[field]);
    if (path === "") continue;
    delete result[field];
    result[`${field}-data`] ??= btoa(contentOf(pathIn(config, entry, path), io));
  }
  return result;
}

function contentOf(path: string, io: KubectlIo): string {
  try {
    return io.files.read(path);
  } catch (error) {
    throw new KubectlError(systemMessage("open", path, error));
  }
}
