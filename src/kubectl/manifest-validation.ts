// What kubectl itself checks of a manifest before it looks at what is in it: that it says what it is.

import { KubectlError } from "./errors.ts";
import { documentsOf } from "./yaml/documents.ts";
import { parseYamlDocument } from "./yaml/load.ts";

/** What keeps a text from being an object, before anybody looks at its fields. */
export function kindComplaint(text: string): string | undefined {
  const documents = documentsOf(text);
  if (documents.length === 0) return "invalid object to validate";
  for (const document of documents) {
    if (document.error !== undefined) return document.error;
    const parsed = parseYamlDocument(document.text);
    if (parsed.error !== undefined) return parsed.error;
    const problem = kindProblem(parsed.value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function requireKind(value: unknown, source: string): void {
  refuse(source, kindProblems(value));
}

/** What the server does not check by itself: @param schema what is wrong with one object besides its kind. */
export function requireValid(value: unknown, source: string, schema: (object: Fields) => readonly string[]): void {
  refuse(source, isList(value) ? listProblems(value, schema) : schema(value as Fields));
}

function listProblems({ items }: Fields, schema: (object: Fields) => readonly string[]): readonly string[] {
  if (!Array.isArray(items)) return [NO_OBJECT];
  return items.flatMap((item: unknown) => {
    const problems = kindProblems(item);
    return problems.length > 0 ? problems : schema(item as Fields);
  });
}

function refuse(source: string, problems: readonly string[]): void {
  const text = inOne(problems);
  if (text !== undefined) throw invalidManifest(source, text);
}

function inOne(problems: readonly string[]): string | undefined {
  const different = [...new Set(problems)];
  return different.length > 1 ? `[${different.join(", ")}]` : different[0];
}

type Fields = Readonly<Record<string, unknown>>;

export function invalidManifest(source: string, why: string): KubectlError {
  const remedy = "if you choose to ignore these errors, turn validation off with --validate=false";
  return new KubectlError(`error validating "${source}": error validating data: ${why}; ${remedy}`);
}

const NO_OBJECT = "invalid object to validate";

function kindProblem(value: unknown): string | undefined {
  const own = kindProblems(value);
  const problems = own.length === 0 && isList(value) ? itemProblems(value) : own;
  return inOne(problems);
}

function kindProblems(value: unknown): string[] {
  if (!isRecord(value)) return [NO_OBJECT];
  const problems: string[] = [];
  for (const field of ["apiVersion", "kind"]) {
    if (value[field] === undefined || value[field] === null) problems.push(`${field} not set`);
    else if (typeof value[field] !== "string") problems.push(`${field} isn't string type`);
  }
  return problems;
}

function isList(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && value.apiVersion === "v1" && value.kind === "List";
}

function itemProblems({ items }: Record<string, unknown>): string[] {
  return Array.isArray(items) ? items.flatMap(kindProblems) : [NO_OBJECT];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
