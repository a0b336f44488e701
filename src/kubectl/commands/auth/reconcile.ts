// Stands for kubectl auth reconcile: makes roles and bindings grant at least what the files say.

import { deepEqual } from "../../../api/equality.ts";
import type { AnyObject, PolicyRule, RoleBinding } from "../../../api/types.ts";
import type { ApiClient } from "../../client.ts";
import type { Command, CommandContext } from "../../command.ts";
import { goList } from "../../describe/values.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import { boolFlag } from "../../flags/flag.ts";
import { namedFiles } from "../../flags/named-files.ts";
import { filenameFlags } from "../../flags/shared-flags.ts";
import type { Info } from "../../info.ts";
import { DRY_RUN_FLAG, dryRunOf, objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { infoPath, visitInfos } from "../../resource-builder.ts";
import { resourcePath } from "../../rest-mapper.ts";
import { missingRules } from "./rule-coverage.ts";

type Subject = NonNullable<RoleBinding["subjects"]>[number];

const RBAC_KINDS: readonly string[] = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

export const command: Command = {
  name: "reconcile",
  short: "Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects",
  long: "Make roles and bindings grant at least what the files say. What is missing is made, and namespaces with it.",
  examples: "# From a file\nkubectl auth reconcile -f my-rbac-rules.yaml",
  usage: "reconcile -f FILENAME",
  flags: [
    DRY_RUN_FLAG,
    ...filenameFlags("identifying the resource to reconcile."),
    ...PRINT_FLAGS,
    boolFlag("remove-extra-permissions", "Remove permissions that the files do not have"),
    boolFlag("remove-extra-subjects", "Remove subjects that the files do not have"),
  ],
  run: reconcile,
};

async function reconcile(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  const filenames = flags.strings("filename");
  if (filenames.length === 0) {
    throw new KubectlError("must specify one of -f and -k");
  }
  if (args.length > 0) throw new KubectlError("no arguments are allowed");
  const dryRun = dryRunOf(flags, io);
  if (dryRun === "server") throw new KubectlError("--dry-run=server for command reconcile is not supported yet");
  const printer = objectPrinter(context, "reconciled", dryRun);
  session.requireClientConfig();
  const options = {
    ...namedFiles(flags),
    asWritten: true,
  };
  await visitInfos(session, options, async (info) => {
    if (!RBAC_KINDS.includes(info.resource.kind) || info.resource.group !== "rbac.authorization.k8s.io") return;
    const { object, notes } = await reconcileOne(context, info);
    printer.print({ ...object, apiVersion: "rbac.authorization.k8s.io/v1", kind: info.resource.kind });
    for (const note of notes) io.stderr.write(`\t${note}\n`);
  });
}

interface Outcome {
  readonly object: AnyObject;
  readonly notes: readonly string[];
}

async function reconcileOne(context: CommandContext, info: Info): Promise<Outcome> {
  const { flags, io, session } = context;
  const wanted = info.object as AnyObject;
  const persists = dryRunOf(flags, io) === "none";
  // kubectl 1.33 takes the namespace from the file alone; where that names none, nothing is ever found.
  const nowhere = info.resource.namespaced && info.namespace === "";
  if (nowhere && persists) throw new Error("resource name may not be empty");
  let current: AnyObject;
  try {
    if (nowhere) return created(wanted);
    current = await session.client.get(infoPath(info));
  } catch (error) {
    if (!isStatus(error, "NotFound")) throw error;
    if (persists) await create(context, info, wanted);
    return created(wanted);
  }
  const isBinding = info.resource.kind.endsWith("Binding");
  if (isBinding && !deepEqual(current.roleRef, wanted.roleRef)) {
    // What a binding grants cannot be changed.
    if (persists) {
      await session.client.delete(infoPath(info));
      await create(context, info, wanted);
    }
    return { object: wanted, notes: ["reconciliation required recreate"] };
  }
  const { object, notes } = isBinding ? mergeSubjects(context, current, wanted) : mergeRules(context, current, wanted);
  if (notes.length > 0 && persists) await session.client.replace(infoPath(info), object);
  return { object, notes };
}

function created(wanted: AnyObject): Outcome {
  const notes = ["reconciliation required create", ...details(wanted.rules, wanted.subjects)];
  return { object: wanted, notes };
}

/** With its namespace, where that is not there yet. */
async function create({ session }: CommandContext, info: Info, wanted: AnyObject): Promise<void> {
  if (info.namespace !== "") await ensureNamespace(session.client, info.namespace);
  await session.client.create(resourcePath(info.resource, info.namespace), wanted);
}

async function ensureNamespace(client: ApiClient, name: string): Promise<void> {
  try {
    await client.get(`/api/v1/namespaces/${name}`);
  } catch (error) {
    if (!isStatus(error, "NotFound")) throw error;
    await client.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
}

function mergeRules(context: CommandContext, current: AnyObject, wanted: AnyObject): Outcome {
  const [have, want] = [rulesOf(current), rulesOf(wanted)];
  const missing = missingRules(want, have);
  const extra = missingRules(have, want);
  const removes = context.flags.bool("remove-extra-permissions") && extra.length > 0;
  if (missing.length === 0 && !removes) return { object: current, notes: [] };
  const notes = ["reconciliation required update", ...details(missing, undefined)];
  if (removes) notes.push("extra rules removed:", ...extra.map((rule) => `\t${ruleText(rule)}`));
  return { object: { ...current, rules: removes ? want : [...have, ...missing] }, notes };
}

function mergeSubjects(context: CommandContext, current: AnyObject, wanted: AnyObject): Outcome {
  const [have, want] = [subjectsOf(current), subjectsOf(wanted)];
  const among = (list: readonly Subject[], { kind, name, namespace = "" }: Subject) =>
    list.some((each) => each.kind === kind && each.name === name && (each.namespace ?? "") === namespace);
  const missing = want.filter((subject) => !among(have, subject));
  const extra = have.filter((subject) => !among(want, subject));
  const removes = context.flags.bool("remove-extra-subjects") && extra.length > 0;
  if (missing.length === 0 && !removes) return { object: current, notes: [] };
  const notes = ["reconciliation required update", ...details(undefined, missing)];
  if (removes) notes.push("extra subjects removed:", ...extra.map((subject) => `\t${subjectText(subject)}`));
  return { object: { ...current, subjects: removes ? want : [...have, ...missing] }, notes };
}

function details(rules: unknown, subjects: unknown): string[] {
  const texts: string[] = [];
  const newSubjects = (subjects ?? []) as readonly Subject[];
  if (newSubjects.length > 0)
    texts.push("missing subjects added:", ...newSubjects.map((subject) => `\t${subjectText(subject)}`));
  const newRules = (rules ?? []) as readonly PolicyRule[];
  if (newRules.length > 0) texts.push("missing rules added:", ...newRules.map((rule) => `\t${ruleText(rule)}`));
  return texts;
}

function rulesOf({ rules }: AnyObject): readonly PolicyRule[] {
  return (rules ?? []) as readonly PolicyRule[];
}

function subjectsOf({ subjects }: AnyObject): readonly Subject[] {
  return (subjects ?? []) as readonly Subject[];
}

function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  return `{Verbs:${goList(verbs)} APIGroups:${goList(apiGroups)} Resources:${goList(resources)} ResourceNames:${goList(resourceNames)} NonResourceURLs:${goList(nonResourceURLs)}}`;
}

function subjectText({ kind, apiGroup = "", name, namespace = "" }: Subject): string {
  return `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
}
