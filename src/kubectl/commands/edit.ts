// Stands for kubectl edit: opens an object in an editor and sends what was changed.

import { RECORD_FLAG } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags, VALIDATE_FLAG } from "../flags/shared-flags.ts";
import { PRINT_FLAGS } from "../printers/print-flags.ts";
import { collectInfos } from "../resource-builder.ts";
import { patchMode } from "./edit/edit-modes.ts";
import { editInfos } from "./edit/edit-session.ts";

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
    RECORD_FLAG,
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

async function run(context: CommandContext): Promise<void> {
  const { flags, args, session } = context;
  const options = {
    args,
    ...namedFiles(flags),
    allowEmptySelector: true,
    latest: true,
    subresource: flags.string("subresource"),
  };
  const infos = await collectInfos(session, options);
  if (infos.length === 0) throw new KubectlError("edit cancelled, no objects found");
  await editInfos(context, patchMode, infos);
}
