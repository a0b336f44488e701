// Makes a pod on a node, in the node's own namespaces and with its files below /host.

import type { AnyObject, Node, Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { debugContainer, randomSuffix } from "./container.ts";
import type { DebugTarget } from "./session.ts";

export async function debugNode(context: CommandContext, node: Node, words: readonly string[]): Promise<DebugTarget> {
  const { flags, io, session } = context;
  const container = flags.string("container") || "debugger";
  const nodeName = node.metadata.name;
  const name = `node-debugger-${nodeName.slice(0, 63 - "node-debugger-".length - 6)}-${randomSuffix(context)}`;
  const shared = ["legacy", "general", "sysadmin"].includes(flags.string("profile"));
  const seesNode = shared || flags.string("profile") === "netadmin";
  const mounted = {
    ...debugContainer(context, container, words),
    ...(shared ? { volumeMounts: [{ mountPath: "/host", name: "host-root" }] } : {}),
  };
  if (!flags.bool("quiet")) {
    io.stdout.write(`Creating debugging pod ${name} with container ${container} on node ${nodeName}.\n`);
  }
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { labels: { "app.kubernetes.io/managed-by": "kubectl-debug" }, name },
    spec: {
      containers: [withoutPtrace(mounted, flags.string("profile"))],
      ...(seesNode ? { hostNetwork: true, hostPID: true } : {}),
      ...(shared ? { hostIPC: true, volumes: [{ hostPath: { path: "/" }, name: "host-root" }] } : {}),
      nodeName,
      restartPolicy: "Never",
      tolerations: [{ operator: "Exists" }],
    },
  } as unknown as AnyObject;
  const created = await session.client.create(`/api/v1/namespaces/${session.namespace}/pods`, pod);
  return { pod: created as unknown as Pod, container };
}

// On a node the general profile grants no capabilities: the namespaces are shared already.
function withoutPtrace<T extends { securityContext?: unknown }>(container: T, profile: string): T {
  if (profile !== "general") return container;
  const { securityContext: _, ...rest } = container;
  return rest as T;
}
