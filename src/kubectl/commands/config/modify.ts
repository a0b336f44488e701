// config use-context, rename-context, set-context, set-cluster, set-credentials, set, unset, current-context.

import { base64OfText } from "../../../bytes/base64.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { isStanza, type Kubeconfig, type Stanza } from "../../kubeconfig.ts";
import { defaultPath, fileToChange, saveConfig } from "./store.ts";

type Part = "clusters" | "contexts" | "users";

const WHAT: Readonly<Record<Part, string>> = { clusters: "Cluster", contexts: "Context", users: "User" };

export async function currentContext({ io, session }: CommandContext): Promise<void> {
  const { currentContext: name } = session.kubeconfig;
  if (name === "") throw new KubectlError("current-context is not set");
  io.stdout.write(`${name}\n`);
}

export async function useContext(context: CommandContext): Promise<void> {
  const { args, io, session, help } = context;
  const [name] = args;
  if (name === undefined || args.length !== 1) {
    io.stdout.write(help());
    throw new KubectlError(`Unexpected args: [${args.join(" ")}]`);
  }
  if (!session.kubeconfig.contexts.has(name))
    throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`);
  const file = fileToChange(context, (config) => config.currentContext !== "");
  file.config.currentContext = name;
  saveConfig(context, file);
  io.stdout.write(`Switched to context ${JSON.stringify(name)}.\n`);
}

export async function renameContext(context: CommandContext): Promise<void> {
  const { args, io, session, help } = context;
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length !== 2) {
    io.stdout.write(help());
    throw new KubectlError(`Unexpected args: [${args.join(" ")}]`);
  }
  const merged = session.kubeconfig;
  if (!merged.contexts.has(from))
    throw new KubectlError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${defaultPath(context)}`);
  if (merged.contexts.has(to)) {
    throw new KubectlError(
      `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${defaultPath(context)}`,
    );
  }
  const file = fileToChange(context, (config) => config.contexts.has(from));
  file.config.contexts.set(to, file.config.contexts.get(from) ?? {});
  file.config.contexts.delete(from);
  if (file.config.currentContext === from) file.config.currentContext = to;
  saveConfig(context, file);
  io.stdout.write(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
}

/** set-cluster, set-context, set-credentials: what the flags give is merged into the entry. */
export async function setStanza(context: CommandContext, part: Part): Promise<void> {
  const { io } = context;
  const name = stanzaName(context, part);
  const file = fileToChange(context, (config) => config[part].has(name));
  const existed = file.config[part].has(name);
  file.config[part].set(name, { ...file.config[part].get(name), ...given(context, part) });
  saveConfig(context, file);
  if (part === "contexts") io.stdout.write(`Context ${JSON.stringify(name)} ${existed ? "modified" : "created"}.\n`);
  else io.stdout.write(`${WHAT[part]} ${JSON.stringify(name)} set.\n`);
}

function stanzaName(context: CommandContext, part: Part): string {
  const { args, flags, io, session, help } = context;
  const [name] = args;
  if (part === "contexts") {
    if (flags.bool("current")) {
      if (args.length > 0) throw new KubectlError("you cannot specify both a context name and --current");
      const { currentContext: current } = session.kubeconfig;
      if (current === "") throw new KubectlError("no current context is set");
      return current;
    }
    if (name === undefined || name === "")
      throw new KubectlError("you must specify a non-empty context name or --current");
    return name;
  }
  if (name === undefined || args.length !== 1) {
    io.stdout.write(help());
    throw new KubectlError(`Unexpected args: [${args.join(" ")}]`);
  }
  return name;
}

const FIELDS: Readonly<Record<Part, Readonly<Record<string, string>>>> = {
  clusters: {
    server: "server",
    "certificate-authority": "certificate-authority",
    "insecure-skip-tls-verify": "insecure-skip-tls-verify",
    "tls-server-name": "tls-server-name",
    "proxy-url": "proxy-url",
  },
  contexts: { cluster: "cluster", user: "user", namespace: "namespace" },
  users: {
    "client-certificate": "client-certificate",
    "client-key": "client-key",
    token: "token",
    username: "username",
    password: "password",
  },
};

function given({ flags, io }: CommandContext, part: Part): Stanza {
  const stanza: Stanza = {};
  const embed = flags.has("embed-certs") && flags.bool("embed-certs");
  for (const [flag, field] of Object.entries(FIELDS[part])) {
    if (!flags.changed(flag)) continue;
    const value = flags.get(flag);
    if (embed && /certificate|key$/.test(field) && typeof value === "string")
      stanza[`${field}-data`] = base64OfText(io.files.read(value));
    else stanza[field] = value;
  }
  return stanza;
}

export async function setProperty(context: CommandContext): Promise<void> {
  const { args, io, help } = context;
  const [property, value] = args;
  if (property === undefined || value === undefined || args.length !== 2) {
    io.stdout.write(help());
    throw new KubectlError(`Unexpected args: [${args.join(" ")}]`);
  }
  changeProperty(context, property, value);
  io.stdout.write(`Property ${JSON.stringify(property)} set.\n`);
}

export async function unsetProperty(context: CommandContext): Promise<void> {
  const { args, io, help } = context;
  const [property] = args;
  if (property === undefined || args.length !== 1) {
    io.stdout.write(help());
    throw new KubectlError(`Unexpected args: [${args.join(" ")}]`);
  }
  changeProperty(context, property, undefined);
  io.stdout.write(`Property ${JSON.stringify(property)} unset.\n`);
}

function changeProperty(context: CommandContext, property: string, value: string | undefined): void {
  const [part = "", ...rest] = property.split(".");
  const file = fileToChange(context, (config) => holds(config, part, rest));
  const { config } = file;
  if (part === "current-context" && rest.length === 0) config.currentContext = value ?? "";
  else if (part === "clusters" || part === "contexts" || part === "users") changeEntry(config, part, rest, value);
  else throw new KubectlError(`unable to parse ${property}: ${part} is not a valid property`);
  saveConfig(context, file);
}

function holds(config: Kubeconfig, part: string, rest: readonly string[]): boolean {
  if (part === "current-context") return config.currentContext !== "";
  return (
    (part === "clusters" || part === "contexts" || part === "users") &&
    config[part].has(entryName(config, part, rest)[0])
  );
}

// Names may contain dots, so the longest name that is there wins.
function entryName(config: Kubeconfig, part: Part, rest: readonly string[]): [string, readonly string[]] {
  for (let length = rest.length; length > 0; length--) {
    const name = rest.slice(0, length).join(".");
    if (config[part].has(name)) return [name, rest.slice(length)];
  }
  return [rest[0] ?? "", rest.slice(1)];
}

function changeEntry(config: Kubeconfig, part: Part, rest: readonly string[], value: string | undefined): void {
  const [name, path] = entryName(config, part, rest);
  if (path.length === 0) {
    if (value !== undefined) throw new KubectlError("can't set a map to a value");
    config[part].delete(name);
    return;
  }
  const stanza: Stanza = { ...config[part].get(name) };
  let at: Stanza = stanza;
  for (const key of path.slice(0, -1)) {
    const inner = at[key];
    const copy: Stanza = isStanza(inner) ? { ...inner } : {};
    at[key] = copy;
    at = copy;
  }
  const last = path.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value === "true" || value === "false" ? value === "true" : value;
  config[part].set(name, stanza);
}
