// Stands for kubectl edit: opens an object in an editor and sends what was changed.

import { createTwoWayMergePatch } from "../../api/patch/strategic.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { asError, KubectlError, StatusError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { fieldManagerFlag, filenameFlags, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { CommandError } from "../io.ts";
import { structOfKind } from "../openapi.ts";
import { jsonText, withoutManagedFields, yamlText } from "../printers/object-text.ts";
import { objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { collectInfos, infoPath } from "../resource-builder.ts";
import { groupResourceOf } from "../rest-mapper.ts";
import { fieldValidation } from "../validation.ts";
import { parseYamlDocument } from "../yaml/load.ts";

export const command: Command = {
  name: "edit",
  short: "Edit a resource on the server",
  long: `Edit a resource from the default editor.

The edit command opens any API resource that you can name in the editor that the KUBE_EDITOR or EDITOR environment variables say, or vi. When you save and leave the editor, the change is sent to the server. If the server refuses it, the file is opened again with the reason in it.

The default format is YAML. To edit in JSON, specify "-o json".`,
  examples: `# Edit the service named 'web'
kubectl edit svc/web

# Use an alternative editor
KUBE_EDITOR="nano" kubectl edit svc/web`,
  usage: "edit (RESOURCE/NAME | -f FILENAME)",
  flags: [
    ...PRINT_FLAGS,
    ...filenameFlags("to use to edit the resource"),
    VALIDATE_FLAG,
    fieldManagerFlag("kubectl-edit"),
    boolFlag("output-patch", "Output the patch if the resource is edited."),
    boolFlag("save-config", "If true, the configuration of the current object is saved in its annotation."),
    stringFlag("subresource", "If specified, edit will operate on the subresource of the requested object."),
    boolFlag("windows-line-endings", "Defaults to the line ending native to your platform."),
  ],
  run,
};

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

async function run(context: CommandContext): Promise<void> {
  const { flags, args, session } = context;
  const options = {
    args,
    filenames: flags.strings("filename"),
    recursive: flags.bool("recursive"),
    latest: true,
    subresource: flags.string("subresource"),
  };
  const infos = await collectInfos(session, options);
  if (infos.length === 0) throw new KubectlError("edit cancelled, no objects found");
  for (const info of infos) await editOne(context, info);
}

async function editOne(context: CommandContext, info: Info): Promise<void> {
  const { flags, io } = context;
  const original = info.object as AnyObject;
  const json = flags.string("output") === "json";
  const shown = withoutManagedFields(original);
  const body = json ? jsonText(shown) : yamlText(shown);
  const path = `${io.env.TMPDIR ?? "/tmp"}/kubectl-edit-${Math.floor(io.random() * 1e10)}.${json ? "json" : "yaml"}`;
  let text = json ? body : HEADER + body;
  let failure = "";
  for (;;) {
    const edited = await openEditor(context, path, text);
    if (contentOf(edited) === contentOf(text)) return endUnchanged(context, path, failure);
    if (contentOf(edited).trim() === "") {
      io.files.remove(path);
      io.stderr.write("Edit cancelled, saved file was empty.\n");
      return;
    }
    try {
      await send(context, info, shown, edited);
      io.files.remove(path);
      return;
    } catch (error) {
      failure = failureText(asError(error), info);
      if (!io.stderr.write(`error: ${failureTitle(info)}\n`)) return;
      text = json ? edited : HEADER + commented(failure) + contentOf(edited);
    }
  }
}

async function openEditor({ io }: CommandContext, path: string, text: string): Promise<string> {
  const editor = io.env.KUBE_EDITOR || io.env.EDITOR || "vi";
  io.files.write(path, text, 0o600);
  if ((await io.edit(editor, path)) !== 0)
    throw new KubectlError(`there was a problem with the editor "${editor.split(" ")[0]}"`);
  return io.files.read(path);
}

// Comment lines are not part of the object.
function contentOf(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n");
}

function endUnchanged({ io }: CommandContext, path: string, failure: string): void {
  if (failure === "") {
    io.files.remove(path);
    io.stderr.write("Edit cancelled, no changes made.\n");
    return;
  }
  io.stderr.write(`A copy of your changes has been stored to "${path}"\n`);
  throw new CommandError("error: Edit cancelled, no valid changes were saved.");
}

function failureTitle(info: Info): string {
  return `${groupResourceOf(info.resource)} "${info.name}" is invalid`;
}

function failureText(error: Error, info: Info): string {
  const causes = error instanceof StatusError ? (error.status.details?.causes ?? []) : [];
  const lines = causes.map((cause) => `* ${cause.field ?? ""}: ${cause.message ?? ""}`);
  return [
    `${groupResourceOf(info.resource)} "${info.name}" was not valid:`,
    ...(lines.length > 0 ? lines : [`* ${error.message}`]),
  ].join("\n");
}

function commented(text: string): string {
  return `${text
    .split("\n")
    .map((line) => `# ${line}\n`)
    .join("")}#\n`;
}

async function send(context: CommandContext, info: Info, before: AnyObject, edited: string): Promise<void> {
  const { session, flags, io } = context;
  const parsed = parseYamlDocument(contentOf(edited));
  if (parsed.error !== undefined) throw new KubectlError(parsed.error);
  const struct = await structOfKind(session.client, info.resource);
  const after = parsed.value as AnyObject;
  if (after.metadata?.name !== info.name)
    throw new KubectlError("At least one of apiVersion, kind and name was changed");
  const patch = createTwoWayMergePatch(
    before as unknown as Record<string, unknown>,
    after as unknown as Record<string, unknown>,
    struct,
  );
  if (flags.bool("output-patch")) io.stdout.write(`Patch: ${JSON.stringify(patch)}\n`);
  const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags) };
  const kind = struct === undefined ? "merge" : "strategic";
  const result = await session.client.patch(infoPath(info, flags.string("subresource")), kind, patch, query);
  objectPrinter(context, "edited").print(result);
}
