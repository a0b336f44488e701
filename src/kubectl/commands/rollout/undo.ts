// Stands for kubectl rollout undo: makes an earlier revision the newest one.

import { deepEqual } from "../../../api/equality.ts";
import type { AnyObject, Deployment, PodTemplateSpec } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { REVISION_ANNOTATION, withoutHash } from "../../deployment-revisions.ts";
import { DescriptionWriter } from "../../describe/description-writer.ts";
import { writePodTemplate } from "../../describe/pod-template.ts";
import { KubectlError } from "../../errors.ts";
import { intFlag } from "../../flags/flag.ts";
import type { Info } from "../../info.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { infoPath, visitInfos, withType } from "../../resource-builder.ts";
import { type Revision, revisionsOf } from "./revisions.ts";
import { noteNothingFound, rolloutTargets, TARGET_FLAGS } from "./targets.ts";

export const command: Command = {
  name: "undo",
  short: "Undo a previous rollout",
  long: "Go back to an earlier revision.",
  examples:
    "# Back to the revision before\nkubectl rollout undo deployment/abc\n\n# Back to revision 3\nkubectl rollout undo daemonset/abc --to-revision=3",
  usage: "undo (TYPE NAME | TYPE/NAME) [flags]",
  flags: [
    DRY_RUN_FLAG,
    ...TARGET_FLAGS,
    ...PRINT_FLAGS,
    intFlag("to-revision", "The revision to go back to; 0 means the one before."),
  ],
  run: undo,
};

// Annotations of a Deployment that belong to it and not to one of its revisions.
const KEPT_ANNOTATIONS: readonly string[] = [
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION_ANNOTATION,
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

async function undo(context: CommandContext): Promise<void> {
  const count = await visitInfos(context.session, rolloutTargets(context), (info) => undoOne(context, info));
  if (count === 0) noteNothingFound(context);
}

async function undoOne(context: CommandContext, info: Info): Promise<void> {
  const { flags, io, session } = context;
  const object = info.object as AnyObject;
  const toRevision = flags.int("to-revision");
  if (toRevision < 0) throw new KubectlError(`unable to find specified revision ${toRevision} in history`);
  const revisions = await revisionsOf(session, object);
  if (revisions === undefined) {
    const { group, kind } = info.resource;
    throw new KubectlError(
      `error retrieving rollbacker for "${kind}", no visitor method exists for {${group} ${kind}}`,
    );
  }
  const dryRun = dryRunOf(flags, io);
  const target = chooseRevision(revisions, toRevision, object);
  const print = (operation: string) => objectPrinter(context, operation, dryRun).print(withType(object, info.resource));
  if (dryRun === "client") return print(describedTemplate(target));
  if (deepEqual(withoutHash(currentTemplate(object)), withoutHash(target.template))) {
    return print(`skipped rollback (current template already matches revision ${target.number})`);
  }
  if (object.kind === "Deployment") {
    if ((object as unknown as Deployment).spec.paused === true) {
      throw new KubectlError(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
      );
    }
    await session.client.patch(infoPath(info), "json", deploymentPatch(object, target), dryRunQuery(dryRun));
  } else {
    const { data } = target.holder as unknown as { data: unknown };
    await session.client.patch(infoPath(info), "strategic", data, dryRunQuery(dryRun));
  }
  print("rolled back");
}

/** The revision asked for, or the one before the newest. */
function chooseRevision(revisions: readonly Revision[], toRevision: number, object: AnyObject): Revision {
  if (toRevision > 0) {
    const found = revisions.find(({ number }) => number === toRevision);
    if (found === undefined) throw new KubectlError(`unable to find specified revision ${toRevision} in history`);
    return found;
  }
  const previous = revisions.at(-2);
  if (previous === undefined) {
    const kind = object.kind === "Deployment" ? `deployment "${object.metadata.name}"` : undefined;
    throw new KubectlError(
      kind === undefined ? "no last revision to roll back to" : `no rollout history found for ${kind}`,
    );
  }
  return previous;
}

function currentTemplate(object: AnyObject): PodTemplateSpec {
  return (object as unknown as Deployment).spec.template;
}

function deploymentPatch(object: AnyObject, { template, holder }: Revision): unknown[] {
  const annotations: Record<string, string> = {};
  for (const key of KEPT_ANNOTATIONS) {
    const value = object.metadata.annotations?.[key];
    if (value !== undefined) annotations[key] = value;
  }
  for (const [key, value] of Object.entries(holder.metadata.annotations ?? {})) {
    if (!KEPT_ANNOTATIONS.includes(key)) annotations[key] = value;
  }
  return [
    { op: "replace", path: "/spec/template", value: withoutHash(template) },
    { op: "replace", path: "/metadata/annotations", value: annotations },
  ];
}

function describedTemplate({ template }: Revision): string {
  const writer = new DescriptionWriter();
  writePodTemplate(writer, template);
  return writer.rawText();
}
