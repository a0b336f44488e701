// Stands for kubectl diff: what apply would change, as a unified diff.

import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag, intFlag, stringArrayFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles, requireFiles } from "../flags/named-files.ts";
import { filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { CommandError } from "../io.ts";
import { visitInfos } from "../resource-builder.ts";
import { allowedResources, prunable } from "./apply/prune.ts";
import { showDifferences } from "./diff/show.ts";
import { fileName, prunedVersions, type Versions, versionsOf } from "./diff/versions.ts";

export const command: Command = {
  name: "diff",
  short: "Diff the live version against a would-be applied version",
  long: `Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.

The output is always YAML.

Exit status: 0 No differences were found. 1 Differences were found. >1 kubectl or diff failed with an error.`,
  examples: `# Diff resources included in pod.json
kubectl diff -f pod.json

# Diff file read from stdin
cat service.yaml | kubectl diff -f -`,
  usage: "diff -f FILENAME",
  flags: [
    ...filenameFlags("contains the configuration to diff"),
    SELECTOR_FLAG,
    intFlag("concurrency", "Number of objects to process in parallel when diffing against the live version.", 1),
    stringFlag("field-manager", "Name of the manager used to track field ownership.", "kubectl-client-side-apply"),
    boolFlag("force-conflicts", "If true, server-side apply will force the changes against conflicts."),
    boolFlag("prune", "Include resources that would be deleted by pruning."),
    stringArrayFlag("prune-allowlist", "Overwrite the default allowlist with <group/version/kind> for --prune"),
    boolFlag("server-side", "If true, apply runs in the server instead of the client."),
    boolFlag("show-managed-fields", "If true, include managed fields in the diff."),
  ],
  flagHint: "See 'kubectl diff -h' for help and examples",
  failureExitCode: 2,
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, path, session } = context;
  if (args.length > 0) throw usageError(path, `Unexpected args: [${args.join(" ")}]`);
  requireFiles(flags);
  if (flags.bool("force-conflicts") && !flags.bool("server-side"))
    throw new KubectlError("--force-conflicts only works with --server-side");
  session.requireClientConfig();
  const allowed = flags.bool("prune") ? await allowedResources(context) : [];
  const options = {
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    validate: false,
    firstFailure: true,
  };
  const files = new Map<string, Versions>();
  const seen: Info[] = [];
  await visitInfos(session, options, async (info) => {
    seen.push(info);
    files.set(fileName(info), await versionsOf(context, info));
  });
  for (const info of flags.bool("prune") ? await prunable(context, seen, allowed) : [])
    files.set(fileName(info), prunedVersions(info));
  const exitCode = await showDifferences(context, files);
  if (exitCode > 1) throw new KubectlError(`exit status ${exitCode}`);
  if (exitCode === 1) throw new CommandError("", 1);
}
