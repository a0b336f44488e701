// Stands for kubectl label.

import { labelValueErrors, qualifiedNameErrors } from "../../api/names.ts";
import { mergePatch } from "../../api/patch/merge.ts";
import type { AnyObject } from "../../api/types.ts";
import { changeCause, RECORD_FLAG } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { AggregateFailure, KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  fieldManagerFlag,
  filenameFlags,
  SELECTOR_FLAG,
} from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { type MetadataChanges, metadataPatch, splitChanges } from "../metadata-edit.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { infoPath, visitInfos } from "../resource-builder.ts";

export const command: Command = {
  name: "label",
  short: "Update the labels on a resource",
  long: `Update the labels on a resource.

* A label key and value must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters each.
* Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
* If --overwrite is true, then existing labels can be overwritten, otherwise attempting to overwrite a label will result in an error.
* If --resource-version is specified, then updates will use this resource version, otherwise the existing resource-version will be used.`,
  examples: `# Update pod 'web' with the label 'unhealthy' and the value 'true'
kubectl label pods web unhealthy=true

# Overwrite a label that is there
kubectl label --overwrite pods web status=unhealthy

# Update all pods in the namespace
kubectl label pods --all status=unhealthy

# Remove the label 'bar' if it exists
kubectl label pods web bar-`,
  usage: "label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags("identifying the resource to update the labels"),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-label"),
    boolFlag("all", "Select all resources, in the namespace of the specified resource types"),
    boolFlag("list", "If true, display the labels for a given resource."),
    boolFlag("local", "If true, label will NOT contact api-server but run locally."),
    boolFlag(
      "overwrite",
      "If true, allow labels to be overwritten, otherwise reject label updates that overwrite existing labels.",
    ),
    stringFlag(
      "resource-version",
      "If non-empty, the labels update will only succeed if this is the current resource-version for the object.",
    ),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, session, io } = context;
  const { resources, changes } = splitChanges(args, "label");
  const files = flags.strings("filename");
  if (resources.length === 0 && files.length === 0 && flags.string("kustomize") === "") {
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (flags.bool("all") && flags.string("selector") !== "")
    throw new KubectlError("cannot set --all and --selector at the same time");
  if (changes.set.size === 0 && changes.removed.length === 0 && !flags.bool("list"))
    throw new KubectlError("at least one label update is required");
  checkLabels(changes);
  const options = {
    args: resources,
    filenames: files,
    kustomize: flags.string("kustomize"),
    recursive: flags.bool("recursive"),
    labelSelector: flags.string("selector"),
    fieldSelector: flags.string("field-selector"),
    all: flags.bool("all"),
    allNamespaces: flags.bool("all-namespaces"),
    latest: !flags.bool("local"),
    local: flags.bool("local"),
  };
  await visitInfos(session, options, async (info) => {
    if (flags.bool("list")) return listLabels(context, info);
    await labelOne(context, info, changes, io);
  });
}

function checkLabels({ set }: MetadataChanges): void {
  for (const [key, value] of set) {
    const [nameError] = qualifiedNameErrors(key);
    if (nameError !== undefined)
      throw new KubectlError(`invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${nameError}`);
    const [valueError] = labelValueErrors(value);
    if (valueError !== undefined)
      throw new KubectlError(`invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${valueError}`);
  }
}

function listLabels({ io }: CommandContext, info: Info): void {
  for (const [key, value] of Object.entries(info.object?.metadata.labels ?? {})) io.stdout.write(`${key}=${value}\n`);
}

async function labelOne(
  context: CommandContext,
  info: Info,
  changes: MetadataChanges,
  io: CommandContext["io"],
): Promise<void> {
  const { flags } = context;
  const object = info.object as AnyObject;
  const current = object.metadata?.labels ?? {};
  for (const key of changes.removed) if (current[key] === undefined) io.stdout.write(`label "${key}" not found.\n`);
  if (!flags.bool("overwrite")) refuseOverwriting(current, changes);
  const changed = [...changes.set].some(([key, value]) => current[key] !== value);
  const removed = changes.removed.some((key) => current[key] !== undefined);
  const dryRun = dryRunOf(flags, io);
  const annotations = changeCause(context);
  const wanted = metadataPatch("labels", changes, current);
  const patch = Object.keys(annotations).length === 0 ? wanted : mergePatch(wanted, { metadata: { annotations } });
  const version = flags.string("resource-version");
  const body = version === "" ? patch : mergePatch(patch, { metadata: { resourceVersion: version } });
  let result = mergePatch(object, patch) as AnyObject;
  if ((changed || removed) && dryRun !== "client" && !flags.bool("local")) {
    const query = { fieldManager: flags.string("field-manager"), ...dryRunQuery(dryRun) };
    result = await context.session.client.patch(infoPath(info), "merge", body, query);
  }
  const operation = changed ? "labeled" : removed ? "unlabeled" : "not labeled";
  objectPrinter(context, operation, dryRun).print(result);
}

function refuseOverwriting(current: Readonly<Record<string, string>>, { set }: MetadataChanges): void {
  const errors = [...set]
    .filter(([key, value]) => current[key] !== undefined && current[key] !== value)
    .map(([key]) => new KubectlError(`'${key}' already has a value (${current[key]}), and --overwrite is false`));
  const [only] = errors;
  if (only !== undefined) throw errors.length === 1 ? only : new KubectlError(new AggregateFailure(errors).message);
}
