// Stands for kubectl diff: what apply would change, as a unified diff.

import { createThreeWayMergePatch } from "../../api/patch/strategic.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag, intFlag, stringArrayFlag, stringFlag } from "../flags/flag.ts";
import { filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { CommandError } from "../io.ts";
import { lastAppliedOf, withLastApplied } from "../last-applied.ts";
import { structOfKind } from "../openapi.ts";
import { withoutManagedFields, yamlText } from "../printers/object-text.ts";
import { infoPath, visitInfos } from "../resource-builder.ts";
import { resourcePath } from "../rest-mapper.ts";
import { unifiedDiff } from "../unified-diff.ts";
import { currentObject } from "../waiting.ts";

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
  const filenames = flags.strings("filename");
  if (args.length > 0) throw usageError(path, `Unexpected args: [${args.join(" ")}]`);
  if (filenames.length === 0 && flags.string("kustomize") === "")
    throw new KubectlError("must specify one of -f and -k");
  if (flags.bool("prune")) throw new KubectlError("k8s-tutor does not simulate kubectl diff --prune");
  const options = {
    filenames,
    kustomize: flags.string("kustomize"),
    recursive: flags.bool("recursive"),
    labelSelector: flags.string("selector"),
    validate: true,
  };
  let different = false;
  await visitInfos(session, options, async (info) => {
    different = (await diffOne(context, info)) || different;
  });
  if (different) throw new CommandError("", 1);
}

async function diffOne(context: CommandContext, info: Info): Promise<boolean> {
  const { session, io, flags } = context;
  const live = await currentObject(session, info);
  const merged = await wouldBe(context, info, live);
  const text = (object: AnyObject | undefined) =>
    object === undefined
      ? ""
      : yamlText(masked(flags.bool("show-managed-fields") ? object : withoutManagedFields(object)));
  const [before, after] = [text(live), text(merged)];
  if (before === after) return false;
  const { group, version, kind } = info.resource;
  const name = [group, version, kind, info.namespace, info.name].filter((part) => part !== "").join(".");
  const stamp = timeText(io.now());
  const suffix = String(Math.floor(io.random() * 1e10));
  const live1 = `/tmp/LIVE-${suffix}/${name}`;
  const merged1 = `/tmp/MERGED-${suffix}/${name}`;
  io.stdout.write(
    `diff -u -N ${live1} ${merged1}\n--- ${live1}\t${stamp}\n+++ ${merged1}\t${stamp}\n${unifiedDiff(before, after)}`,
  );
  return true;
}

async function wouldBe(context: CommandContext, info: Info, live: AnyObject | undefined): Promise<AnyObject> {
  const { session, flags } = context;
  const object = info.object as AnyObject;
  const query = { dryRun: "All", fieldManager: flags.string("field-manager") };
  if (flags.bool("server-side")) {
    const fieldManager = flags.changed("field-manager") ? query.fieldManager : "kubectl";
    return session.client.patch(infoPath(info), "apply", object, {
      ...query,
      fieldManager,
      force: String(flags.bool("force-conflicts")),
    });
  }
  const wanted = withLastApplied(object);
  if (live === undefined) return session.client.create(resourcePath(info.resource, info.namespace), object, query);
  const struct = await structOfKind(session.client, info.resource);
  const last = lastAppliedOf(live);
  const fields = (value: AnyObject) => value as unknown as Record<string, unknown>;
  const patch = createThreeWayMergePatch(
    last === undefined ? {} : (JSON.parse(last) as Record<string, unknown>),
    fields(wanted),
    fields(live),
    struct,
  );
  if (Object.keys(patch).length === 0) return live;
  const after = await session.client.patch(infoPath(info), struct === undefined ? "merge" : "strategic", patch, query);
  return withAnnotationOf(after, live);
}

// The annotation of apply itself is no difference that a user asks for.
function withAnnotationOf(after: AnyObject, live: AnyObject): AnyObject {
  const annotation = lastAppliedOf(live);
  const key = "kubectl.kubernetes.io/last-applied-configuration";
  const { [key]: _, ...rest } = after.metadata.annotations ?? {};
  const annotations = annotation === undefined ? rest : { ...rest, [key]: annotation };
  const { annotations: __, ...metadata } = after.metadata;
  return { ...after, metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations } };
}

function masked(object: AnyObject): AnyObject {
  if (object.kind !== "Secret") return object;
  const data = (object as AnyObject & { data?: Record<string, string> }).data ?? {};
  return { ...object, data: Object.fromEntries(Object.keys(data).map((key) => [key, "***"])) };
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().replace("T", " ").replace(/Z$/, "000000")} +0000`;
}
