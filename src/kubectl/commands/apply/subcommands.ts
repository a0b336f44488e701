// Stands for kubectl apply view-last-applied, set-last-applied and edit-last-applied.

import type { AnyObject } from "../../../api/types.ts";
import { RECORD_FLAG } from "../../change-cause.ts";
import { type CommandContext, type LazyCommand, loaded } from "../../command.ts";
import { isStatus, KubectlError, usageError, withSource } from "../../errors.ts";
import { boolFlag, stringFlag } from "../../flags/flag.ts";
import { namedFiles } from "../../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags, SELECTOR_FLAG, VALIDATE_FLAG } from "../../flags/shared-flags.ts";
import { goJson } from "../../go-json.ts";
import type { Info } from "../../info.ts";
import { LAST_APPLIED, lastAppliedOf } from "../../last-applied.ts";
import { sortedKeys, yamlText } from "../../printers/object-text.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { collectInfos, infoPath, visitInfos } from "../../resource-builder.ts";
import { MISSING_RESOURCE } from "../../targets.ts";
import { annotationMode } from "../edit/edit-modes.ts";
import { editInfos } from "../edit/edit-session.ts";
import { infoText } from "./client-side.ts";

export const APPLY_SUBCOMMANDS: readonly LazyCommand[] = [
  loaded({
    name: "edit-last-applied",
    short: "Edit latest last-applied-configuration annotations of a resource/object",
    long: `Edit the latest last-applied-configuration annotations of resources from the default editor.

Only the annotations are changed, not what they describe: the next apply compares with what you leave there.`,
    examples: `# Edit the last-applied-configuration annotations by type/name in YAML
kubectl apply edit-last-applied deployment/web`,
    usage: "edit-last-applied (RESOURCE/NAME | -f FILENAME)",
    flags: [
      RECORD_FLAG,
      ...PRINT_FLAGS,
      ...filenameFlags("to use to edit the resource"),
      fieldManagerFlag("kubectl-client-side-apply"),
      VALIDATE_FLAG,
      boolFlag("windows-line-endings", "Defaults to the line ending native to your platform."),
    ],
    run: editLastApplied,
  }),
  loaded({
    name: "set-last-applied",
    short: "Set the last-applied-configuration annotation on a live object to match the contents of a file",
    long: `Set the latest last-applied-configuration annotations by setting it to match the contents of a file. The annotation becomes as if 'kubectl apply -f<file>' had been run, without updating any other part of the object.`,
    examples: `# Set the last-applied-configuration of a resource to match the contents of a file
kubectl apply set-last-applied -f deploy.yaml`,
    usage: "set-last-applied -f FILENAME",
    flags: [
      ...PRINT_FLAGS,
      ...filenameFlags("that contains the last-applied-configuration annotations").slice(0, 1),
      DRY_RUN_FLAG,
      boolFlag(
        "create-annotation",
        "Will create 'last-applied-configuration' annotations if current objects doesn't have one",
      ),
    ],
    run: setLastApplied,
  }),
  loaded({
    name: "view-last-applied",
    short: "View the latest last-applied-configuration annotations of a resource/object",
    long: `View the latest last-applied-configuration annotations by type/name or file.

The default output will be printed to stdout in YAML format. You can use the -o option to change the output format.`,
    examples: `# View the last-applied-configuration annotations by type/name in YAML
kubectl apply view-last-applied deployment/web`,
    usage: "view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)",
    flags: [
      ...filenameFlags("that contains the last-applied-configuration annotations"),
      SELECTOR_FLAG,
      boolFlag("all", "Select all resources in the namespace of the specified resource types"),
      stringFlag("output", "Output format. Must be one of (yaml, json)", "yaml", { shorthand: "o" }),
    ],
    run: viewLastApplied,
  }),
];

async function editLastApplied(context: CommandContext): Promise<void> {
  const { args, flags, session } = context;
  const options = {
    args,
    ...namedFiles(flags),
    allowEmptySelector: true,
    latest: true,
  };
  const applied: Info[] = [];
  for (const info of await collectInfos(session, options)) {
    const text = lastAppliedOf(info.object as AnyObject);
    if (text !== undefined) applied.push({ ...info, object: JSON.parse(text) as AnyObject });
  }
  if (applied.length === 0) {
    throw new KubectlError(
      "no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`",
    );
  }
  await editInfos(context, annotationMode, applied);
}

async function setLastApplied(context: CommandContext): Promise<void> {
  const { flags, session, io } = context;
  const filenames = flags.strings("filename");
  if (filenames.length === 0) throw new KubectlError(MISSING_RESOURCE);
  const dryRun = dryRunOf(flags, io);
  const changes: { info: Info; text: string }[] = [];
  await visitInfos(session, { filenames, stopAtError: true }, async (info) => {
    const text = `${goJson(info.object)}\n`;
    const current = await retrieve(context, info);
    if (lastAppliedOf(current) === undefined && !flags.bool("create-annotation")) {
      throw new KubectlError(
        `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
      );
    }
    if (text === lastAppliedOf(current)) io.stdout.write(`set-last-applied ${info.name}: no changes required.\n`);
    else changes.push({ info: { ...info, object: current }, text });
  });
  const printer = objectPrinter(context, "configured", dryRun);
  for (const { info, text } of changes) {
    const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
    const isDry = dryRun === "client";
    printer.print(
      isDry
        ? (info.object as AnyObject)
        : await session.client.patch(infoPath(info), "merge", patch, dryRunQuery(dryRun)),
    );
  }
}

async function retrieve({ session }: CommandContext, info: Info): Promise<AnyObject> {
  try {
    return await session.client.get(infoPath(info));
  } catch (error) {
    if (isStatus(error, "NotFound")) throw error;
    throw withSource(error, `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`, info.source);
  }
}

async function viewLastApplied(context: CommandContext): Promise<void> {
  const { args, flags, session, io } = context;
  const output = flags.string("output");
  if (output !== "json" && output !== "yaml")
    throw usageError(context.path, `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  const options = {
    args,
    filenames: flags.strings("filename"),
    recursive: flags.bool("recursive"),
    labelSelector: flags.string("selector"),
    all: flags.bool("all"),
    latest: true,
  };
  const texts: string[] = [];
  await visitInfos(session, options, async (info) => {
    const text = lastAppliedOf(info.object as AnyObject);
    // What apply did not make is passed over without a word.
    if (text !== undefined) texts.push(text);
  });
  for (const text of texts) {
    const value: unknown = JSON.parse(text);
    io.stdout.write(output === "json" ? `${JSON.stringify(sortedKeys(value), null, 2)}\n` : yamlText(value));
  }
}
