// Stands for kubectl drain: cordons nodes, then evicts their pods and waits until they are gone.

import { parseLabelSelector } from "../../api/selector.ts";
import { ApiError } from "../../api/status.ts";
import type { Command, CommandContext } from "../command.ts";
import { asError, KubectlError, standardText } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { CommandError } from "../io.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunSuffix } from "../printers/print-flags.ts";
import { podsToRemove } from "./drain/candidates.ts";
import { cordonNodes, namedNodes } from "./drain/cordon.ts";
import { DrainFailure } from "./drain/failure.ts";
import { removePods } from "./drain/removal.ts";

export const command: Command = {
  name: "drain",
  short: "Drain node in preparation for maintenance",
  long: "Prepare a node for maintenance: it is cordoned and its pods are evicted, within what PodDisruptionBudgets allow.\n\n Pods of DaemonSets stay (--ignore-daemonsets); pods without a controller are lost (--force), and so is what emptyDir volumes hold (--delete-emptydir-data).",
  examples:
    '# Drain node "foo", with its pods that nobody controls\nkubectl drain foo --force\n\n# Give pods 15 minutes to end\nkubectl drain foo --grace-period=900',
  usage: "drain NODE",
  flags: [
    intFlag("chunk-size", "Ask for large lists in pieces of this size; 0 asks for all at once.", 500),
    boolFlag("delete-emptydir-data", "Go on even if pods use emptyDir: their data is lost."),
    boolFlag("disable-eviction", "Delete instead of evicting: PodDisruptionBudgets are then not checked."),
    DRY_RUN_FLAG,
    boolFlag("force", "Go on even if pods have no controller."),
    intFlag("grace-period", "Seconds for each pod to end; negative means what the pod says.", -1),
    boolFlag("ignore-daemonsets", "Ignore pods of DaemonSets."),
    stringFlag("pod-selector", "Only the pods whose labels match."),
    SELECTOR_FLAG,
    intFlag(
      "skip-wait-for-delete-timeout",
      "Do not wait for pods that have been ending for longer than this many seconds.",
    ),
    durationFlag("timeout", "How long to wait before giving up; 0 means without end."),
  ],
  run: drain,
};

async function drain(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  checkPodSelector(flags.string("pod-selector"));
  const nodes = await namedNodes(context);
  await cordonNodes(context, nodes, true);
  const dryRun = dryRunOf(flags, io);
  const drained = new Set<string>();
  const reasons: string[] = [];
  for (const node of nodes) {
    try {
      await drainNode(context, node);
      drained.add(node.name);
      io.stdout.write(`node/${node.name} drained${dryRunSuffix(dryRun)}\n`);
    } catch (error) {
      const failure = asError(error);
      reasons.push(...(failure instanceof DrainFailure ? failure.reasons : [standardText(failure)]));
      io.stderr.write(
        `error: unable to drain node "${node.name}" due to error: ${failure.message}, continuing command...\n`,
      );
    }
  }
  const left = nodes.filter(({ name }) => !drained.has(name));
  if (left.length === 0) return;
  io.stderr.write(`There are pending nodes to be drained:\n${left.map(({ name }) => ` ${name}\n`).join("")}`);
  throw new CommandError(reasons.map((reason) => `${reason}\n`).join(""));
}

function checkPodSelector(selector: string): void {
  try {
    parseLabelSelector(selector);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new KubectlError("--pod-selector=<pod_selector> must be a valid label selector");
  }
}

async function drainNode(context: CommandContext, node: Info): Promise<void> {
  const { pods, warning } = await podsToRemove(context, node.name);
  if (warning !== "") context.io.stderr.write(`Warning: ${warning}\n`);
  await removePods(context, node.name, pods);
}
