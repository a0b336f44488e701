// Stands for kubectl top node.

import { parseQuantity, quantityMilliValue, quantityValue, ZERO_QUANTITY } from "../../../api/quantity.ts";
import type { Node } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { compareText } from "../../describe/values.ts";
import { KubectlError, usageError } from "../../errors.ts";
import { boolFlag, stringFlag } from "../../flags/flag.ts";
import { SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import { readerOf } from "../../object-reader.ts";
import { TableWriter } from "../../printers/table-writer.ts";
import {
  byUsage,
  checkSortBy,
  formatCpu,
  formatMemory,
  METRICS_ROOT,
  type NodeMetrics,
  requireMetricsApi,
  type Usage,
  usageOf,
} from "./metrics.ts";

const TITLES = ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"];
const UNKNOWN = "<unknown>";
const USAGE = "node [NAME | -l label]";

export const command: Command = {
  name: "node",
  aliases: ["nodes", "no"],
  short: "Display resource (CPU/memory) usage of nodes",
  long: "Show how much CPU and memory nodes use.",
  examples: "# All nodes\nkubectl top node\n\n# One node\nkubectl top node NODE_NAME",
  usage: USAGE,
  flags: [
    boolFlag("no-headers", "Print no header."),
    SELECTOR_FLAG,
    boolFlag("show-capacity", "Take percentages of the capacity instead of what is allocatable."),
    stringFlag("sort-by", "Sort by 'cpu' or 'memory'."),
    boolFlag("use-protocol-buffers", "Use protocol buffers to read metrics.", true),
  ],
  run: topNodes,
};

async function topNodes(context: CommandContext): Promise<void> {
  const { args, flags, io, path, session } = context;
  const sortBy = flags.string("sort-by");
  const [name] = args;
  const labelSelector = flags.string("selector");
  if (args.length > 1) throw usageError(path, USAGE);
  if (name !== undefined && labelSelector !== "")
    throw new KubectlError("only one of NAME or --selector can be provided");
  checkSortBy(sortBy);
  session.requireClientConfig();
  await requireMetricsApi(session);
  const reader = readerOf(session.client);
  const query = labelSelector === "" ? {} : { labelSelector };
  const metrics =
    name === undefined
      ? await reader.list<NodeMetrics>(`${METRICS_ROOT}/nodes`, query)
      : [await reader.get<NodeMetrics>(`${METRICS_ROOT}/nodes/${name}`)];
  if (metrics.length === 0) throw new KubectlError("metrics not available yet");
  const nodes =
    name === undefined
      ? await reader.list<Node>("/api/v1/nodes", query)
      : [await reader.get<Node>(`/api/v1/nodes/${name}`)];
  const used = metrics.map((each) => ({ name: each.metadata.name, usage: usageOf(each.usage) }));
  const order = byUsage(sortBy);
  const sorted = used.sort((a, b) => order(a.usage, b.usage) || compareText(a.name, b.name));
  const rows = sorted.map((each) =>
    rowOf(
      each,
      nodes.find(({ metadata }) => metadata.name === each.name),
      flags.bool("show-capacity"),
    ),
  );
  const silent = nodes.filter(({ metadata }) => !used.some((each) => each.name === metadata.name));
  const header = flags.bool("no-headers") ? [] : [TITLES];
  const unknown = silent.map(({ metadata }) => [metadata.name, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
  const writer = new TableWriter(io.stdout, header.length > 0);
  writer.write([...header, ...rows, ...unknown].map((row) => [...row, ""]));
}

function rowOf({ name, usage }: { name: string; usage: Usage }, node: Node | undefined, ofCapacity: boolean): string[] {
  const available = (ofCapacity ? node?.status?.capacity : node?.status?.allocatable) ?? {};
  const amount = (resource: string) => parseQuantity(available[resource] ?? "0") ?? ZERO_QUANTITY;
  const percent = (used: number, all: number) => (all === 0 ? UNKNOWN : `${Math.trunc((used / all) * 100)}%`);
  const cpu = percent(quantityMilliValue(usage.cpu), quantityMilliValue(amount("cpu")));
  const memory = percent(quantityValue(usage.memory), quantityValue(amount("memory")));
  return [name, formatCpu(usage), cpu, formatMemory(usage), memory];
}
