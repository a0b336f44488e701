// Stands for kubectl annotate.

import { qualifiedNameErrors } from "../../api/names.ts";
import { mergePatch } from "../../api/patch/merge.ts";
import type { AnyObject } from "../../api/types.ts";
import { changeCause, RECORD_FLAG } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
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
  name: "annotate",
  short: "Update the annotations on a resource",
  long: `Update the annotations on one or more resources.

All Kubernetes objects can store additional data with the object as annotations: key/value pairs that can be larger than labels and hold any text, such as structured JSON. Tools and extensions use them to keep their own data.

Attempting to set an annotation that already exists fails unless --overwrite is set. If --resource-version is given and is not the current version on the server, the command fails.`,
  examples: `# Update pod 'web' with the annotation 'description' and the value 'my frontend'
kubectl annotate pods web description='my frontend'

# Update all pods in the namespace
kubectl annotate pods --all description='my frontend'

# Remove the annotation 'description' if it exists
kubectl annotate pods web description-`,
  usage: "annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags("identifying the resource to update the annotation"),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-annotate"),
    boolFlag("all", "Select all resources, in the namespace of the specified resource types."),
    boolFlag("list", "If true, display the annotations for a given resource."),
    boolFlag("local", "If true, annotation will NOT contact api-server but run locally."),
    boolFlag(
      "overwrite",
      "If true, allow annotations to be overwritten, otherwise reject annotation updates that overwrite existing annotations.",
    ),
    stringFlag(
      "resource-version",
      "If non-empty, the annotation update will only succeed if this is the current resource-version for the object.",
    ),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, session } = context;
  const { resources, changes } = splitChanges(args, "annotation");
  const files = flags.strings("filename");
  if (resources.length === 0 && files.length === 0 && flags.string("kustomize") === "") {
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (flags.bool("all") && flags.string("selector") !== "")
    throw new KubectlError("cannot set --all and --selector at the same time");
  if (changes.set.size === 0 && changes.removed.length === 0 && !flags.bool("list"))
    throw new KubectlError("at least one annotation update is required");
  checkKeys(changes);
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
  await visitInfos(session, options, async (info) => annotateOne(context, info, changes));
}

function checkKeys({ set }: MetadataChanges): void {
  for (const key of set.keys()) {
    const [problem] = qualifiedNameErrors(key.toLowerCase());
    if (problem !== undefined)
      throw new KubectlError(`metadata.annotations: Invalid value: ${JSON.stringify(key)}: ${problem}`);
  }
}

async function annotateOne(context: CommandContext, info: Info, changes: MetadataChanges): Promise<void> {
  const { flags, io, session } = context;
  const object = info.object as AnyObject;
  const current = object.metadata?.annotations ?? {};
  if (flags.bool("list")) {
    for (const [key, value] of Object.entries(current)) io.stdout.write(`${key}=${value}\n`);
    return;
  }
  if (!flags.bool("overwrite")) refuseOverwriting(current, changes);
  const dryRun = dryRunOf(flags, io);
  const annotations = changeCause(context);
  const wanted = metadataPatch("annotations", changes, current);
  const patch = Object.keys(annotations).length === 0 ? wanted : mergePatch(wanted, { metadata: { annotations } });
  const version = flags.string("resource-version");
  const body = version === "" ? patch : mergePatch(patch, { metadata: { resourceVersion: version } });
  let result = mergePatch(object, patch) as AnyObject;
  if (dryRun !== "client" && !flags.bool("local")) {
    const query = { fieldManager: flags.string("field-manager"), ...dryRunQuery(dryRun) };
    result = await session.client.patch(infoPath(info), "merge", body, query);
  }
  objectPrinter(context, "annotated", dryRun).print(result);
}

function refuseOverwriting(current: Readonly<Record<string, string>>, { set }: MetadataChanges): void {
  const taken = [...set].filter(([key, value]) => current[key] !== undefined && current[key] !== value);
  if (taken.length === 0) return;
  const list = taken.map(([key]) => `'${key}' already has a value (${current[key]})`).join("; ");
  throw new KubectlError(`--overwrite is false but found the following declared annotation(s): ${list}`);
}
