// Stands for kubectl apply view-last-applied, set-last-applied and edit-last-applied.

import type { AnyObject } from "../../../api/types.ts";
import { type CommandContext, type LazyCommand, loaded } from "../../command.ts";
import { KubectlError, usageError, withSource } from "../../errors.ts";
import { boolFlag, stringFlag } from "../../flags/flag.ts";
import { ALL_NAMESPACES_FLAG, filenameFlags, SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import { LAST_APPLIED, lastAppliedOf, lastAppliedText } from "../../last-applied.ts";
import { jsonText, yamlText } from "../../printers/object-text.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { infoPath, visitInfos } from "../../resource-builder.ts";
import { currentObject } from "../../waiting.ts";

export const APPLY_SUBCOMMANDS: readonly LazyCommand[] = [
  loaded({
    name: "edit-last-applied",
    short: "Edit latest last-applied-configuration annotations of a resource/object",
    usage: "edit-last-applied (RESOURCE/NAME | -f FILENAME)",
    flags: [...PRINT_FLAGS, ...filenameFlags("to use to edit the resource")],
    async run() {
      throw new KubectlError(
        "k8s-tutor does not simulate kubectl apply edit-last-applied: use set-last-applied with a file",
      );
    },
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
      ALL_NAMESPACES_FLAG,
      boolFlag("all", "Select all resources in the namespace of the specified resource types"),
      stringFlag("output", "Output format. Must be one of (yaml, json)", "yaml", { shorthand: "o" }),
    ],
    run: viewLastApplied,
  }),
];

async function setLastApplied(context: CommandContext): Promise<void> {
  const { flags, session, io, path } = context;
  const filenames = flags.strings("filename");
  if (filenames.length === 0) throw usageError(path, "must specify --filename");
  const dryRun = dryRunOf(flags, io);
  await visitInfos(session, { filenames }, async (info) => {
    const wanted = info.object as AnyObject;
    const current = await currentObject(session, info);
    if (current === undefined)
      throw withSource(
        new KubectlError(`${info.resource.resource} "${info.name}" not found`),
        "retrieving",
        info.source,
      );
    if (lastAppliedOf(current) === undefined && !flags.bool("create-annotation")) {
      throw new KubectlError(
        `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
      );
    }
    const text = lastAppliedText(wanted);
    const printer = objectPrinter(context, "configured", dryRun);
    if (text === lastAppliedOf(current) || dryRun === "client") return printer.print(current);
    const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
    printer.print(await session.client.patch(infoPath(info), "merge", patch, dryRunQuery(dryRun)));
  });
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
    allNamespaces: flags.bool("all-namespaces"),
    latest: true,
  };
  const texts: string[] = [];
  await visitInfos(session, options, async (info) => {
    const text = lastAppliedOf(info.object as AnyObject);
    if (text === undefined)
      throw new KubectlError(`no last-applied-configuration annotation found on resource: ${info.name}`);
    texts.push(text);
  });
  for (const text of texts) {
    const value: unknown = JSON.parse(text);
    io.stdout.write(output === "json" ? jsonText(value) : yamlText(value));
  }
}
