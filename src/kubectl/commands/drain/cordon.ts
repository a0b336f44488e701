// Marks nodes so that the scheduler passes them by, or no longer does.

import type { Node } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { throwAll, usageError } from "../../errors.ts";
import type { Flag } from "../../flags/flag.ts";
import { SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import type { Info } from "../../info.ts";
import { DRY_RUN_FLAG, type DryRun, dryRunOf, dryRunQuery, dryRunSuffix } from "../../printers/print-flags.ts";
import { asTuples } from "../../resource-arguments.ts";
import { collectWithErrors, infoPath } from "../../resource-builder.ts";

export function cordonFlags(): Flag[] {
  return [DRY_RUN_FLAG, SELECTOR_FLAG];
}

/** The nodes that arguments or a selector name; throws when one cannot be had, before anything is done to the others. */
export async function namedNodes({ args, flags, path, session }: CommandContext): Promise<Info[]> {
  const labelSelector = flags.string("selector");
  if (args.length > 0 && labelSelector !== "")
    throw usageError(path, "error: cannot specify both a node name and a --selector option");
  if (args.length === 0 && labelSelector === "") {
    throw usageError(path, `USAGE: ${path.split(" ").at(-1)} NODE [flags]`);
  }
  session.requireClientConfig();
  const named = args.length > 0 ? asTuples("nodes", args) : ["nodes"];
  const { infos, errors } = await collectWithErrors(session, { args: named, labelSelector, latest: true });
  // The first node that is not there ends it.
  throwAll(errors.slice(0, 1));
  return infos;
}

export async function setUnschedulable(context: CommandContext, unschedulable: boolean): Promise<void> {
  await cordonNodes(context, await namedNodes(context), unschedulable);
}

export async function cordonNodes(
  context: CommandContext,
  nodes: readonly Info[],
  unschedulable: boolean,
): Promise<void> {
  const dryRun = dryRunOf(context.flags, context.io);
  const verb = unschedulable ? "cordoned" : "uncordoned";
  for (const info of nodes) {
    const isSo = (info.object as unknown as Node).spec?.unschedulable === true;
    if (isSo !== unschedulable) await patchNode(context, info, unschedulable, dryRun);
    const text = isSo === unschedulable ? `already ${verb}` : verb;
    context.io.stdout.write(`node/${info.name} ${text}${dryRunSuffix(dryRun)}\n`);
  }
}

async function patchNode(
  { session }: CommandContext,
  info: Info,
  unschedulable: boolean,
  dryRun: DryRun,
): Promise<void> {
  if (dryRun === "client") return;
  const spec = { unschedulable: unschedulable ? true : null };
  await session.client.patch(infoPath(info), "strategic", { spec }, dryRunQuery(dryRun));
}
