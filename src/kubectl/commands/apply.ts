// Stands for kubectl apply: makes objects as the manifests say, by a three-way merge here or by the server.

import type { AnyObject } from "../../api/types.ts";
import { CASCADE_FLAG, propagationPolicy } from "../cascade.ts";
import { RECORD_FLAG, withChangeCause } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { asError, KubectlError, throwAll, usageError } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringArrayFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles, requireFiles } from "../flags/named-files.ts";
import { filenameFlags, SELECTOR_FLAG, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import { sortedKeys } from "../printers/object-text.ts";
import { DRY_RUN_FLAG, dryRunOf, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { collectWithErrors, oneFailure } from "../resource-builder.ts";
import { manifestChecks } from "../validation.ts";
import { applyClientSide } from "./apply/client-side.ts";
import { checkCombinations } from "./apply/combinations.ts";
import { allowedResources, prune } from "./apply/prune.ts";
import { applyServerSide } from "./apply/server-side.ts";
import { APPLY_SUBCOMMANDS } from "./apply/subcommands.ts";

export const command: Command = {
  name: "apply",
  short: "Apply a configuration to a resource by file name or stdin",
  long: `Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be created if it doesn't exist yet. To use 'apply', always create the resource initially with either 'apply' or 'create --save-config'.

JSON and YAML formats are accepted.

Alpha Disclaimer: the --prune functionality is not yet complete. Do not use unless you are aware of what the current state is. See https://issues.k8s.io/34274.`,
  examples: `# Apply the configuration in pod.json to a pod
kubectl apply -f ./pod.json

# Apply resources from a directory containing kustomization.yaml - e.g. dir/kustomization.yaml
kubectl apply -k dir/

# Apply the JSON passed into stdin to a pod
cat pod.json | kubectl apply -f -

# Apply the configuration from all files that end with '.json'
kubectl apply -f '*.json'`,
  usage: "apply (-f FILENAME | -k DIRECTORY)",
  subcommands: APPLY_SUBCOMMANDS,
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags("that contains the configuration to apply"),
    DRY_RUN_FLAG,
    SELECTOR_FLAG,
    VALIDATE_FLAG,
    boolFlag("all", "Select all resources in the namespace of the specified resource types."),
    CASCADE_FLAG,
    stringFlag("field-manager", "Name of the manager used to track field ownership.", "kubectl-client-side-apply"),
    boolFlag("force", "If true, immediately remove resources from the API and bypass graceful deletion."),
    boolFlag("force-conflicts", "If true, server-side apply will force the changes against conflicts."),
    intFlag(
      "grace-period",
      "Period of time in seconds given to the resource to end gracefully. Ignored if negative.",
      -1,
    ),
    boolFlag(
      "openapi-patch",
      "If true, use openapi to calculate diff when it is present and the resource is in it.",
      true,
    ),
    boolFlag(
      "overwrite",
      "Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration",
      true,
    ),
    boolFlag(
      "prune",
      "Automatically delete resource objects that do not appear in the configs and were created by apply.",
    ),
    stringArrayFlag("prune-allowlist", "Overwrite the default allowlist with <group/version/kind> for --prune"),
    stringFlag("subresource", "If specified, apply will operate on the subresource of the requested object."),
    boolFlag("server-side", "If true, apply runs in the server instead of the client."),
    durationFlag(
      "timeout",
      "The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object",
    ),
    boolFlag("wait", "If true, wait for resources to be gone before returning. This waits for finalizers."),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, path, session, io } = context;
  if (args.length > 0) throw usageError(path, `Unexpected args: [${args.join(" ")}]`);
  const dryRun = dryRunOf(flags, io);
  session.requireClientConfig();
  const deletion = { policy: propagationPolicy(flags, io), dryRun };
  requireFiles(flags);
  const pruned = flags.bool("prune") ? await allowedResources(context) : [];
  checkCombinations(context, dryRun);
  const serverSide = flags.bool("server-side");
  const options = {
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    ...manifestChecks(flags),
  };
  const { infos, errors: unreadable } = await collectWithErrors(session, options);
  const errors: Error[] = [...oneFailure(unreadable)];
  if (infos.length === 0 && errors.length === 0) throw new KubectlError("no objects passed to apply");
  const results: AnyObject[] = [];
  for (const info of infos) {
    try {
      if (info.object !== undefined) info.object = withChangeCause(context, info.object);
      const outcome = serverSide
        ? await applyServerSide(context, info, dryRun)
        : await applyClientSide(context, info, dryRun);
      if (printsAtTheEnd(context)) results.push(outcome.object);
      else objectPrinter(context, outcome.operation, dryRun).print(outcome.object);
    } catch (error) {
      errors.push(asError(error));
    }
  }
  throwAll(errors);
  printResults(context, results);
  if (flags.bool("prune")) await prune(context, infos, pruned, deletion);
}

function printsAtTheEnd({ flags }: CommandContext): boolean {
  return flags.string("output") !== "" && flags.string("output") !== "name";
}

function printResults(context: CommandContext, results: readonly AnyObject[]): void {
  const [only] = results;
  if (only === undefined) return;
  const items = results.map(sortedKeys);
  // The list is a struct of Go's, an object alone is what the server sent, its fields sorted.
  const list = { kind: "List", apiVersion: "v1", metadata: {}, items } as unknown as AnyObject;
  if (results.length > 1) objectPrinter(context, "", "none", "as made").print(list);
  else objectPrinter(context, "").print(only);
}
