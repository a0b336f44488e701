// Stands for kubectl replace: puts whole objects in the place of those that are there.

import type { AnyObject } from "../../api/types.ts";
import { CASCADE_FLAG, propagationPolicy } from "../cascade.ts";
import type { Command, CommandContext } from "../command.ts";
import { asError, isStatus, KubectlError, StatusError, throwAll, withSource } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles, requireFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import type { BuilderOptions, Info } from "../info.ts";
import { lastAppliedOf, withLastApplied } from "../last-applied.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { sendRaw } from "../raw-request.ts";
import { collectInfos, infoPath, visitInfos } from "../resource-builder.ts";
import { resourcePath } from "../rest-mapper.ts";
import type { Session } from "../session.ts";
import { fieldValidation, manifestChecks } from "../validation.ts";
import { currentObject, waitForObject } from "../waiting.ts";

export const command: Command = {
  name: "replace",
  short: "Replace a resource by file name or stdin",
  long: `Replace a resource by file name or stdin.

JSON and YAML formats are accepted. If replacing an existing resource, the complete resource spec must be provided. It can be had with

  $ kubectl get TYPE NAME -o yaml`,
  examples: `# Replace a pod using the data in pod.json
kubectl replace -f ./pod.json

# Force replace, delete and then re-create the resource
kubectl replace --force -f ./pod.json`,
  usage: "replace -f FILENAME",
  flags: [
    ...PRINT_FLAGS,
    ...filenameFlags("The files that contain the configurations to replace."),
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-replace"),
    VALIDATE_FLAG,
    CASCADE_FLAG,
    boolFlag("force", "If true, immediately remove resources from the API and bypass graceful deletion."),
    intFlag(
      "grace-period",
      "Period of time in seconds given to the resource to end gracefully. Ignored if negative.",
      -1,
    ),
    stringFlag("raw", "Raw URI to PUT to the server."),
    boolFlag("save-config", "If true, the configuration of the current object is saved in its annotation."),
    stringFlag("subresource", "If specified, replace will operate on the subresource of the requested object."),
    durationFlag(
      "timeout",
      "The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object",
    ),
    boolFlag("wait", "If true, wait for resources to be gone before returning. This waits for finalizers."),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, session, io } = context;
  const dryRun = dryRunOf(flags, io);
  session.requireClientConfig();
  const force = flags.bool("force");
  if (dryRun !== "none" && force) throw new KubectlError("--dry-run can not be used when --force is set");
  const policy = propagationPolicy(flags, io);
  requireFiles(flags);
  if (flags.int("grace-period") >= 0 && !force) throw new KubectlError("--grace-period must have --force specified");
  if (flags.duration("timeout") !== 0 && !force) throw new KubectlError("--timeout must have --force specified");
  if (flags.string("raw") !== "") return sendRaw(context, "PUT");
  const options = {
    ...namedFiles(flags),
    ...manifestChecks(flags),
  };
  if (force) return forceReplace(context, options, policy);
  const count = await visitInfos(session, options, async (info) => {
    const object = prepared(context, info);
    const printer = objectPrinter(context, "replaced", dryRun);
    if (dryRun === "client") return printer.print(object);
    const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags), ...dryRunQuery(dryRun) };
    try {
      const wanted = await withCurrentVersion(session, info, object);
      printer.print(await session.client.replace(infoPath(info, flags.string("subresource")), wanted, query));
    } catch (error) {
      throw withSource(error, "replacing", info.source);
    }
  });
  if (count === 0) throw new KubectlError("no objects passed to replace");
}

// An object that apply has made keeps its annotation, with what is now wanted.
function prepared({ flags }: CommandContext, info: Info): AnyObject {
  const object = info.object as AnyObject;
  return flags.bool("save-config") || lastAppliedOf(object) !== undefined ? withLastApplied(object) : object;
}

/** Whoever names no version means the one that is there. */
async function withCurrentVersion(session: Session, info: Info, object: AnyObject): Promise<AnyObject> {
  const { resourceVersion = "" } = (object.metadata ?? {}) as Partial<AnyObject["metadata"]>;
  if (resourceVersion !== "" && resourceVersion !== null) return object;
  try {
    const { metadata } = await session.client.get(infoPath(info));
    return { ...object, metadata: { ...object.metadata, resourceVersion: metadata.resourceVersion } } as AnyObject;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return object;
  }
}

const DELETION_TIMEOUT_MS = 5 * 60_000;

async function forceReplace(context: CommandContext, options: BuilderOptions, policy: string): Promise<void> {
  const { session, flags, io } = context;
  // No time at all could lose data by accident; without the flag the object's own time counts.
  const wanted = flags.int("grace-period") === 0 ? 1 : flags.int("grace-period");
  const grace = wanted < 0 ? {} : { gracePeriodSeconds: wanted };
  const infos = await collectInfos(session, options);
  const seen = new Set<string>();
  for (const info of infos) {
    const path = infoPath(info);
    if (seen.has(path)) continue;
    seen.add(path);
    try {
      await session.client.delete(path, { propagationPolicy: policy, ...grace });
    } catch (error) {
      if (!isStatus(error, "NotFound")) throw error;
      continue;
    }
    const { group, kind } = info.resource;
    io.stdout.write(`${group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`} "${info.name}" deleted\n`);
  }
  for (const info of infos) {
    if ((await currentObject(session, info)) === undefined) continue;
    await waitForObject(
      session,
      info,
      flags.duration("timeout") || DELETION_TIMEOUT_MS,
      (object) => object === undefined,
    );
  }
  const failures: Error[] = [];
  for (const info of infos) {
    const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags) };
    const object = prepared(context, info);
    const { resourceVersion: _, ...metadata } = object.metadata;
    try {
      objectPrinter(context, "replaced").print(
        await session.client.create(resourcePath(info.resource, info.namespace), { ...object, metadata }, query),
      );
    } catch (error) {
      failures.push(asError(error));
    }
  }
  throwAll(failures);
}
