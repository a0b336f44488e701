// The `exec` of a kubeconfig's user: how it is read, and what is wrong with one that cannot be run.

import { goQuote } from "../api/go-values.ts";
import type { CredentialPlugin } from "./io.ts";
import { isStanza, type Stanza, text } from "./kubeconfig.ts";

export const PLUGIN_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"] as const;

export interface PluginSurroundings {
  readonly userName: string;
  /** What is wrong is added here. */
  readonly problems: string[];
  /** A path of the kubeconfig as seen from the working directory. */
  pathOf(path: string): string;
  /** The `extensions` of the cluster, of which one may be the plugin's. */
  readonly clusterExtensions: unknown;
}

/** undefined when there is none, or one that cannot be used (the problems tell). */
export function checkedPlugin(stanza: unknown, around: PluginSurroundings): CredentialPlugin | undefined {
  if (!isStanza(stanza)) return undefined;
  const found = problemsOf(stanza, around.userName);
  around.problems.push(...found);
  if (found.length > 0) return undefined;
  const command = text(stanza.command);
  const clusterConfig = configOf(around.clusterExtensions);
  return {
    apiVersion: text(stanza.apiVersion),
    command: /[/\\]/.test(command) ? around.pathOf(command) : command,
    args: Array.isArray(stanza.args) ? stanza.args.map(String) : [],
    env: Object.fromEntries(entries(stanza.env).map(({ name, value }) => [text(name), text(value)])),
    installHint: text(stanza.installHint),
    interactiveMode: modeOf(stanza),
    provideClusterInfo: stanza.provideClusterInfo === true,
    ...(clusterConfig === undefined ? {} : { clusterConfig }),
  };
}

function problemsOf(stanza: Stanza, user: string): string[] {
  const [v1, v1beta1] = PLUGIN_VERSIONS;
  const purpose = `for ${user} to use exec authentication plugin`;
  const version = text(stanza.apiVersion);
  const mode = text(stanza.interactiveMode);
  const problems: string[] = [];
  if (text(stanza.command) === "") problems.push(`command must be specified ${purpose}`);
  if (version === "") problems.push(`apiVersion must be specified ${purpose}`);
  for (const { name } of entries(stanza.env))
    if (text(name) === "") problems.push(`env variable name must be specified ${purpose}`);
  if (mode === "" && version !== v1beta1 && !isOlder(version))
    problems.push(`interactiveMode must be specified ${purpose}`);
  else if (!["", "Never", "IfAvailable", "Always"].includes(mode))
    problems.push(`invalid interactiveMode for ${user}: ${goQuote(mode)}`);
  if (problems.length === 0 && version !== v1 && version !== v1beta1)
    problems.push(`exec plugin: invalid apiVersion ${goQuote(version)}`);
  return problems;
}

function isOlder(version: string): boolean {
  return version === "client.authentication.k8s.io/v1alpha1";
}

function modeOf(stanza: Stanza): CredentialPlugin["interactiveMode"] {
  const mode = text(stanza.interactiveMode);
  return mode === "Never" || mode === "Always" ? mode : "IfAvailable";
}

function entries(list: unknown): Stanza[] {
  return Array.isArray(list) ? list.filter(isStanza) : [];
}

function configOf(extensions: unknown): unknown {
  return entries(extensions).find(({ name }) => name === "client.authentication.k8s.io/exec")?.extension;
}
