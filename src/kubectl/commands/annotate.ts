// Stands for kubectl annotate.

import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import type { Info } from "../info.ts";
import { editedPairs, editMetadata, listPairs, metadataFlags, patchMetadata, takenKeys } from "../metadata-command.ts";
import type { MetadataChanges } from "../metadata-edit.ts";
import { dryRunOf, objectPrinter } from "../printers/print-flags.ts";

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
  flags: metadataFlags("annotate", "annotation"),
  run,
};

async function run(context: CommandContext): Promise<void> {
  await editMetadata(context, {
    what: "annotation",
    check: () => undefined,
    edit: (info, changes, single) => annotateOne(context, info, changes, single),
  });
}

async function annotateOne(
  context: CommandContext,
  info: Info,
  changes: MetadataChanges,
  single: boolean,
): Promise<void> {
  const { flags, io } = context;
  const current = info.object?.metadata?.annotations ?? {};
  if (!flags.bool("overwrite")) refuseOverwriting(current, changes);
  if (flags.bool("list"))
    return listPairs(context, { info, what: "annotations", single }, editedPairs(current, changes));
  const dryRun = dryRunOf(flags, io);
  const result = await patchMetadata(context, info, "annotations", changes, false);
  objectPrinter(context, "annotated", dryRun).print(result);
}

function refuseOverwriting(current: Readonly<Record<string, string>>, changes: MetadataChanges): void {
  const taken = takenKeys(current, changes);
  if (taken.length === 0) return;
  const list = taken.map(([key, present]) => `'${key}' already has a value (${present})`).join("; ");
  throw new KubectlError(`--overwrite is false but found the following declared annotation(s): ${list}`);
}
