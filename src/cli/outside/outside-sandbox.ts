// A sandbox in front of a cluster outside.

import type { FileTree } from "../../shell/files.ts";
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
}

export async function outsideSandbox(choice: Choice, files: () => FileTree): Promise<SandboxCluster> {
  const context = chooseContext(choice);
  const namespace = choice.namespace ?? context.namespace;
  const what = choice.script === undefined ? "What you type there" : "What the script does";
  const making = choice.namespace === undefined ? [] : [`The namespace ${namespace} is made if it is not there.`];
  await agreeTo({ context, namespace, intents: [...making, `${what} happens there.`] }, choice.yes === true);
  return {
    about: `The cluster at ${context.access.server}, namespace ${namespace}: what you do here happens there.`,
    isOutside: true,
    open: async (_startMs, choices) => {
      const backdrop = await openOutside(context, namespace);
      if (choice.namespace !== undefined && (await findNamespace(backdrop.admin, namespace)) === undefined)
        await makeNamespace(backdrop.admin, namespace);
      return new LearnerWorld(backdrop, { files: files(), ...choices, ports: hostPorts });
    },
  };
}
