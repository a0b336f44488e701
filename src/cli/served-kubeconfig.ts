// The kubeconfig that `serve` writes for real clients. A file that holds anything else is never written over.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { toYaml } from "../kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";
import { systemReason, UserError } from "./failure.ts";

const name = "k8s-tutor";

export interface ServedCluster {
  /** As in `https://127.0.0.1:39211`. */
  readonly server: string;
  readonly token: string;
  /** PEM. */
  readonly authority: string;
}

export function servedKubeconfig({ server, token, authority }: ServedCluster): string {
  const cluster = { "certificate-authority-data": Buffer.from(authority).toString("base64"), server };
  return toYaml({
    apiVersion: "v1",
    clusters: [{ cluster, name }],
    contexts: [{ context: { cluster: name, user: name }, name }],
    "current-context": name,
    kind: "Config",
    preferences: {},
    users: [{ name, user: { token } }],
  });
}

/** Refuses early, before a cluster is started for nothing. @throws UserError where the file holds what `serve` did not write. */
export function checkKubeconfig(file: string): void {
  if (!existsSync(file) || isOurs(read(file))) return;
  throw new UserError(
    `${file} holds more than k8s-tutor wrote, and is left as it is; name another file with --kubeconfig, and ` +
      `put both into KUBECONFIG to use them together`,
    2,
  );
}

/** Whole or not at all: a client never reads half a file. Readable by its owner only. */
export function writeKubeconfig(file: string, text: string): void {
  const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // A new file only: in a folder that others can write to, one of theirs might lie in wait for the token.
    writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
    renameSync(draft, file);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw new UserError(
      `the kubeconfig ${file} cannot be written: ${systemReason(error)}; choose another with --kubeconfig`,
    );
  }
}

/** Leads to nothing once the server has ended; a file that was changed since stays. */
export function removeKubeconfig(file: string, written: string): void {
  if (existsSync(file) && read(file) === written) rmSync(file, { force: true });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      `the kubeconfig ${file} cannot be read: ${systemReason(error)}; choose another with --kubeconfig`,
    );
  }
}

interface Named {
  readonly name?: unknown;
}

function isOurs(text: string): boolean {
  if (text.trim() === "") return true;
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined || typeof value !== "object" || value === null) return false;
  const { clusters, contexts, users } = value as Readonly<Record<string, unknown>>;
  return [clusters, contexts, users].every(
    (list) => Array.isArray(list) && list.every((each: Named | null) => each?.name === name),
  );
}
