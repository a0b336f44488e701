// Stands for kubectl delete: deletes objects by file, name or selector, and waits until they are gone.

import { CASCADE_FLAG, propagationPolicy } from "../cascade.ts";
import type { Command, CommandContext } from "../command.ts";
import { isStatus, KubectlError, throwAll, withSource } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles, namesFiles } from "../flags/named-files.ts";
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { BuilderOptions, Info } from "../info.ts";
import { DRY_RUN_FLAG, type DryRun, dryRunOf, dryRunSuffix } from "../printers/print-flags.ts";
import { sendRaw } from "../raw-request.ts";
import { fetchTarget, flatErrors, infoName, infoPath, oneFailure } from "../resource-builder.ts";
import { resolveTargets, type Target } from "../targets.ts";
import { waitForObject } from "../waiting.ts";
import { writeWarning } from "../warnings.ts";

export const command: Command = {
  name: "delete",
  short: "Delete resources by file names, stdin, resources and names, or by resources and label selector",
  long: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

JSON and YAML formats are accepted. Only one type of argument may be specified: file names, resources and names, or resources and label selector.

Some resources, such as pods, support graceful deletion: they define how long they may take to end before they are killed (the grace period). You may override it with --grace-period, or pass --now for a grace period of 1. When the node that runs a pod cannot be reached, the deletion may take much longer; --force with a grace period of 0 removes the pod from the API server at once, whether or not its processes have ended.

Deletion of an object does not check its version: if somebody updates it while you delete it, their update is lost with it.`,
  examples: `# Delete a pod named in pod.json
kubectl delete -f ./pod.json

# Delete pods and services named "web"
kubectl delete pod,service web

# Delete pods and services with the label app=web
kubectl delete pods,services -l app=web

# Delete a pod with minimal delay
kubectl delete pod web --now

# Force delete a pod on a dead node
kubectl delete pod web --force

# Delete all pods
kubectl delete pods --all`,
  usage: "delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
  flags: [
    ...filenameFlags("containing the resource to delete."),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    DRY_RUN_FLAG,
    boolFlag("all", "Delete all resources, in the namespace of the specified resource types."),
    CASCADE_FLAG,
    boolFlag(
      "force",
      "If true, immediately remove resources from the API and bypass graceful deletion. Needed for a grace period of zero.",
    ),
    intFlag(
      "grace-period",
      "Period of time in seconds given to the resource to end gracefully. Ignored if negative.",
      -1,
    ),
    boolFlag(
      "ignore-not-found",
      'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
    ),
    boolFlag("interactive", "If true, delete resource only when user confirms.", false, { shorthand: "i" }),
    boolFlag("now", "If true, resources are signaled for immediate shutdown (same as --grace-period=1)."),
    stringFlag("output", 'Output mode. Use "-o name" for shorter output (resource/name).', "", { shorthand: "o" }),
    stringFlag("raw", "Raw URI to DELETE to the server."),
    durationFlag(
      "timeout",
      "The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object",
    ),
    boolFlag("wait", "If true, wait for resources to be gone before returning. This waits for finalizers.", true),
  ],
  interrupted: () => 1,
  run,
};

interface Deletion {
  readonly dryRun: DryRun;
  readonly gracePeriodSeconds: number;
  readonly force: boolean;
  readonly ignoreNotFound: boolean;
  readonly propagationPolicy: string;
}

async function run(context: CommandContext): Promise<void> {
  const { flags, args, io, session } = context;
  if (flags.string("raw") !== "") return sendRaw(context, "DELETE");
  const options = {
    args,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    fieldSelector: flags.string("field-selector"),
    all: flags.bool("all"),
    allNamespaces: flags.bool("all-namespaces"),
  };
  const deletion = deletionOf(context);
  if (options.all && (options.labelSelector !== "" || options.fieldSelector !== ""))
    throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
  if (options.all && args.length === 0 && !namesFiles(flags))
    throw new KubectlError("at least one resource must be specified to use a selector");
  const { targets, errors, refused = [] } = await resolveTargets(session, options);
  if (deletion.force && deletion.gracePeriodSeconds === 0) {
    writeWarning(
      io,
      "Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.",
    );
  }
  const infosOf = (target: Target) => fetched(context, target, options);
  if (flags.bool("interactive") && !(await confirmed(context, targets, infosOf, errors))) return;
  const failures: Error[] = [...refused];
  const deleted = await deleteAll(context, targets, infosOf, deletion, failures);
  throwAll([...failures, ...oneFailure(errors)]);
  if (deleted === undefined) io.stdout.write("No resources found\n");
  else if (flags.bool("wait") && deletion.dryRun === "none") await waitUntilGone(context, deleted, failures);
  throwAll(failures);
}

async function fetched({ session }: CommandContext, target: Target, options: BuilderOptions): Promise<readonly Info[]> {
  return target.kind === "object" ? [target.info] : fetchTarget(session, target, options);
}

function deletionOf({ flags, io }: CommandContext): Deletion {
  const output = flags.string("output");
  if (output !== "" && output !== "name")
    throw new KubectlError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  const force = flags.bool("force");
  let gracePeriodSeconds = flags.int("grace-period");
  if (flags.bool("now") && gracePeriodSeconds !== -1)
    throw new KubectlError("--now and --grace-period cannot be specified together");
  if (flags.bool("now")) gracePeriodSeconds = 1;
  if (force && gracePeriodSeconds > 0)
    throw new KubectlError("--force and --grace-period greater than 0 cannot be specified together");
  // A grace period of 0 alone could lose data by accident: it becomes 1 unless --force is given too.
  if (gracePeriodSeconds === 0 && !force) gracePeriodSeconds = 1;
  if (force && gracePeriodSeconds < 0) gracePeriodSeconds = 0;
  const selecting = flags.bool("all") || flags.string("selector") !== "" || flags.string("field-selector") !== "";
  const ignoreNotFound = flags.changed("ignore-not-found") ? flags.bool("ignore-not-found") : selecting;
  return {
    dryRun: dryRunOf(flags, io),
    gracePeriodSeconds,
    force,
    ignoreNotFound,
    propagationPolicy: propagationPolicy(flags, io),
  };
}

interface Deleted {
  readonly info: Info;
  readonly uid: string;
}

/** What was deleted; undefined when there was nothing to delete. */
async function deleteAll(
  context: CommandContext,
  targets: readonly Target[],
  infosOf: (target: Target) => Promise<readonly Info[]>,
  deletion: Deletion,
  failures: Error[],
): Promise<readonly Deleted[] | undefined> {
  const { session, io } = context;
  const deleted: Deleted[] = [];
  let [found, warned] = [0, false];
  const take = async (info: Info): Promise<void> => {
    found++;
    if (!warned && session.namespaceGiven && !info.resource.namespaced) {
      writeWarning(io, "deleting cluster-scoped resources, not scoped to the provided namespace");
      warned = true;
    }
    try {
      deleted.push({ info, uid: await deleteOne(context, info, deletion) });
      printDeleted(context, info, deletion);
    } catch (error) {
      if (!isStatus(error, "NotFound") || !deletion.ignoreNotFound)
        failures.push(withSource(error, "deleting", info.source));
    }
  };
  for (const target of targets) {
    try {
      for (const info of await infosOf(target)) await take(info);
    } catch (error) {
      if (!isStatus(error, "NotFound") || !deletion.ignoreNotFound) failures.push(...flatErrors(error));
    }
  }
  return found === 0 ? undefined : deleted;
}

async function deleteOne({ session }: CommandContext, info: Info, deletion: Deletion): Promise<string> {
  // kubectl does not even look whether there is such an object.
  if (deletion.dryRun === "client") return "";
  const grace = deletion.gracePeriodSeconds >= 0 ? { gracePeriodSeconds: deletion.gracePeriodSeconds } : {};
  const body = {
    propagationPolicy: deletion.propagationPolicy,
    ...grace,
    ...(deletion.dryRun === "server" ? { dryRun: ["All"] } : {}),
  };
  const query = deletion.dryRun === "server" ? { dryRun: "All" } : {};
  const answer = await session.client.delete(infoPath(info), body, query);
  if (answer.kind !== "Status") return answer.metadata.uid ?? "";
  return (answer as unknown as { details?: { uid?: string } }).details?.uid ?? "";
}

function printDeleted({ io, flags }: CommandContext, info: Info, deletion: Deletion): void {
  const { group, kind } = info.resource;
  const type = group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  if (flags.string("output") === "name") io.stdout.write(`${type}/${info.name}\n`);
  else {
    const operation = deletion.force && deletion.gracePeriodSeconds === 0 ? "force deleted" : "deleted";
    io.stdout.write(`${type} "${info.name}" ${operation}${dryRunSuffix(deletion.dryRun)}\n`);
  }
}

async function waitUntilGone(
  { session, flags, io }: CommandContext,
  deleted: readonly Deleted[],
  failures: Error[],
): Promise<void> {
  const given = flags.duration("timeout");
  const deadline = given === 0 ? Number.POSITIVE_INFINITY : io.now() + given;
  for (const { info, uid } of deleted) {
    try {
      await waitForObject(
        session,
        info,
        deadline - io.now(),
        (object) => object === undefined || (uid !== "" && object.metadata.uid !== uid),
      );
    } catch (error) {
      // Who may not watch cannot wait either.
      if (!isStatus(error, "Forbidden")) failures.push(...flatErrors(error));
    }
  }
}

async function confirmed(
  { io }: CommandContext,
  targets: readonly Target[],
  infosOf: (target: Target) => Promise<readonly Info[]>,
  errors: readonly Error[],
): Promise<boolean> {
  throwAll(errors);
  const infos = (await Promise.all(targets.map(infosOf))).flat();
  if (infos.length === 0) {
    io.stdout.write("No resources found\n");
    return false;
  }
  io.stdout.write(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const info of infos) io.stdout.write(`${infoName(info)}\n`);
  io.stdout.write("Do you want to continue? (y/n): ");
  const answer = (await io.stdin.read()) ?? "";
  if (/^\s*y(\s|$)/i.test(answer)) return true;
  io.stdout.write("deletion is cancelled\n");
  return false;
}
