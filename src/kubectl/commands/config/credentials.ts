// config set-credentials: who a user is: by certificate, token, password, or a program that knows.

import { goQuote } from "../../../api/go-values.ts";
import { base64OfText } from "../../../bytes/base64.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { boolFlag, type Flag, stringArrayFlag, stringFlag, stringsFlag } from "../../flags/flag.ts";
import { isStanza, type Stanza } from "../../kubeconfig.ts";
import { requireFile } from "./cluster.ts";
import { pathInFile, wholePath } from "./paths.ts";
import { changeEntry, nameArgument } from "./store.ts";

export const CREDENTIAL_FLAGS: readonly Flag[] = [
  stringFlag("auth-provider", "Auth provider for the user entry in kubeconfig"),
  stringsFlag("auth-provider-arg", "'key=value' arguments for the auth provider"),
  stringFlag("client-certificate", "Path to client-certificate file for the user entry in kubeconfig"),
  stringFlag("client-key", "Path to client-key file for the user entry in kubeconfig"),
  boolFlag("embed-certs", "Embed client cert/key for the user entry in kubeconfig"),
  stringFlag("exec-api-version", "API version of the exec credential plugin for the user entry in kubeconfig"),
  stringsFlag("exec-arg", "New arguments for the exec credential plugin command for the user entry in kubeconfig"),
  stringFlag("exec-command", "Command for the exec credential plugin for the user entry in kubeconfig"),
  stringArrayFlag("exec-env", "'key=value' environment values for the exec credential plugin"),
  stringFlag(
    "exec-interactive-mode",
    "InteractiveMode of the exec credentials plugin for the user entry in kubeconfig",
  ),
  boolFlag(
    "exec-provide-cluster-info",
    "ProvideClusterInfo of the exec credentials plugin for the user entry in kubeconfig",
  ),
  stringFlag("password", "password for the user entry in kubeconfig"),
  stringFlag("token", "token for the user entry in kubeconfig"),
  stringFlag("username", "username for the user entry in kubeconfig"),
];

const INTERACTIVE_MODES = ["IfAvailable", "Never", "Always"];

export async function setCredentials(context: CommandContext): Promise<void> {
  const { io } = context;
  const name = nameArgument(context, "unexpected args");
  const providerArgs = assignments(context, "auth-provider-arg");
  const execEnv = assignments(context, "exec-env");
  check(context, name);
  changeEntry(context, "users", name, (entry, file) => {
    const certified = withCertificate(context, entry, file);
    return withSecrets(context, withExec(context, withProvider(context, certified, providerArgs), execEnv));
  });
  io.stdout.write(`User ${goQuote(name)} set.\n`);
}

function check(context: CommandContext, name: string): void {
  const { flags } = context;
  const mode = flags.string("exec-interactive-mode");
  if (flags.changed("exec-interactive-mode") && !INTERACTIVE_MODES.includes(mode))
    throw new KubectlError(`invalid interactive mode type, can be only ${INTERACTIVE_MODES.join(", ")}`);
  if (name === "") throw new KubectlError("you must specify a non-empty user name");
  const hasBasic = flags.string("username") !== "" || flags.string("password") !== "";
  if (flags.string("token") !== "" && hasBasic)
    throw new KubectlError(
      "you cannot specify more than one authentication method at the same time: --token, --username/--password",
    );
  if (!flags.bool("embed-certs")) return;
  const given = ["client-certificate", "client-key"].filter((flag) => flags.string(flag) !== "");
  if (given.length === 0) throw new KubectlError("you must specify a --client-certificate or --client-key to embed");
  for (const flag of given) requireFile(context, flag, flags.string(flag));
}

interface Assignments {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** `key=value` sets, `key-` removes. */
function assignments({ flags, io, help }: CommandContext, flag: string): Assignments {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const text of flags.strings(flag)) {
    const equals = text.indexOf("=");
    if (equals > 0) set.set(text.slice(0, equals), text.slice(equals + 1));
    else if (equals === -1 && text.length > 1 && text.endsWith("-")) removed.push(text.slice(0, -1));
    else {
      io.stdout.write(help());
      throw new KubectlError(`invalid ${flag} format: ${text}`);
    }
  }
  return { set, removed };
}

function withCertificate(context: CommandContext, entry: Stanza, file: string): Stanza {
  const { flags, io } = context;
  const changed = { ...entry };
  for (const field of ["client-certificate", "client-key"]) {
    if (!flags.changed(field)) continue;
    const path = flags.string(field);
    const embeds = flags.bool("embed-certs") && path !== "";
    changed[field] = embeds ? "" : pathInFile(context, wholePath(context, path), file);
    if (embeds) changed[`${field}-data`] = base64OfText(io.files.read(path));
    else if (path !== "") changed[`${field}-data`] = "";
  }
  return changed;
}

function withSecrets({ flags }: CommandContext, entry: Stanza): Stanza {
  const given: Stanza = {};
  for (const field of ["token", "username", "password"]) if (flags.changed(field)) given[field] = flags.string(field);
  const hasToken = (given.token ?? "") !== "";
  const hasBasic = (given.username ?? "") !== "" || (given.password ?? "") !== "";
  // One way to say who one is replaces the other.
  const dropped = hasToken ? { username: "", password: "" } : hasBasic ? { token: "" } : {};
  return { ...entry, ...given, ...dropped };
}

function withProvider({ flags }: CommandContext, entry: Stanza, args: Assignments): Stanza {
  const known = isStanza(entry["auth-provider"]) ? entry["auth-provider"] : undefined;
  const name = flags.string("auth-provider");
  const isNew = flags.changed("auth-provider") && known?.name !== name;
  const provider = isNew ? { name } : known;
  if (provider === undefined) return entry;
  const config = isStanza(provider.config) ? { ...provider.config } : {};
  for (const key of args.removed) delete config[key];
  return { ...entry, "auth-provider": { ...provider, config: { ...config, ...Object.fromEntries(args.set) } } };
}

interface EnvVariable {
  readonly name?: unknown;
  readonly value?: unknown;
}

function withExec({ flags }: CommandContext, entry: Stanza, env: Assignments): Stanza {
  const known = isStanza(entry.exec) ? entry.exec : undefined;
  if (known === undefined && !flags.changed("exec-command")) return entry;
  const exec: Stanza = { ...known };
  // Another program has arguments of its own.
  if (flags.changed("exec-command")) Object.assign(exec, { command: flags.string("exec-command"), args: [] });
  if (flags.changed("exec-api-version")) exec.apiVersion = flags.string("exec-api-version");
  if (flags.changed("exec-interactive-mode")) exec.interactiveMode = flags.string("exec-interactive-mode");
  if (flags.changed("exec-provide-cluster-info")) exec.provideClusterInfo = flags.bool("exec-provide-cluster-info");
  if (flags.changed("exec-arg")) exec.args = flags.strings("exec-arg");
  const before: readonly EnvVariable[] = Array.isArray(exec.env) ? exec.env : [];
  const kept = before
    .filter(({ name }) => !env.removed.includes(String(name)))
    .map((variable) => ({ name: variable.name, value: env.set.get(String(variable.name)) ?? variable.value }));
  const isKept = (name: string) => kept.some((variable) => variable.name === name);
  const added = [...env.set].filter(([name]) => !isKept(name)).map(([name, value]) => ({ name, value }));
  return { ...entry, exec: { ...exec, env: [...kept, ...added] } };
}
