// Stands for kubectl top pod.

import { formatDuration } from "../../../api/duration.ts";
import type { Query } from "../../../api/request.ts";
import type { Pod } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { compareText } from "../../describe/values.ts";
import { KubectlError, usageError } from "../../errors.ts";
import { boolFlag, stringFlag } from "../../flags/flag.ts";
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import { readerOf } from "../../object-reader.ts";
import { TableWriter } from "../../printers/table-writer.ts";
import {
  byUsage,
  checkSortBy,
  formatCpu,
  formatMemory,
  METRICS_ROOT,
  type PodMetrics,
  requireMetricsApi,
  sumOf,
  type Usage,
  usageOf,
} from "./metrics.ts";

// A pod that has just started has no metrics; one that is older should have.
const PATIENCE_MS = 2 * 60_000;
const USAGE = "pod [NAME | -l label]";

export const command: Command = {
  name: "pod",
  aliases: ["pods", "po"],
  short: "Display resource (CPU/memory) usage of pods",
  long: "Show how much CPU and memory pods use. Metrics of a new pod take some minutes.",
  examples:
    "# All pods of the namespace\nkubectl top pod\n\n# One pod with its containers\nkubectl top pod POD_NAME --containers",
  usage: USAGE,
  flags: [
    ALL_NAMESPACES_FLAG,
    boolFlag("containers", "Show each container."),
    FIELD_SELECTOR_FLAG,
    boolFlag("no-headers", "Print no header."),
    SELECTOR_FLAG,
    stringFlag("sort-by", "Sort by 'cpu' or 'memory'."),
    boolFlag("sum", "Show the sum."),
    boolFlag("use-protocol-buffers", "Use protocol buffers to read metrics.", true),
  ],
  run: topPods,
};

async function topPods(context: CommandContext): Promise<void> {
  const { args, flags, io, path, session } = context;
  const sortBy = flags.string("sort-by");
  const [name] = args;
  if (args.length > 1) throw usageError(path, USAGE);
  const selecting = flags.string("selector") !== "" || flags.string("field-selector") !== "";
  if (name !== undefined && selecting) throw new KubectlError("only one of NAME or selector can be provided");
  checkSortBy(sortBy);
  await requireMetricsApi(session);
  const metrics = await readMetrics(context, name);
  if (metrics.length === 0) return explainAbsence(context);
  const pods = metrics.map((each) => ({
    metrics: each,
    usage: sumOf(each.containers.map(({ usage }) => usageOf(usage))),
  }));
  const order = byUsage(sortBy);
  const key = ({ metadata }: PodMetrics) => `${metadata.namespace ?? ""}/${metadata.name}`;
  pods.sort((a, b) => order(a.usage, b.usage) || compareText(key(a.metrics), key(b.metrics)));
  const rows = pods.flatMap(({ metrics: each, usage }) => rowsOf(context, each, usage));
  const header = flags.bool("no-headers") ? [] : [titles(context)];
  const sum = flags.bool("sum") ? sumRows(context, sumOf(pods.map(({ usage }) => usage))) : [];
  const writer = new TableWriter(io.stdout, header.length > 0);
  writer.write([...header, ...rows, ...sum].map((row) => [...row, ""]));
}

async function readMetrics(
  { flags, session }: CommandContext,
  name: string | undefined,
): Promise<readonly PodMetrics[]> {
  const reader = readerOf(session.client);
  const path = flags.bool("all-namespaces")
    ? `${METRICS_ROOT}/pods`
    : `${METRICS_ROOT}/namespaces/${session.namespace}/pods`;
  if (name !== undefined) return [await reader.get<PodMetrics>(`${path}/${name}`)];
  return reader.list<PodMetrics>(path, selectorsOf(flags));
}

function selectorsOf(flags: CommandContext["flags"]): Query {
  const [labelSelector, fieldSelector] = [flags.string("selector"), flags.string("field-selector")];
  return {
    ...(labelSelector === "" ? {} : { labelSelector }),
    ...(fieldSelector === "" ? {} : { fieldSelector }),
  };
}

/** Why there are no metrics: no pods, or pods that are too new or older than they should be. */
async function explainAbsence({ flags, io, session }: CommandContext): Promise<void> {
  // kubectl looks in the namespace of its context even when it was asked about all of them.
  const path = `/api/v1/namespaces/${session.namespace}/pods`;
  const pods = await readerOf(session.client).list<Pod>(path, selectorsOf(flags));
  if (pods.length === 0) {
    const where = flags.bool("all-namespaces") ? "" : ` in ${session.namespace} namespace.`;
    io.stderr.write(`No resources found${where}\n`);
    return;
  }
  const ageOf = ({ metadata }: Pod): number => io.now() - Date.parse(metadata.creationTimestamp);
  const late = pods.find((pod) => ageOf(pod) > PATIENCE_MS);
  if (late === undefined) throw new KubectlError("metrics not available yet");
  const { name, namespace = "" } = late.metadata;
  const age = formatDuration(ageOf(late));
  throw new KubectlError(`Metrics not available for pod ${namespace}/${name}, age: ${age}`);
}

function titles({ flags }: CommandContext): string[] {
  const namespace = flags.bool("all-namespaces") ? ["NAMESPACE"] : [];
  const names = flags.bool("containers") ? ["POD", "NAME"] : ["NAME"];
  return [...namespace, ...names, "CPU(cores)", "MEMORY(bytes)"];
}

function rowsOf({ flags }: CommandContext, { metadata, containers }: PodMetrics, total: Usage): string[][] {
  const namespace = flags.bool("all-namespaces") ? [metadata.namespace ?? ""] : [];
  if (!flags.bool("containers")) return [[...namespace, metadata.name, formatCpu(total), formatMemory(total)]];
  const order = byUsage(flags.string("sort-by"));
  return containers
    .map(({ name, usage }) => ({ name, usage: usageOf(usage) }))
    .sort((a, b) => order(a.usage, b.usage) || compareText(a.name, b.name))
    .map(({ name, usage }) => [...namespace, metadata.name, name, formatCpu(usage), formatMemory(usage)]);
}

function sumRows({ flags }: CommandContext, total: Usage): string[][] {
  const isSet = (name: string): number => (flags.bool(name) && !flags.bool("no-headers") ? 1 : 0);
  // kubectl counts its columns while it prints their titles; without titles it forgets the optional ones.
  const lead = Array.from({ length: 1 + isSet("all-namespaces") + isSet("containers") }, () => "");
  return [
    [...lead, "________", "________"],
    [...lead, formatCpu(total), formatMemory(total)],
  ];
}
