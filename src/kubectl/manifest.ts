// Reads manifests: files, directories and standard input, several documents each, YAML or JSON, lists taken apart.

import type { AnyObject } from "../api/types.ts";
import { asError, ConnectionError, KubectlError } from "./errors.ts";
import { goJson } from "./go-json.ts";
import type { BuilderOptions, Info } from "./info.ts";
import { errorCode, systemMessage } from "./kubeconfig.ts";
import { metadataTypeError } from "./metadata-types.ts";
import type { Resource } from "./rest-mapper.ts";
import type { Session } from "./session.ts";
import { splitDocuments } from "./yaml/documents.ts";
import { parseYamlDocument } from "./yaml/load.ts";

interface Source {
  /** As errors name it: the path, or STDIN. */
  readonly name: string;
  readonly text: string;
}

export interface Manifests {
  readonly infos: Info[];
  readonly errors: Error[];
}

const EXTENSIONS = [".json", ".yaml", ".yml"];

export async function readManifests(session: Session, options: BuilderOptions): Promise<Manifests> {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const source of await readSources(session, options)) {
    if (source instanceof Error) {
      errors.push(source);
      continue;
    }
    try {
      await readSource(session, options, source, infos, errors);
    } catch (error) {
      errors.push(asError(error));
    }
  }
  return { infos, errors };
}

async function readSources(session: Session, options: BuilderOptions): Promise<(Source | Error)[]> {
  const sources: (Source | Error)[] = [];
  const { kustomize = "" } = options;
  if (kustomize !== "") sources.push({ name: kustomize, text: await kustomized(session, kustomize) });
  for (const path of options.filenames ?? []) {
    if (path === "-") sources.push({ name: "STDIN", text: await readAll(session) });
    else if (/^https?:\/\//.test(path)) sources.push({ name: path, text: await fetched(session, path) });
    else sources.push(...pathSources(session, path, options.recursive === true));
  }
  return sources;
}

async function kustomized({ io }: Session, path: string): Promise<string> {
  const loading = import("./kustomize/build.ts");
  const { buildYaml } = await (io.hold === undefined ? loading : io.hold(loading));
  return buildYaml(io, path);
}

async function fetched({ io }: Session, url: string): Promise<string> {
  if (io.fetchText === undefined)
    throw new KubectlError(`k8s-tutor does not read manifests from the network: save "${url}" to a file first`);
  return io.fetchText(url);
}

/** The text of one file, or of standard input for `-`. */
export async function readText(session: Session, path: string): Promise<string> {
  if (path === "-") return readAll(session);
  const source = fileSource(session, path);
  if (source instanceof Error) throw source;
  return source.text;
}

async function readAll(session: Session): Promise<string> {
  let text = "";
  for (let piece = await session.io.stdin.read(); piece !== undefined; piece = await session.io.stdin.read())
    text += piece;
  return text;
}

function pathSources(session: Session, path: string, recursive: boolean): (Source | Error)[] {
  const { files } = session.io;
  const kind = files.kind(path);
  if (kind === undefined && /[*?[]/.test(path)) return globSources(session, path, recursive);
  if (kind === undefined) throw new KubectlError(`the path "${path}" does not exist`);
  if (kind === "file") return [fileSource(session, path)];
  const found = directoryFiles(session, path, recursive);
  if (found.length === 0) {
    throw new KubectlError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(" ")}]`);
  }
  return found.map((file) => fileSource(session, file));
}

function globSources(session: Session, pattern: string, recursive: boolean): (Source | Error)[] {
  const slash = pattern.lastIndexOf("/");
  const directory = slash === -1 ? "." : pattern.slice(0, slash);
  const regular = new RegExp(
    `^${pattern
      .slice(slash + 1)
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]")}$`,
  );
  const names = session.io.files.kind(directory) === "directory" ? session.io.files.list(directory) : [];
  const matches = names.filter((name) => regular.test(name));
  if (matches.length === 0) throw new KubectlError(`the path "${pattern}" does not exist`);
  return matches.flatMap((name) => pathSources(session, slash === -1 ? name : `${directory}/${name}`, recursive));
}

