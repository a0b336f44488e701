// Stands for kubectl label.

import { deepEqual } from "../../api/equality.ts";
import { goQuote } from "../../api/go-values.ts";
import { labelValueErrors } from "../../api/names.ts";
import type { Command, CommandContext } from "../command.ts";
import { AggregateFailure, KubectlError } from "../errors.ts";
import { goJson } from "../go-json.ts";
import type { Info } from "../info.ts";
import { editedPairs, editMetadata, listPairs, metadataFlags, patchMetadata, takenKeys } from "../metadata-command.ts";
import type { MetadataChanges } from "../metadata-edit.ts";
import { dryRunOf, objectPrinter } from "../printers/print-flags.ts";

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
  flags: metadataFlags("label", "label"),
  run,
};

async function run(context: CommandContext): Promise<void> {
  await editMetadata(context, {
    what: "label",
    check: checkLabels,
    edit: (info, changes, single) => labelOne(context, info, changes, single),
  });
}

function checkLabels({ set }: MetadataChanges): void {
  for (const [key, value] of set) {
    const [valueError] = labelValueErrors(value);
    if (valueError !== undefined)
      throw new KubectlError(`invalid label value: ${goQuote(`${key}=${value}`)}: ${valueError}`);
  }
}

async function labelOne(context: CommandContext, info: Info, changes: MetadataChanges, single: boolean): Promise<void> {
  const { flags, io } = context;
  const current = info.object?.metadata?.labels;
  const dryRun = dryRunOf(flags, io);
  const isSent = dryRun !== "client" && !flags.bool("local") && !flags.bool("list");
  const missing = changes.removed.filter((key) => current?.[key] === undefined);
  for (const key of isSent ? missing : []) io.stdout.write(`label "${key}" not found.\n`);
  if (!flags.bool("overwrite")) refuseOverwriting(current ?? {}, changes);
  const edited = editedPairs(current ?? {}, changes);
  if (flags.bool("list")) return listPairs(context, { info, what: "labels", single }, edited);
  const operation = operationOf(current, edited, flags.bool("overwrite"));
  const result = await patchMetadata(context, info, "labels", changes, operation === "not labeled");
  objectPrinter(context, operation, dryRun).print(result);
}

// Where there were none, there is an empty set of them afterwards, which counts as a change.
function operationOf(
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>>,
  overwrite: boolean,
): "labeled" | "unlabeled" | "not labeled" {
  if (before !== undefined && deepEqual(before, after)) return "not labeled";
  const isShorter = before !== undefined && goJson(after).length < goJson(before).length;
  return isShorter && !overwrite ? "unlabeled" : "labeled";
}

function refuseOverwriting(current: Readonly<Record<string, string>>, changes: MetadataChanges): void {
  const errors = takenKeys(current, changes).map(
    ([key, present]) => new KubectlError(`'${key}' already has a value (${present}), and --overwrite is false`),
  );
  const [only] = errors;
  if (only !== undefined) throw errors.length === 1 ? only : new KubectlError(new AggregateFailure(errors).message);
}
