// Stands for kubectl rollout history.

import type { AnyObject } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { CHANGE_CAUSE_ANNOTATION } from "../../deployment-revisions.ts";
import { DescriptionWriter } from "../../describe/description-writer.ts";
import { writePodTemplate } from "../../describe/pod-template.ts";
import { alignCells } from "../../describe/tab-writer.ts";
import { KubectlError } from "../../errors.ts";
import { intFlag } from "../../flags/flag.ts";
import type { Info } from "../../info.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { infoName, visitInfos } from "../../resource-builder.ts";
import type { Resource } from "../../rest-mapper.ts";
import { type Revision, revisionsOf } from "./revisions.ts";
import { groupKindOf, noteNothingFound, rolloutTargets, TARGET_FLAGS } from "./targets.ts";

export const command: Command = {
  name: "history",
  short: "View rollout history",
  long: "Show the earlier revisions of a workload and how they came about.",
  examples:
    "# All revisions\nkubectl rollout history deployment/abc\n\n# One of them in detail\nkubectl rollout history daemonset/abc --revision=3",
  usage: "history (TYPE NAME | TYPE/NAME) [flags]",
  flags: [
    ...TARGET_FLAGS,
    ...PRINT_FLAGS,
    intFlag("revision", "Show the details of this revision, with its pod template."),
  ],
  run: history,
};

async function history(context: CommandContext): Promise<void> {
  const revision = context.flags.int("revision");
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`);
  const count = await visitInfos(context.session, rolloutTargets(context), (info) => show(context, info, revision));
  if (count === 0) noteNothingFound(context);
}

async function show(context: CommandContext, info: Info, wanted: number): Promise<void> {
  const { flags, io, session } = context;
  const object = info.object as AnyObject;
  const revisions = await revisionsOf(session, object);
  if (revisions === undefined) throw withoutHistory(info.resource);
  if (flags.string("output") !== "") {
    const printer = objectPrinter(context, "");
    const shown = wanted > 0 ? [found(revisions, wanted)] : revisions;
    for (const { holder } of shown) printer.print(typed(holder, object));
    return;
  }
  if (wanted > 0 && revisions.length > 0) {
    const revision = found(revisions, wanted);
    io.stdout.write(`${infoName(info)} with revision #${wanted}\n${describeRevision(revision, object)}\n`);
    return;
  }
  if (revisions.length === 0) {
    const title = wanted > 0 ? `with revision #${wanted}` : "";
    io.stdout.write(`${infoName(info)} ${title}\nNo rollout history found.\n`);
    return;
  }
  const rows = revisions.map(({ number, changeCause }) => `${number}\t${changeCause || "<none>"}`);
  io.stdout.write(`${infoName(info)} \n${alignCells(["REVISION\tCHANGE-CAUSE", ...rows].join("\n"))}\n\n`);
}

// kubectl knows of these that they run pods; of other kinds it knows nothing.
const RUN_PODS: readonly string[] = ["CronJob.batch", "Job.batch", "Pod", "ReplicaSet.apps", "ReplicationController"];

function withoutHistory(resource: Resource): KubectlError {
  const name = groupKindOf(resource);
  if (RUN_PODS.includes(name)) return new KubectlError(`no history viewer has been implemented for "${name}"`);
  const { group, kind } = resource;
  return new KubectlError(`error retrieving history for "${name}", no visitor method exists for {${group} ${kind}}`);
}

function found(revisions: readonly Revision[], wanted: number): Revision {
  const revision = revisions.find(({ number }) => number === wanted);
  if (revision === undefined) throw new KubectlError("unable to find the specified revision");
  return revision;
}

function describeRevision({ template, changeCause }: Revision, owner: AnyObject): string {
  const writer = new DescriptionWriter();
  const ofDeployment = owner.kind === "Deployment";
  // A Deployment's change-cause is shown among the annotations of the template.
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE_ANNOTATION]: changeCause };
  const shown =
    ofDeployment && changeCause !== "" ? { ...template, metadata: { ...template.metadata, annotations } } : template;
  writePodTemplate(writer, shown);
  return writer.rawText();
}

function typed(holder: AnyObject, owner: AnyObject): AnyObject {
  return { ...holder, apiVersion: "apps/v1", kind: owner.kind === "Deployment" ? "ReplicaSet" : "ControllerRevision" };
}
