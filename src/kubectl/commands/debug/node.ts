// Makes a pod on a node, in the node's own namespaces and with its files below /host.

import type { AnyObject, Draft, Node, Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { debugContainer, randomSuffix } from "./container.ts";
import { customised } from "./custom.ts";
import { openNode, secureContainer } from "./profile.ts";
import type { DebugTarget } from "./session.ts";

export async function debugNode(context: CommandContext, node: Node, words: readonly string[]): Promise<DebugTarget> {
  const { flags, io, session } = context;
  const container = flags.string("container") || "debugger";
  const nodeName = node.metadata.name;
  const name = `node-debugger-${nodeName.slice(0, 63 - "node-debugger-".length - 6)}-${randomSuffix(context)}`;
  const profile = flags.string("profile");
  const added = debugContainer(context, container, words);
  if (!flags.bool("quiet")) {
    io.stdout.write(`Creating debugging pod ${name} with container ${container} on node ${nodeName}.\n`);
  }
  const spec: Draft<Pod["spec"]> = {
    containers: [],
    nodeName,
    restartPolicy: "Never",
    tolerations: [{ operator: "Exists" }],
  };
  openNode(spec, added, profile);
  secureContainer(added, profile, true);
  spec.containers = [await customised(context, added)];
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec } as unknown as AnyObject;
  const created = await session.client.create(`/api/v1/namespaces/${session.namespace}/pods`, pod);
  return { pod: created as unknown as Pod, container };
}
