// The file that an editor gets: a header of comments, and below it the objects.

import { goQuote } from "../../../api/go-values.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { systemMessage } from "../../kubeconfig.ts";
import { jsonText, withoutManagedFields, yamlText } from "../../printers/object-text.ts";
import { unknownFormat } from "../../printers/print-flags.ts";

/** Why the last version of the file was not taken. */
export interface EditReason {
  readonly head: string;
  readonly causes: readonly string[];
}

const OBJECT_HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

const ANNOTATION_HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

/** How the objects of one run are written. */
export class EditFormat {
  private readonly extension: "json" | "yaml";

  constructor(
    private readonly context: CommandContext,
    private readonly mode: { readonly ofAnnotation: boolean; readonly nativeLineEndings?: boolean },
  ) {
    const { flags } = context;
    const output = flags.string("output").toLowerCase();
    if (!["", "json", "yaml"].includes(output)) throw unknownFormat(flags.string("output"), ["json", "yaml"]);
    this.extension = output === "json" ? "json" : "yaml";
  }

  /** Several objects make a list. */
  objectText(objects: readonly AnyObject[]): string {
    const [only] = objects;
    const whole =
      objects.length === 1 && only !== undefined
        ? only
        : { apiVersion: "v1", kind: "List", metadata: {}, items: objects };
    const shown = withoutManagedFields(whole as AnyObject);
    return this.extension === "json" ? jsonText(shown) : yamlText(shown);
  }

  fileText(body: string, reasons: readonly EditReason[]): string {
    const header = this.extension === "json" ? "" : this.header(reasons);
    const text = header + body;
    const isWindows = this.mode.nativeLineEndings !== true && this.context.flags.bool("windows-line-endings");
    return isWindows ? text.replace(/\r?\n/g, "\r\n") : text;
  }

  /** Lets the user edit the text in a file of its own. */
  async open(text: string): Promise<{ path: string; text: string }> {
    const { io } = this.context;
    const name = `kubectl-edit-${Math.floor(io.random() * 1e10)}.${this.extension}`;
    const path = `${io.env.TMPDIR ?? "/tmp"}/${name}`;
    const editor = io.env.KUBE_EDITOR || io.env.EDITOR || "vi";
    io.files.write(path, text, 0o600);
    if ((await io.edit(editor, path)) !== 0)
      throw new KubectlError(`there was a problem with the editor ${goQuote(editorCommand(editor, io.env.SHELL))}`);
    return { path, text: this.read(path) };
  }

  private read(path: string): string {
    try {
      return this.context.io.files.read(path);
    } catch (error) {
      throw new KubectlError(systemMessage("open", path, error));
    }
  }

  private header(reasons: readonly EditReason[]): string {
    return (this.mode.ofAnnotation ? ANNOTATION_HEADER : OBJECT_HEADER) + reasons.map(reasonText).join("");
  }
}

/** What is run: whoever writes quotes means a command line of the shell. */
function editorCommand(editor: string, shell = ""): string {
  return editor.includes(" ") && /["'\\]/.test(editor) ? `${shell || "/bin/bash"} -c ${editor}` : editor;
}

function reasonText({ head, causes }: EditReason): string {
  const lines = [
    `# ${commented(head)}${causes.length > 0 ? ":" : ""}`,
    ...causes.map((cause) => `# * ${commented(cause)}`),
  ];
  return `${lines.join("\n")}\n#\n`;
}

function commented(text: string): string {
  return text.replaceAll("\n", "\n# ");
}

/** The lines that are no comments. */
export function contentOf(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .map((line) => line.replace(/\r$/, ""))
    .join("\n");
}
