// Stands for kubectl's editing: the file is opened again until the server takes what is in it, or the user gives up.

import { goQuote } from "../../../api/go-values.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { asError, isStatus, KubectlError, StatusError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { CommandError } from "../../io.ts";
import { infosOfText } from "../../manifest-objects.ts";
import { kindComplaint } from "../../manifest-validation.ts";
import { groupResourceOf } from "../../rest-mapper.ts";
import { fieldValidation } from "../../validation.ts";
import { contentOf, EditFormat, type EditReason } from "./edit-file.ts";

/** What becomes of each object that was edited; an error of the server is thrown. */
export interface EditMode {
  readonly ofAnnotation: boolean;
  /** True where --windows-line-endings is taken and not heeded. */
  readonly nativeLineEndings?: boolean;
  /** True when what the server refuses is edited again. */
  readonly retries: boolean;
  save(context: CommandContext, originals: readonly Info[], edited: Info): Promise<void>;
}

export async function editInfos(context: CommandContext, mode: EditMode, infos: readonly Info[]): Promise<void> {
  const format = new EditFormat(context, mode);
  const original = format.objectText(infos.map((info) => info.object as AnyObject));
  let reasons: readonly EditReason[] = [];
  let before = original;
  let file = "";
  for (;;) {
    const opened = await open(context, format, format.fileText(before, reasons), file);
    const edited = contentOf(opened.text);
    const isSame = edited === contentOf(before);
    if (reasons.length > 0 && isSame) throw kept(context, opened.path, "Edit cancelled, no valid changes were saved.");
    if (file !== "") context.io.files.remove(file);
    file = opened.path;
    const outcome = await takeUp(context, mode, infos, { original, edited, file });
    if (outcome === undefined) return;
    reasons = outcome;
    before = edited;
  }
}

async function open(context: CommandContext, format: EditFormat, text: string, previous: string) {
  try {
    return await format.open(text);
  } catch (error) {
    noteCopy(context, previous);
    throw error;
  }
}

interface Edited {
  readonly original: string;
  readonly edited: string;
  readonly file: string;
}

/** Why the file is to be edited again; undefined when all is done. */
async function takeUp(
  context: CommandContext,
  mode: EditMode,
  infos: readonly Info[],
  { original, edited, file }: Edited,
): Promise<readonly EditReason[] | undefined> {
  const { io, flags, session } = context;
  const complaint = fieldValidation(flags).fieldValidation === "Ignore" ? undefined : kindComplaint(edited);
  if (complaint !== undefined) {
    const [first] = infos;
    const title = first === undefined ? "" : `${groupResourceOf(first.resource)} "${first.name}"`;
    io.stderr.write(`error: ${title} is invalid\n`);
    const cause = `<nil>: Invalid value: "The edited file failed validation": ${complaint}`;
    return [{ head: `${title} was not valid`, causes: [cause] }];
  }
  if (contentOf(original) === edited) return end(context, file, "Edit cancelled, no changes made.");
  if (edited.trim() === "") return end(context, file, "Edit cancelled, saved file was empty.");
  const { infos: updated, errors } = await infosOfText(session, edited, "edited-file");
  const [syntaxError] = errors;
  if (syntaxError !== undefined)
    return [{ head: `The edited file had a syntax error: ${syntaxError.message}`, causes: [] }];
  requireNamespace(context, updated, file);
  return saveAll(context, mode, infos, updated, file);
}

/** What is edited stays in the namespace that the command works in. */
function requireNamespace(context: CommandContext, updated: readonly Info[], file: string): void {
  const wanted = context.session.namespace;
  const strayed = updated.find(({ resource, namespace }) => resource.namespaced && namespace !== wanted);
  if (strayed === undefined) return;
  const { namespace } = strayed;
  throw kept(
    context,
    file,
    `the namespace from the provided object "${namespace}" does not match the namespace "${wanted}". You must pass '--namespace=${namespace}' to perform this operation.`,
  );
}

function end({ io }: CommandContext, file: string, message: string): undefined {
  io.files.remove(file);
  io.stderr.write(`${message}\n`);
  return undefined;
}

async function saveAll(
  context: CommandContext,
  mode: EditMode,
  originals: readonly Info[],
  updated: readonly Info[],
  file: string,
): Promise<readonly EditReason[] | undefined> {
  const { io } = context;
  const failures: Failure[] = [];
  for (const info of updated) {
    try {
      await mode.save(context, originals, info);
    } catch (error) {
      if (!mode.retries || !(error instanceof StatusError)) {
        noteCopy(context, file);
        throw error;
      }
      const failure = failureOf(error, info);
      io.stderr.write(`error: ${failure.text}\n`);
      failures.push(failure);
    }
  }
  if (failures.some(({ kind }) => kind === "refused")) {
    io.stderr.write(`You can run \`kubectl replace -f ${file}\` to try this update again.\n`);
    throw new CommandError("");
  }
  if (failures.some(({ kind }) => kind === "gone")) {
    io.stderr.write(`The edits you made on deleted resources have been saved to ${goQuote(file)}\n`);
    throw new CommandError("");
  }
  if (failures.length > 0) return failures.map(({ reason }) => reason);
  io.files.remove(file);
  return undefined;
}

interface Failure {
  readonly kind: "invalid" | "gone" | "refused";
  readonly text: string;
  readonly reason: EditReason;
}

function failureOf(error: StatusError, info: Info): Failure {
  const title = `${groupResourceOf(info.resource)} "${info.name}"`;
  const causes = (error.status.details?.causes ?? []).map(({ field, message }) => `${field ?? ""}: ${message ?? ""}`);
  const reason = { head: `${title} was not valid`, causes };
  if (isStatus(error, "Invalid")) return { kind: "invalid", text: `${title} is invalid`, reason };
  if (isStatus(error, "NotFound")) return { kind: "gone", text: `${title} could not be found on the server`, reason };
  return { kind: "refused", text: `${title} could not be patched: ${asError(error).message}`, reason };
}

function kept(context: CommandContext, path: string, message: string): KubectlError {
  noteCopy(context, path);
  return new KubectlError(message);
}

function noteCopy({ io }: CommandContext, path: string): void {
  if (path === "" || io.files.kind(path) === undefined) return;
  io.stderr.write(`A copy of your changes has been stored to ${goQuote(path)}\n`);
}
