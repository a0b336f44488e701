// Server-side apply: the server merges; kubectl only says who applies.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { type DryRun, dryRunQuery } from "../../printers/print-flags.ts";
import { infoPath } from "../../resource-builder.ts";
import { fieldValidation } from "../../validation.ts";
import { writeWarning } from "../../warnings.ts";
import { type Outcome, refuseGeneratedName } from "./client-side.ts";
import { migrate, SERVER_SIDE_MANAGER, warnNotReapplied } from "./migration.ts";

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

export async function applyServerSide(context: CommandContext, info: Info, dryRun: DryRun): Promise<Outcome> {
  const { flags, io } = context;
  const manager = flags.changed("field-manager") ? flags.string("field-manager") : SERVER_SIDE_MANAGER;
  const wanted = info.object as AnyObject;
  refuseGeneratedName(info);
  let object = await send(context, info, wanted, manager, dryRun);
  if (object.metadata.deletionTimestamp !== undefined)
    writeWarning(io, `Detected changes to resource ${info.name} which is currently being deleted.`);
  if (dryRun === "none") {
    const migration = await migrate(context, info, object, manager);
    object = migration.object;
    if (migration.isDone) object = await sendAgain(context, info, wanted, manager, object);
  }
  return { object, operation: "serverside-applied" };
}

/** The same configuration once more: now what it has left out goes. */
async function sendAgain(
  context: CommandContext,
  info: Info,
  wanted: AnyObject,
  manager: string,
  object: AnyObject,
): Promise<AnyObject> {
  try {
    return await send(context, info, wanted, manager, "none");
  } catch (error) {
    warnNotReapplied(context, error);
    return object;
  }
}

async function send(
  { session, flags }: CommandContext,
  info: Info,
  wanted: AnyObject,
  fieldManager: string,
  dryRun: DryRun,
): Promise<AnyObject> {
  const query = {
    fieldManager,
    ...fieldValidation(flags),
    force: String(flags.bool("force-conflicts")),
    ...dryRunQuery(dryRun),
  };
  try {
    return await session.client.patch(infoPath(info, flags.string("subresource")), "apply", wanted, query);
  } catch (error) {
    if (isStatus(error, "Conflict")) throw new KubectlError(`${error.message}\n${CONFLICT_ADVICE}`);
    throw error;
  }
}
