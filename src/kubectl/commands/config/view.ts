// config view: the merged kubeconfig, with what is secret left out.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { activeContext, emptyKubeconfig, type Kubeconfig, kubeconfigDocument, type Stanza } from "../../kubeconfig.ts";
import { objectPrinter } from "../../printers/print-flags.ts";
import { flattened } from "./flatten.ts";

const HIDDEN: Readonly<Record<string, string>> = {
  "certificate-authority-data": "DATA+OMITTED",
  "client-certificate-data": "DATA+OMITTED",
  "client-key-data": "DATA+OMITTED",
  token: "REDACTED",
  password: "REDACTED",
};

export async function viewConfig(context: CommandContext): Promise<void> {
  const { flags, io, session } = context;
  const shown = flags.bool("minify") ? minified(context) : session.kubeconfig;
  const whole = flags.bool("flatten") ? flattened(shown, io) : shown;
  const open = flags.bool("raw") || flags.bool("flatten") ? whole : redacted(whole);
  objectPrinter(context, "").print(kubeconfigDocument(open) as unknown as AnyObject);
}

function minified({ session }: CommandContext): Kubeconfig {
  const config = session.kubeconfig;
  const name = session.overrides.context || config.currentContext;
  const context = activeContext(config, session.overrides);
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
