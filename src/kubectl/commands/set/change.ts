// What the commands below `kubectl set` have in common: change objects of the server or of files, send what differs, print.

import { type AnyObject, type Draft, draftOf } from "../../../api/types.ts";
import { withChangeCause } from "../../change-cause.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError, StatusError, throwAll } from "../../errors.ts";
import { boolFlag, type Flag } from "../../flags/flag.ts";
import { allFlag, fieldManagerFlag, filenameFlags, SELECTOR_FLAG } from "../../flags/shared-flags.ts";
import { typedForm } from "../../go-order.ts";
import type { BuilderOptions, Info } from "../../info.ts";
import { type Fields, objectPatch } from "../../object-patch.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { collectInfos, infoPath, withType } from "../../resource-builder.ts";

export const SET_FLAGS: readonly Flag[] = [
  allFlag("Select all resources in the namespace of the specified resource types"),
  DRY_RUN_FLAG,
  fieldManagerFlag("kubectl-set"),
  ...filenameFlags("identifying the resource to change"),
  boolFlag("local", "Do not ask the server: change the objects of the files only."),
  ...PRINT_FLAGS,
];

export const SET_SELECTOR_FLAGS: readonly Flag[] = [...SET_FLAGS, SELECTOR_FLAG];

export interface SetOptions {
  /** As in `image updated`. */
  readonly operation: string;
  /** The resources among the arguments. */
  readonly resources: readonly string[];
  /** As in `failed to patch image update to pod template`; absent where the server's words are shown as they are. */
  readonly failure?: string;
  /** Complains of the rest of the command line, once the resources are known to be there. */
  readonly validate?: () => void;
  /** The request is made even when nothing differs. */
  readonly sendsAlways?: boolean;
  /** Changes the object; throws what keeps it from being changed. */
  readonly change: (object: Draft<AnyObject>, info: Info) => void | Promise<void>;
}

const LOCAL_NEEDS_FILE = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** The objects that are to be changed: all of them, or none when one cannot be had. */
export async function objectsToChange(context: CommandContext, resources: readonly string[]): Promise<Info[]> {
  return collectInfos(context.session, targetOptions(context, resources));
}

export function targetOptions({ flags }: CommandContext, resources: readonly string[]): BuilderOptions {
  const local = flags.bool("local");
  const base = {
    filenames: flags.strings("filename"),
    kustomize: flags.has("kustomize") ? flags.string("kustomize") : "",
    recursive: flags.bool("recursive"),
    labelSelector: flags.has("selector") ? flags.string("selector") : "",
    all: flags.bool("all"),
    local,
    latest: !local,
    typed: true,
  };
  if (local && resources.length > 0) throw new KubectlError(LOCAL_NEEDS_FILE);
  // Of files alone kubectl takes every object: no label chooses among them.
  return local ? { ...base, labelSelector: "", all: false, args: [] } : { ...base, args: resources };
}

export async function changeObjects(context: CommandContext, options: SetOptions): Promise<void> {
  const { flags, io } = context;
  const dryRun = dryRunOf(flags, io);
  if (dryRun === "server" && flags.bool("local"))
    throw new KubectlError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  const printer = objectPrinter(context, options.operation, dryRun, true);
  const infos = await objectsToChange(context, options.resources);
  options.validate?.();
  const failures: Error[] = [];
  for (const info of infos) {
    try {
      // What is absent in the file is empty in kubectl's own types: a template may be given where there was none.
      const before = typedForm(info.object as unknown as Fields);
      const after = draftOf(before) as Draft<AnyObject>;
      await options.change(after, info);
      Object.assign(after.metadata, withChangeCause(context, after as AnyObject).metadata);
      const patch = objectPatch(before as Fields, after as Fields) ?? (options.sendsAlways === true ? {} : undefined);
      if (patch === undefined) continue;
      if (flags.bool("local") || dryRun === "client") printer.print(after as AnyObject);
      else {
        const query = { ...dryRunQuery(dryRun), fieldManager: flags.string("field-manager") };
        const patched = await send(context, info, patch, query, options.failure);
        printer.print(withType(patched, info.resource));
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  const isPatchFailure = (error: Error) => error instanceof PatchFailure;
  throwAll([...failures.filter((error) => !isPatchFailure(error)), ...failures.filter(isPatchFailure)]);
}

async function send(
  { session }: CommandContext,
  info: Info,
  patch: Fields,
  query: Record<string, string>,
  failure: string | undefined,
): Promise<AnyObject> {
  try {
    return await session.client.patch(infoPath(info), "strategic", patch, query);
  } catch (error) {
    if (!(error instanceof StatusError) || failure === undefined) throw error;
    throw new KubectlError(`failed to patch ${failure} ${error.message}`);
  }
}

/** `deployments/web`: how these commands name an object in their complaints. */
export function complaintName({ name, resource }: Info): string {
  // What no server was asked about has no plural, and kubectl breaks the line after such a name.
  if (resource.verbs.length > 0) return `${resource.resource}/${name}`;
  return resource.group === "" ? `${resource.singular}/${name}` : `${resource.singular}.${resource.group}/${name}\n`;
}

/** What keeps an object from being changed at all; told after what is wrong inside of others. */
class PatchFailure extends KubectlError {}

export function patchFailure(info: Info, why: string): KubectlError {
  return new PatchFailure(`error: ${complaintName(info)} ${why}\n`);
}

export function withoutTemplate(info: Info): KubectlError {
  const { version, kind } = info.resource;
  return patchFailure(info, `the object is not a pod or does not have a pod template: *${version}.${kind}`);
}

/** The arguments before the first that is a change, and the rest. */
export function splitArguments(
  args: readonly string[],
  isChange: (arg: string) => boolean,
): [resources: string[], changes: string[]] {
  const resources: string[] = [];
  const changes: string[] = [];
  for (const arg of args) {
    if (changes.length === 0 && !isChange(arg)) resources.push(arg);
    else changes.push(arg);
  }
  return [resources, changes];
}
