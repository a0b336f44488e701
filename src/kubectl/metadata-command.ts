// What label and annotate do alike: they pick objects by arguments or files, and patch a map in the metadata of each.

import { mergePatch } from "../api/patch/merge.ts";
import type { AnyObject } from "../api/types.ts";
import { changeCause, RECORD_FLAG } from "./change-cause.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./errors.ts";
import { boolFlag, type Flag, stringFlag } from "./flags/flag.ts";
import { namedFiles, namesFiles } from "./flags/named-files.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  fieldManagerFlag,
  filenameFlags,
  SELECTOR_FLAG,
} from "./flags/shared-flags.ts";
import type { Info } from "./info.ts";
import { type MetadataChanges, metadataPatch, splitChanges } from "./metadata-edit.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, PRINT_FLAGS } from "./printers/print-flags.ts";
import { infoPath, visitInfos } from "./resource-builder.ts";

export interface MetadataCommand {
  readonly what: "label" | "annotation";
  /** Throws when the server would refuse one of the changes. */
  check(changes: MetadataChanges): void;
  /** @param single exactly one object was asked for. */
  edit(info: Info, changes: MetadataChanges, single: boolean): Promise<void>;
}

/** The flags that both have. */
export function metadataFlags(command: "label" | "annotate", what: MetadataCommand["what"]): Flag[] {
  return [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags(`identifying the resource to update the ${what}s`),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    DRY_RUN_FLAG,
    fieldManagerFlag(`kubectl-${command}`),
    boolFlag("all", "Select all resources, in the namespace of the specified resource types."),
    boolFlag("list", `If true, display the ${what}s for a given resource.`),
    boolFlag("local", `If true, ${what} will NOT contact api-server but run locally.`),
    boolFlag(
      "overwrite",
      `If true, allow ${what}s to be overwritten, otherwise reject ${what} updates that overwrite existing ${what}s.`,
    ),
    stringFlag(
      "resource-version",
      `If non-empty, the ${what} update will only succeed if this is the current resource-version for the object.`,
    ),
  ];
}

/** Reads the arguments, and edits each object that they name. */
export async function editMetadata({ flags, args, session }: CommandContext, command: MetadataCommand): Promise<void> {
  const { resources, changes } = splitChanges(args, command.what);
  if (resources.length === 0 && !namesFiles(flags)) {
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (flags.bool("local") && !namesFiles(flags)) {
    const [yaml, json] = command.what === "label" ? ["pod.yaml", "pod.json"] : ["rsrc.yaml", "rsrc.json"];
    throw new KubectlError(`can only use local files by -f ${yaml} or --filename=${json} when --local=true is set`);
  }
  if (flags.bool("all") && flags.string("selector") !== "")
    throw new KubectlError("cannot set --all and --selector at the same time");
  if (changes.set.size === 0 && changes.removed.length === 0 && !flags.bool("list"))
    throw new KubectlError(`at least one ${command.what} update is required`);
  command.check(changes);
  let single = false;
  const options = {
    args: resources,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    fieldSelector: flags.string("field-selector"),
    all: flags.bool("all"),
    allNamespaces: flags.bool("all-namespaces"),
    latest: !flags.bool("local"),
    local: flags.bool("local"),
    onResolved: (asked: boolean) => {
      single = asked;
      if (!single && flags.string("resource-version") !== "")
        throw new KubectlError("--resource-version may only be used with a single resource");
    },
  };
  await visitInfos(session, options, (info) => command.edit(info, changes, single));
}

/** `--list`: the pairs, below a heading where there are several objects. */
export function listPairs(
  { io }: CommandContext,
  { info, what, single }: { readonly info: Info; readonly what: string; readonly single: boolean },
  pairs: Readonly<Record<string, string>>,
): void {
  const { kind, group } = info.resource;
  if (!single) io.stdout.write(`Listing ${what} for ${kind}.${group}/${info.name}:\n`);
  for (const [key, value] of Object.entries(pairs)) io.stdout.write(`${single ? "" : " "}${key}=${value}\n`);
}

/** The pairs as they would be. */
export function editedPairs(
  current: Readonly<Record<string, string>>,
  { set, removed }: MetadataChanges,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries({ ...current, ...Object.fromEntries(set) }).filter(([key]) => !removed.includes(key)),
  );
}

/** The pairs that would change what is there already, with what is there. */
export function takenKeys(current: Readonly<Record<string, string>>, { set }: MetadataChanges): [string, string][] {
  return [...set].flatMap(([key, value]): [string, string][] => {
    const present = current[key];
    return present === undefined || present === value ? [] : [[key, present]];
  });
}

/** The object with the changes; the server is told unless `isLocal`. */
export async function patchMetadata(
  context: CommandContext,
  info: Info,
  field: "labels" | "annotations",
  changes: MetadataChanges,
  isLocal: boolean,
): Promise<AnyObject> {
  const { flags, io, session } = context;
  const object = info.object as AnyObject;
  const annotations = changeCause(context);
  const wanted = metadataPatch(field, changes, object.metadata?.[field] ?? {});
  const patch = Object.keys(annotations).length === 0 ? wanted : mergePatch(wanted, { metadata: { annotations } });
  const dryRun = dryRunOf(flags, io);
  if (isLocal || dryRun === "client" || flags.bool("local")) return mergePatch(object, patch) as AnyObject;
  const version = flags.string("resource-version");
  const body = version === "" ? patch : mergePatch(patch, { metadata: { resourceVersion: version } });
  const query = { fieldManager: flags.string("field-manager"), ...dryRunQuery(dryRun) };
  return session.client.patch(infoPath(info), "merge", body, query);
}
