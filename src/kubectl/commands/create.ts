// Stands for kubectl create: objects from files, or made by one of its generators.

import type { AnyObject } from "../../api/types.ts";
import { RECORD_FLAG, withChangeCause } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, StatusError, usageError, withSource } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles, requireFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags, SELECTOR_FLAG, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { withLastApplied } from "../last-applied.ts";
import {
  DRY_RUN_FLAG,
  type DryRun,
  dryRunOf,
  dryRunQuery,
  objectPrinter,
  PRINT_FLAGS,
} from "../printers/print-flags.ts";
import { sendRaw } from "../raw-request.ts";
import { visitInfos } from "../resource-builder.ts";
import { resourcePath } from "../rest-mapper.ts";
import { fieldValidation, manifestChecks } from "../validation.ts";
import { GENERATORS } from "./create/generators.ts";
import { createMode } from "./edit/edit-modes.ts";
import { editInfos } from "./edit/edit-session.ts";

export const command: Command = {
  name: "create",
  short: "Create a resource from a file or from stdin",
  long: `Create a resource from a file or from stdin.

JSON and YAML formats are accepted.`,
  examples: `# Create a pod from the data in pod.json
kubectl create -f ./pod.json

# Create a pod from JSON passed into stdin
cat pod.json | kubectl create -f -`,
  usage: "create -f FILENAME",
  subcommands: GENERATORS,
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags("to use to create the resource"),
    DRY_RUN_FLAG,
    boolFlag("edit", "Edit the API resource before creating"),
    fieldManagerFlag("kubectl-create"),
    stringFlag("raw", "Raw URI to POST to the server."),
    boolFlag(
      "save-config",
      "If true, the configuration of the current object is saved in its annotation, so that kubectl apply can be used on it in the future.",
    ),
    SELECTOR_FLAG,
    VALIDATE_FLAG,
    boolFlag(
      "windows-line-endings",
      "Only relevant if --edit=true. Defaults to the line ending native to your platform.",
    ),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, path, session, io } = context;
  if (args.length > 0) throw usageError(path, `Unexpected args: [${args.join(" ")}]`);
  requireFiles(flags);
  if (flags.string("raw") !== "") {
    if (flags.bool("edit")) throw new KubectlError("--raw and --edit are mutually exclusive");
    return sendRaw(context, "POST");
  }
  const dryRun = dryRunOf(flags, io);
  const options = { ...namedFiles(flags), labelSelector: flags.string("selector"), ...manifestChecks(flags) };
  const printer = objectPrinter(context, "created", dryRun);
  session.requireClientConfig();
  if (flags.bool("edit")) {
    await visitInfos(session, options, (info) => editInfos(context, createMode, [info]));
    return;
  }
  const count = await visitInfos(session, options, async (info) =>
    printer.print(await createOne(context, info, dryRun)),
  );
  if (count === 0) throw new KubectlError("no objects passed to create");
}

async function createOne(context: CommandContext, info: Info, dryRun: DryRun): Promise<AnyObject> {
  const { flags, session } = context;
  const wanted = withChangeCause(context, info.object as AnyObject);
  const object = flags.bool("save-config") ? withLastApplied(wanted) : wanted;
  if (dryRun === "client") return object;
  const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags), ...dryRunQuery(dryRun) };
  try {
    return await session.client.create(resourcePath(info.resource, info.namespace), withoutVersion(object), query);
  } catch (error) {
    if (error instanceof StatusError) throw withSource(error, "creating", info.source);
    throw error;
  }
}

// A resourceVersion left in a manifest would make the server refuse it.
function withoutVersion(object: AnyObject): AnyObject {
  const { resourceVersion: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata } as AnyObject;
}
