// Stands for kubectl patch: changes fields of an object by a strategic, merge or JSON patch.

import type { StructType } from "../../api/field-schema.ts";
import { applyJsonPatch, type JsonPatchOperation } from "../../api/patch/json-patch.ts";
import { mergePatch } from "../../api/patch/merge.ts";
import { applyStrategicPatch } from "../../api/patch/strategic.ts";
import type { AnyObject } from "../../api/types.ts";
import { changeCause, RECORD_FLAG } from "../change-cause.ts";
import type { PatchKind } from "../client.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { fieldManagerFlag, filenameFlags } from "../flags/shared-flags.ts";
import { goJson } from "../go-json.ts";
import type { Info } from "../info.ts";
import { systemMessage } from "../kubeconfig.ts";
import { structOfKind } from "../openapi.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { infoPath, refresh, visitInfos } from "../resource-builder.ts";
import { parseYamlDocument } from "../yaml/load.ts";

export const command: Command = {
  name: "patch",
  short: "Update fields of a resource",
  long: `Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.

JSON and YAML formats are accepted.

Note: strategic merge patch is not supported for custom resources.`,
  examples: `# Partially update a node using a strategic merge patch, specifying the patch as JSON
kubectl patch node worker -p '{"spec":{"unschedulable":true}}'

# Update a container's image; spec.containers[*].name is required because it's a merge key
kubectl patch pod web -p '{"spec":{"containers":[{"name":"web","image":"new image"}]}}'

# Update a container's image using a JSON patch with positional arrays
kubectl patch pod web --type='json' -p='[{"op": "replace", "path": "/spec/containers/0/image", "value":"new image"}]'

# Update a deployment's replicas through the 'scale' subresource using a merge patch
kubectl patch deployment web --subresource='scale' --type='merge' -p '{"spec":{"replicas":2}}'`,
  usage: "patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]",
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    ...filenameFlags("identifying the resource to update"),
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-patch"),
    boolFlag("local", "If true, patch will operate on the content of the file, not the server-side resource."),
    stringFlag("patch", "The patch to be applied to the resource JSON file.", "", { shorthand: "p" }),
    stringFlag("patch-file", "A file containing a patch to be applied to the resource."),
    stringFlag("subresource", "If specified, patch will operate on the subresource of the requested object."),
    stringFlag("type", "The type of patch being provided; one of [json merge strategic]", "strategic"),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, session, io } = context;
  if (flags.bool("local") && flags.strings("filename").length === 0)
    throw new KubectlError("one or more files must be specified as -f when --local is set");
  const kind = flags.string("type").toLowerCase();
  if (kind !== "json" && kind !== "merge" && kind !== "strategic")
    throw new KubectlError(`--type must be one of [json merge strategic], not "${flags.string("type")}"`);
  const patch = readPatch(context);
  const dryRun = dryRunOf(flags, io);
  const local = flags.bool("local");
  const options = {
    args,
    filenames: flags.strings("filename"),
    kustomize: flags.string("kustomize"),
    recursive: flags.bool("recursive"),
    local,
  };
  const count = await visitInfos(session, options, async (info) => {
    const before =
      local || dryRun === "client"
        ? (info.object as AnyObject)
        : await refresh(session, info, flags.string("subresource"));
    const struct = !local && kind === "strategic" ? await structOfKind(session.client, info.resource) : undefined;
    const after =
      local || dryRun === "client" ? applied(before, kind, patch, struct) : await send(context, info, kind, patch);
    const changed = goJson(before) !== goJson(after);
    const annotations = changeCause(context);
    if (Object.keys(annotations).length > 0 && !local && dryRun === "none")
      await session.client.patch(infoPath(info), "merge", { metadata: { annotations } });
    // A dry run of the server looks like the real thing here.
    const shown = dryRun === "server" ? "none" : dryRun;
    objectPrinter(context, changed ? "patched" : "patched (no change)", shown).print(after);
  });
  if (count === 0) throw new KubectlError("no objects passed to patch");
}

function readPatch({ flags, io }: CommandContext): unknown {
  const file = flags.string("patch-file");
  if (flags.string("patch") !== "" && file !== "")
    throw new KubectlError("cannot specify --patch and --patch-file together");
  if (flags.string("patch") === "" && file === "")
    throw new KubectlError("must specify --patch or --patch-file containing the contents of the patch");
  let text = flags.string("patch");
  if (file !== "") {
    try {
      text = io.files.read(file);
    } catch (error) {
      throw new KubectlError(`unable to read patch file: ${systemMessage("open", file, error)}`);
    }
  }
  const parsed = parseYamlDocument(text);
  if (parsed.error !== undefined)
    throw new KubectlError(
      `unable to parse ${JSON.stringify(text)}: ${parsed.error.replace("error converting YAML to JSON: ", "")}`,
    );
  return parsed.value;
}

async function send(
  { flags, session, io }: CommandContext,
  info: Info,
  kind: PatchKind,
  patch: unknown,
): Promise<AnyObject> {
  const query = { fieldManager: flags.string("field-manager"), ...dryRunQuery(dryRunOf(flags, io)) };
  return session.client.patch(infoPath(info, flags.string("subresource")), kind, patch, query);
}

function applied(
  object: AnyObject,
  kind: "json" | "merge" | "strategic",
  patch: unknown,
  struct: StructType | undefined,
): AnyObject {
  if (kind === "json") return applyJsonPatch(object, patch as readonly JsonPatchOperation[]) as AnyObject;
  if (kind === "merge") return mergePatch(object, patch) as AnyObject;
  // Simplified: without the server's schema, with --local, lists are replaced as a whole.
  return applyStrategicPatch(object, patch as Record<string, unknown>, struct) as unknown as AnyObject;
}
