// Stands for kubectl set env.

import type { AnyObject, ConfigMap, Container, Draft, EnvVar, Secret } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { boolFlag, stringArrayFlag, stringFlag, stringsFlag } from "../../flags/flag.ts";
import { namesFiles } from "../../flags/named-files.ts";
import type { Info } from "../../info.ts";
import { readText } from "../../manifest.ts";
import { podSpecOf } from "../../pod-spec.ts";
import { collectInfos } from "../../resource-builder.ts";
import { writeWarning } from "../../warnings.ts";
import { changeObjects, complaintName, SET_SELECTOR_FLAGS, splitArguments, withoutTemplate } from "./change.ts";
import { chosenContainers } from "./containers.ts";
import { listEnvironment } from "./env-list.ts";
import { parseVariables, type VariableChanges, variableName } from "./env-variables.ts";

export const command: Command = {
  name: "env",
  short: "Update environment variables on a pod template",
  long: "Set, remove or list the environment variables of pods and pod templates. `NAME-` removes one.\n\n Possible resources include (case insensitive):\n\n        pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)",
  examples:
    "# Set a variable\nkubectl set env deployment/registry STORAGE_DIR=/local\n\n# List them\nkubectl set env deployment/sample-build --list\n\n# From a secret\nkubectl set env --from=secret/mysecret deployment/myapp\n\n# Remove one\nkubectl set env deployments --all ENV-",
  usage: "env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
  flags: [
    ...SET_SELECTOR_FLAGS,
    stringFlag("containers", "The containers to change, with * for any text.", "*", { shorthand: "c" }),
    stringArrayFlag("env", "Variables to set, as in 'A=b'.", [], { shorthand: "e" }),
    stringFlag("from", "The ConfigMap or Secret whose keys become variables."),
    stringsFlag("keys", "Only these keys of --from."),
    boolFlag("list", "List the variables and where they come from."),
    boolFlag("overwrite", "Allow variables that exist to be changed.", true),
    stringFlag("prefix", "What stands before the names made from keys."),
    boolFlag("resolve", "With --list: show values of ConfigMaps and Secrets."),
  ],
  run: setEnv,
};

async function setEnv(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  const [given, words] = splitArguments(args, (arg) => arg.indexOf("=") > 0 || arg.endsWith("-"));
  const misplaced = words.find((word) => !word.includes("=") && !word.endsWith("-"));
  if (misplaced !== undefined || words.slice(1).some((word) => word.startsWith("=")))
    throw new KubectlError(`all resources must be specified before environment changes: ${args.join(" ")}`);
  checkArguments(context, given);
  // Here kubectl looks at nothing but the files.
  const resources = flags.bool("local") ? [] : given;
  if (flags.bool("list")) return listEnvironment(context, resources);
  const piped = words.includes("-") ? await pipedVariables(context) : [];
  const variables = parseVariables([...words.filter((word) => word !== "-"), ...flags.strings("env"), ...piped]);
  const imported = flags.string("from") === "" ? [] : await variablesFrom(context);
  const changes = { ...variables, set: [...variables.set, ...imported] };
  await changeObjects(context, {
    operation: "env updated",
    resources,
    failure: "env update to pod template:",
    change: (object, info) => changeEnvironment(context, object, info, changes),
  });
}

function checkArguments({ flags }: CommandContext, resources: readonly string[]): void {
  const named = resources.length > 0 || namesFiles(flags);
  if (!named)
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (flags.string("from") === "" && flags.strings("keys").length > 0) {
    throw new KubectlError("when specifying --keys, a configmap or secret must be provided with --from");
  }
  if (flags.bool("list") && flags.string("output") !== "")
    throw new KubectlError("--list and --output may not be specified together");
}

/** `-` among the variables: more of them come from standard input, one on each line. */
async function pipedVariables({ session }: CommandContext): Promise<string[]> {
  const text = await readText(session, "-");
  return text.split("\n").filter((line) => line.includes("="));
}

async function variablesFrom(context: CommandContext): Promise<EnvVar[]> {
  const { flags, io, session } = context;
  const [info] = await collectInfos(session, { args: [flags.string("from")], latest: true });
  const object = info?.object as AnyObject | undefined;
  if (object?.kind !== "Secret" && object?.kind !== "ConfigMap")
    throw new KubectlError(`unsupported resource specified in --from`);
  const keys = flags.strings("keys");
  const { data = {} } = object as unknown as ConfigMap | Secret;
  const selected = Object.keys(data)
    .sort()
    .filter((key) => keys.length === 0 || keys.includes(key));
  return selected.map((key) => {
    const upper = variableName(key);
    if (upper !== key) writeWarning(io, `key ${key} transferred to ${upper}`);
    const name = `${flags.string("prefix")}${upper}`;
    const reference = { key, name: object.metadata.name };
    return {
      name,
      valueFrom: object.kind === "Secret" ? { secretKeyRef: reference } : { configMapKeyRef: reference },
    } as EnvVar;
  });
}

function changeEnvironment(
  context: CommandContext,
  object: Draft<AnyObject>,
  info: Info,
  changes: VariableChanges,
): void {
  const { flags } = context;
  const spec = podSpecOf(object);
  if (spec === undefined) throw withoutTemplate(info);
  for (const container of chosenContainers(context, info, spec)) {
    if (!flags.bool("overwrite")) refuseOverwriting(container, changes.set, info);
    container.env = changedVariables(container.env ?? [], changes) as Draft<EnvVar>[];
    if (container.env.length === 0) delete container.env;
  }
}

function refuseOverwriting({ env = [] }: Draft<Container>, variables: readonly EnvVar[], info: Info): void {
  for (const { name, value } of variables) {
    const known = env.find((each) => each.name === name);
    if (known !== undefined && (known.value ?? "") !== (value ?? ""))
      throw new KubectlError(
        `${complaintName(info)} '${name}' already has a value (${known.value ?? ""}), and --overwrite is false`,
      );
  }
}

function changedVariables(before: readonly EnvVar[], { set, remove }: VariableChanges): EnvVar[] {
  const kept = before.map((variable) => set.find((each) => each.name === variable.name) ?? variable);
  const added = set.filter(
    ({ name }, index) =>
      !before.some((each) => each.name === name) && set.findIndex((each) => each.name === name) === index,
  );
  return [...kept, ...added].filter(({ name }) => !remove.includes(name));
}