function directoryFiles(session: Session, directory: string, recursive: boolean): string[] {
  const found: string[] = [];
  const base = directory.replace(/\/+$/, "").replace(/^\.\//, "");
  for (const name of [...session.io.files.list(directory)].sort()) {
    const path = base === "." || base === "" ? name : `${base}/${name}`;
    if (session.io.files.kind(path) === "directory") {
      if (recursive) found.push(...directoryFiles(session, path, true));
    } else if (EXTENSIONS.some((extension) => name.endsWith(extension))) found.push(path);
  }
  return found;
}

function fileSource(session: Session, path: string): Source | Error {
  try {
    return { name: path, text: session.io.files.read(path) };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return new KubectlError(systemMessage("open", path, error));
  }
}

async function readSource(
  session: Session,
  options: BuilderOptions,
  source: Source,
  infos: Info[],
  errors: Error[],
): Promise<void> {
  for (const document of splitDocuments(source.text)) {
    const parsed = parseYamlDocument(document);
    if (parsed.error !== undefined) throw new KubectlError(`error parsing ${source.name}: ${parsed.error}`);
    if (parsed.value === null || parsed.value === undefined) continue;
    if (options.validate === true) requireKind(parsed.value, source.name);
    for (const value of flattened(parsed.value)) {
      try {
        infos.push(await decode(session, options, value, source.name));
      } catch (error) {
        errors.push(asError(error));
      }
    }
  }
}

function flattened(value: unknown): unknown[] {
  if (!isRecord(value)) return [value];
  return typeof value.kind === "string" && value.kind.endsWith("List") && Array.isArray(value.items)
    ? value.items
    : [value];
}

/** The objects of a text that is no file: `source` is what errors call it. */
export async function infosOfText(session: Session, text: string, source: string): Promise<Manifests> {
  const infos: Info[] = [];
  const errors: Error[] = [];
  try {
    await readSource(session, {}, { name: source, text }, infos, errors);
  } catch (error) {
    errors.push(asError(error));
  }
  return { infos, errors };
}

/** What keeps a text from being an object, before anybody looks at its fields. */
export function kindComplaint(text: string): string | undefined {
  const documents = splitDocuments(text);
  if (documents.every((document) => document.trim() === "")) return "invalid object to validate";
  for (const document of documents) {
    const parsed = parseYamlDocument(document);
    if (parsed.error !== undefined) return parsed.error;
    const problem = kindProblem(parsed.value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function requireKind(value: unknown, source: string): void {
  const text = kindProblem(value);
  if (text === undefined) return;
  throw new KubectlError(
    `error validating "${source}": error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function kindProblem(value: unknown): string | undefined {
  const problems: string[] = [];
  if (!isRecord(value)) problems.push("invalid object to validate");
  else {
    for (const field of ["apiVersion", "kind"]) {
      if (value[field] === undefined || value[field] === null) problems.push(`${field} not set`);
      else if (typeof value[field] !== "string") problems.push(`${field} isn't string type`);
    }
  }
  return problems.length > 1 ? `[${problems.join(", ")}]` : problems[0];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

async function decode(session: Session, options: BuilderOptions, value: unknown, source: string): Promise<Info> {
  const problem = decodingProblem(value);
  if (problem !== undefined) throw new KubectlError(`unable to decode "${source}": ${problem}`);
  const object = value as AnyObject;
  const metadata = (object.metadata ?? {}) as Partial<AnyObject["metadata"]>;
  const name = metadata.name ?? "";
  if (options.local === true)
    return { resource: localResource(object), name, namespace: metadata.namespace ?? "", source, object };
  const resource = await recognized(session, object, source);
  if (resource === undefined) {
    const where = `name: "${name}" namespace: "${metadata.namespace ?? ""}" from "${source}"`;
    throw new KubectlError(
      `resource mapping not found for ${where}: no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first`,
    );
  }
  return inNamespace(session, { resource, name, namespace: metadata.namespace ?? "", source, object });
}

async function recognized(session: Session, object: AnyObject, source: string): Promise<Resource | undefined> {
  try {
    return await session.mapper.resourceOfKind(object.apiVersion, object.kind);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw new KubectlError(`unable to recognize ${JSON.stringify(source)}: ${error.goText}`);
  }
}

function inNamespace(session: Session, info: Info): Info {
  if (!info.resource.namespaced) return { ...info, namespace: "" };
  const wanted = session.namespace;
  if (info.namespace === "") {
    const metadata = { ...(info.object?.metadata ?? {}), namespace: wanted } as AnyObject["metadata"];
    return { ...info, namespace: wanted, object: { ...(info.object as AnyObject), metadata } };
  }
  if (session.namespaceGiven && info.namespace !== wanted) {
    throw new KubectlError(
      `the namespace from the provided object "${info.namespace}" does not match the namespace "${wanted}". You must pass '--namespace=${info.namespace}' to perform this operation.`,
    );
  }
  return info;
}

function decodingProblem(value: unknown): string | undefined {
  if (!isRecord(value)) {
    return `json: cannot unmarshal ${Array.isArray(value) ? "array" : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;
  }
  if (typeof value.kind !== "string" || value.kind === "") return `Object 'Kind' is missing in '${goJson(value)}'`;
  if (typeof value.apiVersion !== "string" || value.apiVersion === "")
    return `Object 'apiVersion' is missing in '${goJson(value)}'`;
  return metadataTypeError(value.metadata);
}

// Without a server the plural is not known; it is not needed either.
function localResource(object: AnyObject): Resource {
  const slash = object.apiVersion.indexOf("/");
  const group = slash === -1 ? "" : object.apiVersion.slice(0, slash);
  const version = object.apiVersion.slice(slash + 1);
  const singular = object.kind.toLowerCase();
  return {
    group,
    version,
    kind: object.kind,
    resource: `${singular}s`,
    singular,
    shortNames: [],
    namespaced: true,
    verbs: [],
    categories: [],
    subresources: [],
  };
}
