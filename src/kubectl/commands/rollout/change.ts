// What pause, resume and restart have in common: one change to each object, sent as a patch.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { Flag } from "../../flags/flag.ts";
import { fieldManagerFlag } from "../../flags/shared-flags.ts";
import type { Info } from "../../info.ts";
import { type Fields, objectPatch } from "../../object-patch.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { infoPath, visitInfos, withType } from "../../resource-builder.ts";
import { groupResourceOf } from "../../rest-mapper.ts";
import { noteNothingFound, rolloutTargets, TARGET_FLAGS } from "./targets.ts";

/** Makes the error for the object at hand: `deployments.apps "web" TEXT`. */
export type Complaint = (text: string) => KubectlError;

export function changeFlags(): Flag[] {
  return [fieldManagerFlag("kubectl-rollout"), ...TARGET_FLAGS, ...PRINT_FLAGS];
}

export async function changeRollouts(
  context: CommandContext,
  operation: string,
  change: (object: AnyObject, complaint: Complaint) => AnyObject,
  /** What is said when that changes nothing. */
  unchanged?: (name: string) => string,
): Promise<void> {
  const printer = objectPrinter(context, operation, "none", true);
  const count = await visitInfos(context.session, rolloutTargets(context), async (info) => {
    const object = info.object as AnyObject;
    const changed = change(object, complaintAbout(info));
    if (unchanged !== undefined && objectPatch(object as Fields, changed as Fields) === undefined)
      throw new KubectlError(unchanged(info.name));
    printer.print(withType(await send(context, info, object, changed), info.resource));
  });
  if (count === 0) noteNothingFound(context);
}

async function send(
  { flags, session }: CommandContext,
  info: Info,
  before: AnyObject,
  after: AnyObject,
): Promise<AnyObject> {
  const patch = objectPatch(before as Fields, after as Fields);
  const resource = `${groupResourceOf(info.resource)} "${info.name}"`;
  if (patch === undefined) return after;
  try {
    return await session.client.patch(infoPath(info), "strategic", patch, {
      fieldManager: flags.string("field-manager"),
    });
  } catch (error) {
    throw new KubectlError(`failed to patch: ${resource}: ${(error as Error).message}`);
  }
}

function complaintAbout(info: Info): Complaint {
  return (text) => new KubectlError(`${groupResourceOf(info.resource)} "${info.name}" ${text}`);
}

/** Throws for a kind that cannot be paused. */
export function pausedOf(object: AnyObject, complaint: Complaint, doing: string): boolean {
  if (object.kind !== "Deployment") throw complaint(`${doing} is not supported`);
  return (object.spec as { paused?: boolean }).paused === true;
}

export function setPaused(object: AnyObject, paused: boolean): AnyObject {
  return { ...object, spec: { ...(object.spec as object), paused } };
}
