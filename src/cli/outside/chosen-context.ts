// Which cluster outside is meant: a kubeconfig of this machine, and one of its contexts.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { clusterAccess } from "../../kubectl/cluster-access.ts";
import type { ClusterAccess } from "../../kubectl/io.ts";
import {
  type ConfigSource,
  isStanza,
  type Kubeconfig,
  kubeconfigDocument,
  pathIn,
  readKubeconfigFile,
  type Stanza,
  text,
} from "../../kubectl/kubeconfig.ts";
import { toYaml } from "../../kubectl/yaml/dump.ts";
import type { Texts } from "../../tutor/language/english.ts";
import { systemReason, UserError } from "../failure.ts";

export interface ContextChoice {
  /** The file. */
  readonly kubeconfig: string;
  /** Its current context when not given. */
  readonly context?: string;
}

export interface ChosenContext {
  readonly name: string;
  readonly namespace: string;
  /** The name of the kubeconfig's user. */
  readonly user: string;
  readonly access: ClusterAccess;
  /** The kubeconfig of the laptop: this context alone, in `namespace`, with everything it needs inside. */
  kubeconfig(namespace: string): string;
}

export function chooseContext({ kubeconfig: file, context }: ContextChoice): ChosenContext {
  const source = hostSource();
  const config = load(file, source);
  const known = [...config.contexts.keys()];
  const name = context ?? config.currentContext;
  const chosen = config.contexts.get(name);
  if (chosen === undefined) {
    throw new UserError(({ outside }) => outside.noContext(file, name, known), 2);
  }
  const user = text(chosen.user);
  const access = reading(file, () => clusterAccess(config, { context: name }, source));
  const alone = reading(file, () => withoutFiles(config, { cluster: text(chosen.cluster), user }, source));
  return {
    name,
    namespace: text(chosen.namespace) || "default",
    user,
    access,
    kubeconfig: (namespace) => {
      const only = { ...alone, contexts: new Map([[name, { ...chosen, namespace }]]), currentContext: name };
      return toYaml(kubeconfigDocument(only));
    },
  };
}

/** One cluster and one user, with the contents of the files that they name: as `kubectl config view --flatten`. */
function withoutFiles(
  config: Kubeconfig,
  names: { readonly cluster: string; readonly user: string },
  source: ConfigSource,
): Kubeconfig {
  const inlined = (stanza: Stanza): Stanza => {
    const entries = Object.entries(stanza).flatMap(([field, value]): [string, unknown][] => {
      const content = contents[field];
      if (content === undefined || text(value) === "") return [[field, value]];
      if (stanza[content.into] !== undefined) return [];
      return [[content.into, content.encode(source.files.read(pathIn(config, stanza, text(value))))]];
    });
    return Object.fromEntries(entries);
  };
  const user = config.users.get(names.user) ?? {};
  return {
    ...config,
    clusters: new Map([[names.cluster, inlined(config.clusters.get(names.cluster) ?? {})]]),
    users: new Map([
      [names.user, { ...inlined(user), ...(isStanza(user.exec) ? { exec: pluginOf(user, config) } : {}) }],
    ]),
  };
}

const contents: Readonly<Record<string, { readonly into: string; readonly encode: (content: string) => string }>> = {
  "certificate-authority": { into: "certificate-authority-data", encode: btoa },
  "client-certificate": { into: "client-certificate-data", encode: btoa },
  "client-key": { into: "client-key-data", encode: btoa },
  tokenFile: { into: "token", encode: (content) => content.trim() },
};

/** A program that is named by its path is named by the whole of it: the laptop's kubeconfig lies elsewhere. */
function pluginOf(user: Stanza, config: Kubeconfig): unknown {
  if (!isStanza(user.exec)) return undefined;
  const command = text(user.exec.command);
  return { ...user.exec, command: /[/\\]/.test(command) ? pathIn(config, user, command) : command };
}

function hostSource(): ConfigSource {
  return { files: { read: (path) => readFileSync(path, "utf8") }, env: {} };
}

function load(file: string, source: ConfigSource): Kubeconfig {
  const config = reading(file, () => readKubeconfigFile(source, resolve(file)));
  if (config !== undefined) return config;
  throw new UserError(({ outside }) => outside.noFile(file), 2);
}

function reading<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const reason = (texts: Texts) =>
      systemReason(error, texts)
        .trim()
        .replace(/\s*\n\s*/g, " ");
    throw new UserError((texts) => texts.outside.unusable(file, reason(texts)), 2);
  }
}
