// Stands for kubectl taint.

import { goQuote } from "../../api/go-values.ts";
import { labelValueErrors, qualifiedNameErrors } from "../../api/names.ts";
import type { AnyObject, Node, Taint } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag } from "../flags/flag.ts";
import { allFlag, fieldManagerFlag, SELECTOR_FLAG, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import { CommandError } from "../io.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { infoPath, visitInfos, withType } from "../resource-builder.ts";
import { fieldValidation } from "../validation.ts";

const EFFECTS: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

interface TaintChanges {
  readonly add: readonly Taint[];
  /** Without effect: all taints with the key. */
  readonly remove: readonly { readonly key: string; readonly effect: string }[];
}

export const command: Command = {
  name: "taint",
  short: "Update the taints on one or more nodes",
  long: "Set and remove taints of nodes: a key, a value and an effect (NoSchedule, PreferNoSchedule or NoExecute). Works on nodes only.",
  examples:
    "# Set a taint\nkubectl taint nodes foo dedicated=special-user:NoSchedule\n\n# Remove it\nkubectl taint nodes foo dedicated:NoSchedule-\n\n# Remove all with the key\nkubectl taint nodes foo dedicated-",
  usage: "taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
  flags: [
    allFlag("Select all nodes in the cluster"),
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-taint"),
    boolFlag("overwrite", "Allow taints that exist to be changed."),
    ...PRINT_FLAGS,
    SELECTOR_FLAG,
    VALIDATE_FLAG,
  ],
  run: taint,
};

async function taint(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  const [resources, specs] = splitSpecs(args);
  const changes = parseTaints(specs, context.path);
  await checkTarget(context, resources, specs);
  const dryRun = dryRunOf(flags, io);
  const validation = fieldValidation(flags);
  const options = { args: resources, labelSelector: flags.string("selector"), all: flags.bool("all"), latest: true };
  const both = changes.add.length > 0 && changes.remove.length > 0;
  const operation = both || flags.bool("overwrite") ? "modified" : changes.add.length > 0 ? "tainted" : "untainted";
  const printer = objectPrinter(context, operation);
  await visitInfos(session, options, async (info) => {
    const node = info.object as unknown as Node;
    const taints = changedTaints(node, changes, flags.bool("overwrite"));
    const object = { ...node, spec: { ...node.spec, taints } } as unknown as AnyObject;
    if (dryRun === "client") return printer.print(object);
    const query = { ...dryRunQuery(dryRun), fieldManager: flags.string("field-manager"), ...validation };
    const patched = await session.client.patch(
      infoPath(info),
      "strategic",
      { spec: { taints: taints.length > 0 ? taints : null } },
      query,
    );
    printer.print(withType(patched, info.resource));
  });
}

/** The type and names, then the taints: they have an `=`, a `:` or end with `-`. */
function splitSpecs(args: readonly string[]): [resources: string[], specs: string[]] {
  const start = args.findIndex((arg) => /[=:]/.test(arg) || arg.endsWith("-"));
  return start === -1 ? [[...args], []] : [args.slice(0, start), args.slice(start)];
}

async function checkTarget(
  { flags, session }: CommandContext,
  resources: readonly string[],
  specs: readonly string[],
): Promise<void> {
  const [type = ""] = resources;
  if (resources.length === 0) throw new KubectlError("one or more resources must be specified as <resource> <name>");
  if (specs.length === 0) throw new KubectlError("at least one taint update is required");
  // kubectl takes the first argument for a type as it stands.
  if (resources[0]?.includes("/"))
    throw new CommandError(`the server doesn't have a resource type "${resources[0]}"\n`);
  const resource = await session.mapper.resourceFor(type);
  if (resource.resource !== "nodes")
    throw new KubectlError(`invalid resource type ${type}, only node types are supported`);
  const selecting = flags.bool("all") || flags.string("selector") !== "";
  if (!selecting && resources.length === 1) {
    throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set");
  }
  if (flags.bool("all") && flags.string("selector") !== "")
    throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited");
}

function parseTaints(specs: readonly string[], path: string): TaintChanges {
  const add: Taint[] = [];
  const remove: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    const parsed = parseTaint(spec.endsWith("-") ? spec.slice(0, -1) : spec, spec, path);
    if (spec.endsWith("-")) remove.push({ key: parsed.key, effect: parsed.effect });
    else if (parsed.effect === "") throw usageError(path, `invalid taint spec: ${spec}`);
    else if (add.some(({ key, effect }) => key === parsed.key && effect === parsed.effect)) {
      const shown = `{${parsed.key} ${parsed.value ?? ""} ${parsed.effect} <nil>}`;
      throw usageError(path, `duplicated taints with the same key and effect: ${shown}`);
    } else add.push(parsed);
  }
  const both = remove.filter((gone) => add.some(({ key, effect }) => matches({ key, effect }, gone.key, gone.effect)));
  if (both.length > 0) {
    const shown = both.map(({ key, effect }) => `${key}=${effect}`).join(", ");
    throw new KubectlError(`can not both modify and remove the following taint(s) in the same command: ${shown}`);
  }
  return { add, remove };
}

function parseTaint(text: string, spec: string, path: string): Taint {
  const [head = "", effect = "", ...moreEffects] = text.split(":");
  // Without an effect the whole text is a key.
  const [key = "", value = "", ...moreValues] = text.includes(":") ? head.split("=") : [text];
  if (moreEffects.length > 0 || moreValues.length > 0) throw usageError(path, `invalid taint spec: ${spec}`);
  if (text.includes(":") && !EFFECTS.includes(effect)) {
    throw usageError(path, `invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const errors = [...labelValueErrors(value), ...qualifiedNameErrors(key)];
  if (errors.length > 0) throw usageError(path, `invalid taint spec: ${spec}, ${errors.join("; ")}`);
  return { key, effect, ...(value === "" ? {} : { value }) };
}

function changedTaints({ metadata, spec }: Node, { add, remove }: TaintChanges, overwrite: boolean): Taint[] {
  const known = spec?.taints ?? [];
  const clashes = add.filter(({ key, effect }) => known.some((each) => each.key === key && each.effect === effect));
  if (!overwrite && clashes.length > 0) {
    const shown = clashes.map(({ key }) => key).join(",");
    throw new KubectlError(
      `node ${metadata.name} already has ${shown} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const kept = known.filter(({ key, effect }) => !add.some((each) => each.key === key && each.effect === effect));
  for (const { key, effect } of remove) {
    if (!known.some((each) => matches(each, key, effect))) {
      throw new KubectlError(`taint ${goQuote(effect === "" ? key : `${key}:${effect}`)} not found`);
    }
  }
  return [...add, ...kept].filter((each) => !remove.some(({ key, effect }) => matches(each, key, effect)));
}

function matches(taint: Taint, key: string, effect: string): boolean {
  return taint.key === key && (effect === "" || taint.effect === effect);
}
