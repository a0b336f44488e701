// What the `create TYPE NAME` commands share: their flags, and how the object is sent and printed.

import type { AnyObject } from "../../../api/types.ts";
import type { Command, CommandContext, LazyCommand } from "../../command.ts";
import { ConnectionError, KubectlError, StatusError, usageError } from "../../errors.ts";
import { boolFlag, type Flag } from "../../flags/flag.ts";
import { fieldManagerFlag, VALIDATE_FLAG } from "../../flags/shared-flags.ts";
import { withSavedConfig } from "../../last-applied.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { requirePathSegment } from "../../rest-mapper.ts";
import { fieldValidation } from "../../validation.ts";

/** An object under construction, its fields in the order in which JSON shows them. */
export type Manifest = Record<string, unknown>;

export interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly long?: string;
  readonly examples: string;
  readonly usage: string;
  readonly flags: readonly Flag[];
  /** `/api/v1` or `/apis/apps/v1`. */
  readonly root: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** As `failed to create deployment: `; absent where kubectl prints the server's error as it is. */
  readonly failure?: string;
  /** False where --save-config is taken, and does nothing. */
  readonly savesConfig?: boolean;
  make(context: CommandContext, name: string): Promise<Manifest> | Manifest;
}

const COMMON_FLAGS: readonly Flag[] = [
  ...PRINT_FLAGS,
  DRY_RUN_FLAG,
  fieldManagerFlag("kubectl-create"),
  boolFlag(
    "save-config",
    "If true, the configuration of the current object is saved in its annotation, so that kubectl apply can be used on it in the future.",
  ),
  VALIDATE_FLAG,
];

export function generator(description: Generator): LazyCommand {
  const { name, aliases, short, long, examples, usage, flags } = description;
  const command: Command = {
    name,
    short,
    long: long ?? `${short}.`,
    examples,
    usage,
    flags: [...COMMON_FLAGS, ...flags],
    run: (context) => runGenerator(context, description),
  };
  const summary = aliases === undefined ? command : { ...command, aliases };
  return aliases === undefined
    ? { name, short, load: async () => summary }
    : { name, aliases, short, load: async () => summary };
}

export function onlyName({ args, path, argsBeforeDash }: CommandContext): string {
  const given = argsBeforeDash === -1 ? args : args.slice(0, argsBeforeDash);
  const [name] = given;
  if (name === undefined || given.length !== 1)
    throw usageError(path, `exactly one NAME is required, got ${given.length}`);
  return name;
}

async function runGenerator(context: CommandContext, description: Generator): Promise<void> {
  const { flags, io, session } = context;
  const name = onlyName(context);
  session.requireClientConfig();
  void session.namespace;
  // kubectl makes itself a client even where nothing is sent.
  void session.client;
  const dryRun = dryRunOf(flags, io);
  fieldValidation(flags);
  const printer = objectPrinter(context, "created", dryRun, true);
  const made = await description.make(context, name);
  const object =
    flags.bool("save-config") && description.savesConfig !== false
      ? withSavedConfig(made as unknown as AnyObject)
      : (made as unknown as AnyObject);
  if (dryRun === "client") return printer.print(object);
  const namespace = description.namespaced ? `/namespaces/${session.namespace}` : "";
  const path = `${description.root}${namespace}/${description.resource}`;
  const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags), ...dryRunQuery(dryRun) };
  try {
    if (namespace !== "") requirePathSegment("namespace", session.namespace);
    printer.print(await session.client.create(path, cleaned(object), query));
  } catch (error) {
    const { failure } = description;
    if (failure !== undefined && (error instanceof StatusError || error instanceof KubectlError))
      throw new KubectlError(`${failure}${error.message}`);
    if (failure !== undefined && error instanceof ConnectionError)
      throw new KubectlError(`${failure}${error.detail()}`);
    throw error;
  }
}

// What is sent has no null fields: they only appear where the object is printed.
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, cleaned(item)]),
  );
}

/** metadata of a new object; the namespace stands in it only when -n was given. */
export function metadataOf(context: CommandContext, name: string, more: Manifest = {}, namespaced = true): Manifest {
  const namespace = namespaced && context.session.namespaceGiven ? { namespace: context.session.namespace } : {};
  return { name, ...namespace, creationTimestamp: null, ...more };
}

/** The words after `--`. */
export function commandWords({ args, argsBeforeDash }: CommandContext): readonly string[] {
  return argsBeforeDash === -1 ? [] : args.slice(argsBeforeDash);
}
