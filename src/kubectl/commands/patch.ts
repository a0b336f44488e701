// Stands for kubectl patch: changes fields of an object by a strategic, merge or JSON patch.

import type { StructType } from "../../api/field-schema.ts";
import { goQuote } from "../../api/go-values.ts";
import { jsonFault } from "../../api/json-fault.ts";
import { applyJsonPatch, type JsonPatchOperation } from "../../api/patch/json-patch.ts";
import { mergePatch } from "../../api/patch/merge.ts";
import { applyStrategicPatch } from "../../api/patch/strategic.ts";
import { badRequest } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import { changeCause, RECORD_FLAG } from "../change-cause.ts";
import type { PatchKind } from "../client.ts";
import type { Command, CommandContext } from "../command.ts";
import { isStatus, KubectlError, StatusError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags } from "../flags/shared-flags.ts";
import { goJson } from "../go-json.ts";
import type { Info } from "../info.ts";
import { systemMessage } from "../kubeconfig.ts";
import { structOfKind } from "../openapi.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { infoPath, refresh, visitInfos } from "../resource-builder.ts";
import { apiVersionOf } from "../rest-mapper.ts";
import { isRegistered } from "../scheme.ts";
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
  const patch = readPatch(context);
  const kind = kindOf(context);
  const dryRun = dryRunOf(flags, io);
  const local = flags.bool("local");
  const options = {
    args,
    ...namedFiles(flags),
    local,
  };
  const count = await visitInfos(session, options, async (info) => {
    const before =
      local || dryRun === "client"
        ? (info.object as AnyObject)
        : await refresh(session, info, flags.string("subresource"));
    const isHere = local || dryRun === "client";
    const struct = isHere && kind === "strategic" ? await structOfKind(session.client, info.resource) : undefined;
    const after = isHere ? applied(before, kind, patch, struct) : await send(context, info, kind, patch);
    const changed = goJson(before) !== goJson(after);
    const annotations = changeCause(context);
    if (Object.keys(annotations).length > 0 && !local && dryRun === "none")
      await session.client.patch(infoPath(info), "merge", { metadata: { annotations } });
    // A dry run looks like the real thing here.
    objectPrinter(context, changed ? "patched" : "patched (no change)").print(after);
  });
  if (count === 0) throw new KubectlError("no objects passed to patch");
}

/** What the patch says; what looks like JSON goes out as it is, sound or not. */
type Patch = { readonly value: unknown } | { readonly fault: string };

type LocalKind = Exclude<PatchKind, "apply">;

function kindOf({ flags, args, io }: CommandContext): LocalKind {
  const local = flags.bool("local");
  if (local && args.length > 0) throw new KubectlError("cannot specify --local and server resources");
  if (local && dryRunOf(flags, io) === "server")
    throw new KubectlError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  if (local && flags.strings("filename").length === 0)
    throw new KubectlError("one or more files must be specified as -f when --local is set");
  const kind = flags.string("type").toLowerCase();
  if (kind === "json" || kind === "merge" || kind === "strategic") return kind;
  throw new KubectlError(`--type must be one of [json merge strategic], not "${flags.string("type")}"`);
}

function readPatch({ flags, io }: CommandContext): Patch {
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
  const fault = /^\s*\{/.test(text) ? jsonFault(text) : undefined;
  if (fault !== undefined) return { fault };
  const parsed = parseYamlDocument(text);
  if (parsed.error !== undefined)
    throw new KubectlError(
      `unable to parse ${goQuote(flags.string("patch"))}: ${parsed.error.replace("error converting YAML to JSON: ", "")}`,
    );
  return { value: parsed.value };
}

async function send(
  { flags, session, io }: CommandContext,
  info: Info,
  kind: LocalKind,
  patch: Patch,
): Promise<AnyObject> {
  // What the server says of a text that is no JSON.
  if ("fault" in patch) {
    const message = kind === "strategic" ? patch.fault : `error decoding patch: ${patch.fault}`;
    throw new StatusError(badRequest(message));
  }
  const query = { fieldManager: flags.string("field-manager"), ...dryRunQuery(dryRunOf(flags, io)) };
  const { value } = patch;
  const body = typeof value === "string" ? JSON.stringify(value) : value;
  try {
    return await session.client.patch(infoPath(info, flags.string("subresource")), kind, body, query);
  } catch (error) {
    if (!isStatus(error, "UnsupportedMediaType")) throw error;
    const type = kind === "json" ? "json-patch" : `${kind === "merge" ? "" : "strategic-"}merge-patch`;
    throw new KubectlError(`application/${type}+json is not supported by ${kindText(info)}: ${error.message}`);
  }
}

function kindText({ resource }: Info): string {
  return `${apiVersionOf(resource)}, Kind=${resource.kind}`;
}

function applied(object: AnyObject, kind: LocalKind, patch: Patch, struct: StructType | undefined): AnyObject {
  if ("fault" in patch) throw new KubectlError(kind === "json" ? patch.fault : "invalid JSON document");
  const { value } = patch;
  const isList = Array.isArray(value);
  if (kind === "json") {
    if (!isList)
      throw new KubectlError(`json: cannot unmarshal ${jsonType(value)} into Go value of type jsonpatch.Patch`);
    return applyJsonPatch(object, value as readonly JsonPatchOperation[]) as AnyObject;
  }
  if (kind === "merge") {
    if (isList) throw new KubectlError("json: cannot unmarshal array into Go value of type unstructured.detector");
    return mergePatch(object, value) as AnyObject;
  }
  if (isList) throw new KubectlError("invalid JSON document");
  const { apiVersion, kind: ofObject } = object;
  if (!isRegistered(apiVersion))
    throw new KubectlError(
      `strategic merge patch is not supported for ${apiVersion}, Kind=${ofObject} locally, try --type merge`,
    );
  // Simplified: with --local, a server that does not answer cannot say how lists merge, so they are replaced as a whole.
  return applyStrategicPatch(object, value as Record<string, unknown>, struct) as unknown as AnyObject;
}

function jsonType(value: unknown): string {
  return typeof value === "boolean" ? "bool" : typeof value;
}
