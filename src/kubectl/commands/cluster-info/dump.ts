// Stands for kubectl cluster-info dump: nodes, and per namespace events, workloads and logs, as JSON or YAML.

import type { AnyObject, Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { Command, CommandContext } from "../../command.ts";
import { asError, KubectlError } from "../../errors.ts";
import { durationFlag, stringFlag, stringsFlag } from "../../flags/flag.ts";
import { ALL_NAMESPACES_FLAG } from "../../flags/shared-flags.ts";
import { typedForm } from "../../go-order.ts";
import { plainJsonText, withoutManagedFields, yamlText } from "../../printers/object-text.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";

// In the order in which they are dumped, with the kinds of their lists.
const RESOURCES = [
  ["/api/v1", "events", "EventList", "v1"],
  ["/api/v1", "replicationcontrollers", "ReplicationControllerList", "v1"],
  ["/api/v1", "services", "ServiceList", "v1"],
  ["/apis/apps/v1", "daemonsets", "DaemonSetList", "apps/v1"],
  ["/apis/apps/v1", "deployments", "DeploymentList", "apps/v1"],
  ["/apis/apps/v1", "replicasets", "ReplicaSetList", "apps/v1"],
  ["/api/v1", "pods", "PodList", "v1"],
] as const;

export const command: Command = {
  name: "dump",
  short: "Dump relevant information for debugging and diagnosis",
  long: "Dump what helps to find out what is wrong with a cluster: to stdout, or to files of a directory.",
  examples:
    "# To stdout\nkubectl cluster-info dump\n\n# To files, for all namespaces\nkubectl cluster-info dump --all-namespaces --output-directory=/path/to/cluster-state",
  usage: "dump [flags]",
  flags: [
    ALL_NAMESPACES_FLAG,
    stringsFlag("namespaces", "The namespaces to dump."),
    ...PRINT_FLAGS.filter(({ name }) => name !== "output"),
    stringFlag("output", "Output format: json or yaml.", "json", { shorthand: "o" }),
    stringFlag("output-directory", "Where to write files; empty or '-' for stdout."),
    durationFlag("pod-running-timeout", "How long to wait until a pod is running", 20_000),
  ],
  run: dump,
};

async function dump(context: CommandContext): Promise<void> {
  const { session, flags } = context;
  const output = flags.string("output").toLowerCase();
  if (output === "name") throw new KubectlError("list types are not supported by name printing: *v1.NodeList");
  if (!["json", "yaml"].includes(output)) objectPrinter(context, "");
  const nodes = await session.client.list("/api/v1/nodes");
  write(context, "nodes", { ...nodes, apiVersion: "v1", kind: "NodeList" });
  for (const namespace of await namespacesOf(context)) await dumpNamespace(context, namespace);
  const directory = outputDirectory(context);
  if (directory !== "") context.io.stdout.write(`Cluster info dumped to ${directory}\n`);
}

async function namespacesOf({ flags, session }: CommandContext): Promise<readonly string[]> {
  const given = flags.strings("namespaces");
  if (flags.bool("all-namespaces"))
    return (await session.client.list("/api/v1/namespaces")).items.map(({ metadata }) => metadata.name);
  return given.length > 0 ? given : ["kube-system", session.namespace];
}

async function dumpNamespace(context: CommandContext, namespace: string): Promise<void> {
  let pods: readonly AnyObject[] = [];
  for (const [root, resource, kind, apiVersion] of RESOURCES) {
    const list = await context.session.client.list(`${root}/namespaces/${namespace}/${resource}`);
    if (resource === "pods") pods = list.items;
    write(context, `${namespace}/${resource.replace("replicationcontrollers", "replication-controllers")}`, {
      ...list,
      apiVersion,
      kind,
    });
  }
  for (const pod of pods as unknown as readonly Pod[]) await dumpLogs(context, pod);
}

async function dumpLogs(context: CommandContext, pod: Pod): Promise<void> {
  const { name, namespace = "" } = pod.metadata;
  let text = "";
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const title = `container ${container.name} of pod ${namespace}/${name}`;
    text += `==== START logs for ${title} ====\n`;
    try {
      text += await context.session.client.text(podPath(pod, "log"), { container: container.name });
    } catch (error) {
      text += `Request log error: ${asError(error).message}\n`;
    }
    text += `==== END logs for ${title} ====\n`;
  }
  writeText(context, `${namespace}/${name}/logs.txt`, text);
}

function write(context: CommandContext, name: string, object: AnyObject): void {
  const yaml = context.flags.string("output").toLowerCase() === "yaml";
  const shown = context.flags.bool("show-managed-fields") ? object : withoutManagedFields(object);
  const plain = typedForm(shown as unknown as Record<string, unknown>);
  writeText(context, `${name}.${yaml ? "yaml" : "json"}`, yaml ? yamlText(plain) : plainJsonText(plain));
}

function writeText(context: CommandContext, name: string, text: string): void {
  const directory = outputDirectory(context);
  if (directory === "") {
    context.io.stdout.write(text);
    return;
  }
  const path = `${directory}/${name}`;
  makeFolder(context, path.slice(0, path.lastIndexOf("/")));
  context.io.files.write(path, text);
}

/** With the folders above it, as far as they are not there. */
function makeFolder(context: CommandContext, path: string): void {
  if (path === "" || context.io.files.kind(path) === "directory") return;
  if (path.includes("/")) makeFolder(context, path.slice(0, path.lastIndexOf("/")));
  context.io.files.makeDirectory(path);
}

function outputDirectory({ flags }: CommandContext): string {
  const directory = flags.string("output-directory");
  return directory === "-" ? "" : directory;
}
