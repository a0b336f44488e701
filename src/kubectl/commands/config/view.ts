// config view: the merged kubeconfig, with what is secret left out.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError, usageError } from "../../errors.ts";
import {
  type ConfigOverrides,
  emptyKubeconfig,
  type Kubeconfig,
  kubeconfigDocument,
  type Stanza,
  text,
} from "../../kubeconfig.ts";
import { objectPrinter } from "../../printers/print-flags.ts";
import { flattened } from "./flatten.ts";
import { startingConfig } from "./store.ts";

const HIDDEN: Readonly<Record<string, string>> = {
  "certificate-authority-data": "DATA+OMITTED",
  "client-certificate-data": "DATA+OMITTED",
  "client-key-data": "DATA+OMITTED",
  token: "REDACTED",
  password: "REDACTED",
};

export async function viewConfig(context: CommandContext): Promise<void> {
  const { args, flags, io, session, path } = context;
  if (args.length > 0) throw usageError(path, `unexpected arguments: [${args.join(" ")}]`);
  if (!flags.bool("merge") && session.kubeconfigPath === "")
    throw new KubectlError("if merge==false a precise file must be specified");
  const config = startingConfig(context);
  const shown = flags.bool("minify") ? minified(config, session.overrides) : config;
  const whole = flags.bool("flatten") ? flattened(shown, io) : shown;
  const open = flags.bool("raw") || flags.bool("flatten") ? whole : redacted(whole);
  objectPrinter(context, "", "none", true).print(kubeconfigDocument(open) as unknown as AnyObject);
}

function minified(config: Kubeconfig, overrides: ConfigOverrides): Kubeconfig {
  const name = overrides.context || config.currentContext;
  if (name === "") throw new KubectlError("current-context must exist in order to minify");
  const context = config.contexts.get(name);
  if (context === undefined) throw new KubectlError(`cannot locate context ${name}`);
  const [cluster, user] = [text(context.cluster), text(context.user)];
  if (cluster !== "" && !config.clusters.has(cluster)) throw new KubectlError(`cannot locate cluster ${cluster}`);
  if (user !== "" && !config.users.has(user)) throw new KubectlError(`cannot locate user ${user}`);
  const only = (part: Map<string, Stanza>, key: unknown) => new Map([...part].filter(([each]) => each === key));
  return {
    ...emptyKubeconfig(),
    folders: config.folders,
    clusters: only(config.clusters, context.cluster),
    users: only(config.users, context.user),
    contexts: only(config.contexts, name),
    currentContext: name,
  };
}

function redacted(config: Kubeconfig): Kubeconfig {
  const hide = (part: Map<string, Stanza>) =>
    new Map(
      [...part].map(
        ([name, stanza]) =>
          [
            name,
            Object.fromEntries(Object.entries(stanza).map(([key, value]) => [key, HIDDEN[key] ?? value])),
          ] as const,
      ),
    );
  return { ...config, clusters: hide(config.clusters), users: hide(config.users) };
}
