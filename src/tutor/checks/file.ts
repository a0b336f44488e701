// The check `file`: a file of the learner's working directory exists, and what manifest stands in it.

import { parseAllDocuments } from "yaml";
import type { AnyObject } from "../../api/types.ts";
import { type Fields, flag, object, optional, required, type Shape, text } from "../format/shape.ts";
import { kindName, regularExpression } from "../format/values.ts";
import { textsOf, type World } from "../world.ts";
import type { Expression } from "./cel.ts";
import { objectionTo } from "./predicate.ts";
import { expressionShape } from "./resource.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

export interface FileSpec {
  readonly path: string;
  readonly exists?: boolean;
  readonly contains?: RegExp;
  /** It holds a manifest of this kind (and, with `where`, one that satisfies it). */
  readonly kind?: string;
  readonly where?: Expression;
}

export interface FileCheck {
  readonly file: FileSpec;
}

function specShape(): Shape<FileSpec> {
  return object<FileSpec>({
    path: required(text(), "the path, relative to the working directory"),
    exists: optional(flag(), "false: there must be no such file"),
    contains: optional(regularExpression(), "a regular expression that the text contains"),
    kind: optional(kindName(), "it holds a manifest of this kind"),
    where: optional(expressionShape(), "a CEL expression over the manifest, as `obj`"),
  });
}

export const fileFields = (): Fields<FileCheck> => ({ file: required(specShape(), "a file of the working directory") });

export async function checkFile({ file }: FileCheck, world: World): Promise<CheckResult> {
  const exists = world.files.exists(file.path);
  const { checks } = textsOf(world);
  if (file.exists === false) return exists ? failed(checks.fileIsThere(file.path)) : PASSED;
  if (!exists) return failed(checks.noFile(file.path));
  const content = world.files.read(file.path);
  if (file.contains !== undefined && !file.contains.test(content)) {
    return failed(checks.fileWithout(file.path, file.contains.source));
  }
  return file.kind === undefined && file.where === undefined ? PASSED : checkManifests(file, content, world);
}

function checkManifests(file: FileSpec, content: string, world: World): CheckResult {
  const { checks } = textsOf(world);
  const documents = parseAllDocuments(content);
  const parsed = Array.isArray(documents) ? documents : [];
  const broken = parsed.flatMap(({ errors }) => errors)[0];
  if (broken !== undefined) return failed(checks.notYaml(file.path, broken.message.split("\n")[0] ?? ""));
  const wanted = manifestsIn(parsed, file.kind);
  if (wanted.length === 0) return failed(checks.noManifest(file.path, file.kind));
  if (file.where === undefined) return PASSED;
  const around = { now: world.now(), before: undefined };
  const predicate = { where: file.where };
  const objections = wanted.map((manifest) => objectionTo(manifest, predicate, around, textsOf(world)));
  const [first] = objections;
  return objections.includes(undefined) || first === undefined ? PASSED : failed(checks.inFile(file.path, first.why));
}

/** The manifests in a file's text; none when it is not valid YAML. */
export function readManifests(content: string, kind: string | undefined): readonly AnyObject[] {
  const documents = parseAllDocuments(content);
  const isValid = Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
  return isValid ? manifestsIn(documents, kind) : [];
}

function manifestsIn(documents: readonly { toJS(): unknown }[], wanted: string | undefined): readonly AnyObject[] {
  const manifests = documents.map((document) => document.toJS()).filter(isManifest);
  return manifests.filter(({ kind }) => wanted === undefined || kind === wanted);
}

function isManifest(value: unknown): value is AnyObject {
  if (typeof value !== "object" || value === null) return false;
  return "kind" in value && "metadata" in value && typeof value.metadata === "object" && value.metadata !== null;
}
