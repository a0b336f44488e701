// Stands for kubectl expose: makes a Service for what a workload, a pod or another Service selects.

import { goQuote } from "../../api/go-values.ts";
import type { AnyObject } from "../../api/types.ts";
import { RECORD_FLAG, withChangeCause } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { withSavedConfig } from "../last-applied.ts";
import { OVERRIDE_FLAGS, overridden } from "../overrides.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { visitInfos } from "../resource-builder.ts";
import { exposedLabels, exposedPorts, exposedSelector } from "./expose/exposed.ts";
import { parseLabels } from "./run/generate.ts";

export const command: Command = {
  name: "expose",
  short: "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
  long: "Make a service for the pods of a deployment, service, replica set, replication controller, or for one pod.\n\n Possible resources include (case insensitive):\n\n pod (po), service (svc), replicationcontroller (rc), deployment (deploy), replicaset (rs)",
  examples:
    "# A service for a deployment, which serves port 80 and connects to port 8000 of the containers\nkubectl expose deployment nginx --port=80 --target-port=8000\n\n# A service for a pod\nkubectl expose pod valid-pod --port=444 --name=frontend",
  usage:
    "expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]",
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    stringFlag("cluster-ip", "The ClusterIP of the service; 'None' for a headless one, empty for one that is chosen."),
    DRY_RUN_FLAG,
    stringFlag("external-ip", "Another IP address (not managed by Kubernetes) that the service accepts."),
    fieldManagerFlag("kubectl-expose"),
    ...filenameFlags("identifying the resource to expose a service"),
    stringFlag("labels", "Labels of the service.", "", { shorthand: "l" }),
    stringFlag("load-balancer-ip", "The IP of the load balancer; empty for one that is chosen."),
    stringFlag("name", "The name of the service."),
    ...OVERRIDE_FLAGS,
    stringFlag("port", "The port that the service serves on; copied from the resource when not given."),
    stringFlag("protocol", "The network protocol of the service. Default is 'TCP'."),
    boolFlag("save-config", "Keep the configuration in an annotation, for kubectl apply."),
    stringFlag("selector", "The labels that the service selects; copied from the resource when not given."),
    stringFlag("session-affinity", "'None' or 'ClientIP'."),
    stringFlag("target-port", "Name or number of the port of the containers."),
    stringFlag("type", "ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'."),
  ],
  run: expose,
};

async function expose(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  const dryRun = dryRunOf(flags, io);
  const printer = objectPrinter(context, "exposed", dryRun, dryRun === "client");
  session.requireClientConfig();
  const options = {
    args,
    ...namedFiles(flags),
    latest: true,
    typed: true,
  };
  await visitInfos(session, options, async (info) => {
    const made = withChangeCause(context, overridden(generateService(context, info), flags));
    if (dryRun === "client") return printer.print(made);
    const service = flags.bool("save-config") ? withSavedConfig(made) : made;
    const query = { ...dryRunQuery(dryRun), fieldManager: flags.string("field-manager") };
    const namespace = service.metadata.namespace || info.namespace;
    printer.print(await session.client.create(`/api/v1/namespaces/${namespace}/services`, service, query));
  });
}

function generateService({ flags, session }: CommandContext, info: Info): AnyObject {
  const object = info.object as AnyObject;
  const selector =
    flags.string("selector") === "" ? exposedSelector(object, info.resource) : parseLabels(flags.string("selector"));
  const name = flags.string("name") || info.name.slice(0, 63);
  const labels = flags.string("labels") === "" ? exposedLabels(object) : parseLabels(flags.string("labels"));
  const ports = servicePorts({ flags }, object);
  const set = (field: string, value: unknown) => (value === "" || value === undefined ? {} : { [field]: value });
  const externalIP = flags.string("external-ip");
  const spec = {
    ...(ports.length === 0 ? {} : { ports }),
    selector,
    ...set("clusterIP", flags.string("cluster-ip")),
    ...set("type", flags.string("type")),
    ...(externalIP === "" ? {} : { externalIPs: [externalIP] }),
    ...set("sessionAffinity", affinity(flags.string("session-affinity"))),
    ...(flags.string("type") === "LoadBalancer" ? set("loadBalancerIP", flags.string("load-balancer-ip")) : {}),
  };
  const metadata = {
    name,
    ...(session.namespaceGiven ? { namespace: info.namespace } : {}),
    creationTimestamp: null,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  };
  return { kind: "Service", apiVersion: "v1", metadata, spec, status: { loadBalancer: {} } } as unknown as AnyObject;
}

function servicePorts({ flags }: Pick<CommandContext, "flags">, object: AnyObject): object[] {
  const given = flags.string("port");
  const found = exposedPorts(object);
  const numbers = given === "" ? found.map(({ port }) => port) : given.split(",").map(parseServicePort);
  if (numbers.length === 0) {
    if (flags.string("cluster-ip") === "None") return [];
    throw new KubectlError("couldn't find port via --port flag or introspection");
  }
  const target = flags.string("target-port");
  return numbers.map((port, index) => {
    const protocol = flags.string("protocol") || (found.find((each) => each.port === port)?.protocol ?? "TCP");
    const targetPort = target === "" ? port : /^\d+$/.test(target) ? Number(target) : target;
    return { ...(numbers.length > 1 ? { name: `port-${index + 1}` } : {}), protocol, port, targetPort };
  });
}

function parseServicePort(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new KubectlError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
}

function affinity(text: string): string {
  if (["", "None", "ClientIP"].includes(text)) return text;
  throw new KubectlError(`unknown session affinity: ${text}`);
}
