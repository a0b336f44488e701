// A sandbox in front of a cluster outside.

import type { FileTree } from "../../shell/files.ts";
import { english, type Texts } from "../../tutor/language/english.ts";
import { hostPorts } from "../local-ports.ts";
import type { SandboxCluster } from "../sandbox-cluster.ts";
import { LearnerWorld } from "../world.ts";
import { type ContextChoice, chooseContext } from "./chosen-context.ts";
import { agreeTo } from "./consent.ts";
import { findNamespace, makeNamespace } from "./namespaces.ts";
import { openOutside } from "./outside-cluster.ts";

interface Choice extends ContextChoice {
  readonly namespace?: string;
  readonly yes?: boolean;
  readonly script?: string;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

export async function outsideSandbox(choice: Choice, files: () => FileTree): Promise<SandboxCluster> {
  const context = chooseContext(choice);
  const namespace = choice.namespace ?? context.namespace;
  const { texts = english } = choice;
  const { outside: says } = texts;
  const what = choice.script === undefined ? says.typedIntent : says.scriptIntent;
  const making = choice.namespace === undefined ? [] : [says.namespaceIntent(namespace)];
  await agreeTo({ context, namespace, intents: [...making, what], texts }, choice.yes === true);
  return {
    about: says.sandbox(context.access.server, namespace),
    isOutside: true,
    open: async (_startMs, choices) => {
      const backdrop = await openOutside(context, namespace);
      if (choice.namespace !== undefined && (await findNamespace(backdrop.admin, namespace)) === undefined)
        await makeNamespace(backdrop.admin, namespace);
      return new LearnerWorld(backdrop, { files: files(), ...choices, ports: hostPorts });
    },
  };
}
