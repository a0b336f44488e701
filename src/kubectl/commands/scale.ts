// Stands for kubectl scale.

import type { AnyObject } from "../../api/types.ts";
import { changeCause, RECORD_FLAG } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { isStatus, KubectlError, StatusError, throwAll } from "../errors.ts";
import { durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles } from "../flags/named-files.ts";
import { allFlag, filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { collectWithErrors, infoPath } from "../resource-builder.ts";
import { watchObject } from "../watch-object.ts";

export const command: Command = {
  name: "scale",
  short: "Set a new size for a deployment, replica set, or replication controller",
  long: "Set how many replicas a workload has, if it still has the number and the version that were given.",
  examples:
    "# Three replicas of a deployment\nkubectl scale --replicas=3 deployment/mysql\n\n# Only if it has two now\nkubectl scale --current-replicas=2 --replicas=3 deployment/mysql",
  usage: "scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
  flags: [
    RECORD_FLAG,
    allFlag("Select all resources in the namespace of the specified resource types"),
    intFlag("current-replicas", "Precondition: the number of replicas there are now. -1 means any.", -1),
    DRY_RUN_FLAG,
    ...filenameFlags("identifying the resource to set a new size"),
    ...PRINT_FLAGS,
    intFlag("replicas", "The new number of replicas. Required.", 0, { required: true }),
    stringFlag("resource-version", "Precondition: the version the object has now."),
    SELECTOR_FLAG,
    durationFlag("timeout", "How long to wait for the new size; 0 means not to wait."),
  ],
  run: scale,
};

async function scale(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  const replicas = flags.int("replicas");
  if (replicas < 0)
    throw new KubectlError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  if (flags.changed("current-replicas") && flags.int("current-replicas") < -1) {
    throw new KubectlError("The --current-replicas must specify an integer of -1 or greater");
  }
  const { infos, errors } = await collectWithErrors(session, {
    args,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    all: flags.bool("all"),
  });
  if (infos.length === 0) {
    if (errors.some((error) => error.message.includes("no name was specified"))) throwAll(errors);
    const why = errors.map((error) => error.message).join(", ");
    if (errors.length > 0 && errors.every((error) => error instanceof StatusError)) {
      throw new KubectlError(`no objects passed to scale ${errors.length === 1 ? why : `[${why}]`}`);
    }
    throwAll(errors);
    throw new KubectlError("no objects passed to scale");
  }
  if (infos.length > 1 && flags.string("resource-version") !== "") {
    throw new KubectlError("cannot use --resource-version with multiple resources");
  }
  const dryRun = dryRunOf(flags, io);
  const printer = objectPrinter(context, "scaled", dryRun);
  for (const info of infos) {
    await scaleOne(context, info, replicas);
    printer.print(info.object as AnyObject);
  }
  throwAll(errors);
}

async function scaleOne(context: CommandContext, info: Info, replicas: number): Promise<void> {
  const { flags, io, session } = context;
  const dryRun = dryRunOf(flags, io);
  if (dryRun === "client") return;
  const query = dryRunQuery(dryRun);
  if (flags.int("current-replicas") >= 0 || flags.string("resource-version") !== "")
    await scaleExpected(context, info, replicas, query);
  else await session.client.patch(infoPath(info, "scale"), "merge", { spec: { replicas } }, query);
  const annotations = changeCause(context);
  if (Object.keys(annotations).length > 0)
    await session.client.patch(infoPath(info), "merge", { metadata: { annotations } }, query);
  const timeout = flags.duration("timeout");
  if (timeout > 0 && dryRun === "none") await untilScaled(context, info, replicas, timeout);
}

const RETRY_INTERVAL_MS = 1000;
const RETRY_TIMEOUT_MS = 5 * 60_000;

/** Whoever writes at the same time, as a controller does the status, is waited for. */
async function scaleExpected(
  context: CommandContext,
  info: Info,
  replicas: number,
  query: Record<string, string>,
): Promise<void> {
  const { io, session } = context;
  const path = infoPath(info, "scale");
  const deadline = io.now() + RETRY_TIMEOUT_MS;
  for (;;) {
    const now = await session.client.get(path);
    checkExpected(context, now);
    try {
      await session.client.replace(path, { ...now, spec: { ...(now.spec as object), replicas } }, query);
      return;
    } catch (error) {
      if (!isStatus(error, "Conflict") || io.now() >= deadline) throw error;
    }
    await io.sleep(RETRY_INTERVAL_MS);
  }
}

function checkExpected({ flags }: CommandContext, now: AnyObject): void {
  const current = flags.int("current-replicas");
  const wanted = flags.string("resource-version");
  const { replicas = 0 } = (now.spec ?? {}) as { replicas?: number };
  if (current >= 0 && replicas !== current)
    throw new KubectlError(`Expected replicas to be ${current}, was ${replicas}`);
  if (wanted !== "" && now.metadata.resourceVersion !== wanted)
    throw new KubectlError(`Expected resource version to be ${wanted}, was ${now.metadata.resourceVersion}`);
}

async function untilScaled({ session }: CommandContext, info: Info, replicas: number, timeout: number): Promise<void> {
  await watchObject(session, info, timeout, ({ object }) => {
    if (object === undefined)
      throw new KubectlError(`${info.resource.resource} "${info.name}" was deleted while it was scaled`);
    const status = (object.status ?? {}) as { replicas?: number; observedGeneration?: number };
    return (status.replicas ?? 0) === replicas && (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
  });
}
