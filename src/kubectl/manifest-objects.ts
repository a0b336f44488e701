// Takes a manifest apart: several documents, YAML or JSON, and lists of objects; each object finds the resource that it is one of.

import { goQuote } from "../api/go-values.ts";
import type { AnyObject } from "../api/types.ts";
import { AggregateFailure, asError, ConnectionError, KubectlError, readingFailure } from "./errors.ts";
import { goJson } from "./go-json.ts";
import type { BuilderOptions, Info } from "./info.ts";
import { logWarning } from "./klog.ts";
import { invalidManifest, requireKind, requireValid } from "./manifest-validation.ts";
import { typeError } from "./metadata-types.ts";
import { openApiDefinitions } from "./openapi.ts";
import type { Resource } from "./rest-mapper.ts";
import { schemaProblems } from "./schema-validation.ts";
import type { Session } from "./session.ts";
import { readDocuments } from "./yaml/documents.ts";

export interface Source {
  /** As errors name it: the path, or STDIN. */
  readonly name: string;
  readonly text: string;
}

export interface Manifests {
  readonly infos: Info[];
  /** What could not be read. */
  readonly errors: Error[];
  /** What was read, and may not be worked on. */
  readonly refused: Error[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The objects of a text that is no file: `source` is what errors call it. */
export async function infosOfText(session: Session, text: string, source: string): Promise<Manifests> {
  const found: Manifests = { infos: [], errors: [], refused: [] };
  await readSource(session, {}, { name: source, text }, found);
  return found;
}

/** A document that is no object ends the file; an object that nobody knows is only left out. */
export async function readSource(
  session: Session,
  options: BuilderOptions,
  source: Source,
  found: Manifests,
): Promise<void> {
  for (const { value, error } of readDocuments(source.text)) {
    try {
      if (error !== undefined) throw new KubectlError(`error parsing ${source.name}: ${error}`);
      if (value === null || value === undefined) continue;
      if (options.validate === true) {
        requireKind(value, source.name);
        await validate(session, options, value as AnyObject, source.name);
      }
    } catch (failure) {
      found.errors.push(asError(failure));
      return;
    }
    try {
      for (const info of await infosOf(session, options, value, source.name, found))
        place(session, options, info, found);
    } catch (failure) {
      found.errors.push(asError(failure));
    }
  }
}

/** Servers check the fields of what they are sent; of kinds that take no patches kubectl does not believe it, and looks itself. */
async function validate(session: Session, options: BuilderOptions, object: AnyObject, source: string): Promise<void> {
  const resource = await findResource(session, options, object, source);
  if (resource?.verbs.includes("patch") === true) return;
  if (options.warnOnly === true) return logWarning(session.io, "schema.go:145", NO_WARN_VALIDATION);
  const definitions = await openApiDefinitions(session.client);
  requireValid(object, source, (each) => schemaProblems(definitions, each));
}

const NO_WARN_VALIDATION =
  "cannot perform warn validation if server-side field validation is unsupported, skipping validation";

function place(session: Session, options: BuilderOptions, info: Info, { infos, refused }: Manifests): void {
  try {
    infos.push(options.local === true || options.asWritten === true ? info : inNamespace(session, info));
  } catch (error) {
    refused.push(asError(error));
  }
}

async function infosOf(
  session: Session,
  options: BuilderOptions,
  value: unknown,
  source: string,
  found: Manifests,
): Promise<readonly Info[]> {
  const problem = decodingProblem(value, options);
  if (problem !== undefined) throw new KubectlError(`unable to decode "${source}": ${problem}`);
  const object = value as AnyObject;
  const items = itemsOf(value as Fields, source);
  if (items === undefined) return [infoOf(object, await resourceOf(session, options, object, source), source)];
  if (options.local !== true) await requireList(session, options, object, source);
  return itemInfos(session, options, items, source, found);
}

async function itemInfos(
  session: Session,
  options: BuilderOptions,
  items: readonly AnyObject[],
  source: string,
  found: Manifests,
): Promise<readonly Info[]> {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const item of items) {
    if (Array.isArray((item as unknown as Fields).items))
      throw new KubectlError("*unstructured.Unstructured is not a list: no Items field in this object");
    const problem = itemProblem(item as unknown as Fields, options);
    if (problem !== undefined) {
      errors.push(new KubectlError(problem));
      continue;
    }
    const resource = options.local === true ? localResource(item) : await findResource(session, options, item, source);
    if (resource !== undefined) infos.push(infoOf(item, resource, source));
    else errors.push(new KubectlError(`unable to recognize ${noMatch(item)}`));
  }
  const [first] = errors;
  if (first !== undefined)
    found.errors.push(errors.length === 1 ? readingFailure(first) : new AggregateFailure(errors));
  return infos;
}

function infoOf(object: AnyObject, resource: Resource, source: string): Info {
  const { name, namespace } = (object.metadata ?? {}) as Partial<AnyObject["metadata"]>;
  return { resource, name: textOf(name), namespace: textOf(namespace), source, object };
}

async function resourceOf(
  session: Session,
  options: BuilderOptions,
  object: AnyObject,
  source: string,
): Promise<Resource> {
  if (options.local === true) return localResource(object);
  const resource = await findResource(session, options, object, source);
  if (resource === undefined) throw unmapped(object, source);
  return resource;
}

function unmapped(object: AnyObject, source: string): KubectlError {
  const { name = "", namespace = "" } = (object.metadata ?? {}) as Partial<AnyObject["metadata"]>;
  const where = `name: "${name}" namespace: "${namespace}" from "${source}"`;
  return new KubectlError(
    `resource mapping not found for ${where}: ${noMatch(object)}\nensure CRDs are installed first`,
  );
}

function noMatch({ apiVersion, kind }: AnyObject): string {
  return `no matches for kind ${goQuote(kind)} in version ${goQuote(apiVersion ?? "")}`;
}

async function findResource(
  session: Session,
  options: BuilderOptions,
  { apiVersion, kind }: Partial<AnyObject>,
  source: string,
): Promise<Resource | undefined> {
  try {
    return await session.mapper.resourceOfKind(apiVersion ?? "", kind ?? "", options.validate === true ? 0 : 1);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    // Who validates asks for the schema first.
    if (options.validate === true)
      throw invalidManifest(source, `failed to download openapi: ${error.detail("/openapi/v2?timeout=32s")}`);
    throw new KubectlError(`unable to recognize "${source}": ${error.detail()}`);
  }
}

/** Every version of every group has a List, and a list of each of its kinds. */
async function requireList(session: Session, options: BuilderOptions, list: AnyObject, source: string): Promise<void> {
  const { apiVersion, kind } = list;
  if (kind === "List" || !kind.endsWith("List")) return;
  const ofItems = { apiVersion, kind: kind.slice(0, -"List".length) };
  if ((await findResource(session, options, ofItems, source)) === undefined) throw unmapped(list, source);
}

/** What has items is a list, and its items are of its kind unless they say otherwise. undefined for a single object. */
function itemsOf(object: Fields, source: string): readonly AnyObject[] | undefined {
  const { items, apiVersion, kind } = object;
  if (items === undefined || items === null) return undefined;
  if (!Array.isArray(items)) {
    const type = `json: cannot unmarshal ${jsonType(items)} into Go struct field decodeList.items of type []json.RawMessage`;
    throw new KubectlError(`unable to decode "${source}": ${type}`);
  }
  return items.map((entry: unknown) => {
    const item = entry ?? {};
    if (!isRecord(item)) {
      const type = `json: cannot unmarshal ${jsonType(item)} into Go value of type map[string]interface {}`;
      throw new KubectlError(`unable to decode "${source}": ${type}`);
    }
    const isTyped = textOf(item.kind) !== "" || textOf(item.apiVersion) !== "";
    return (isTyped ? item : { ...item, apiVersion, kind: String(kind).replace(/List$/, "") }) as unknown as AnyObject;
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What is wrong with the type of an item, which a list does not look at. */
function itemProblem({ kind, apiVersion }: Fields, { typed = false }: BuilderOptions): string | undefined {
  for (const [field, value] of Object.entries({ kind, apiVersion })) {
    if (!typed || value === undefined || value === null || typeof value === "string") continue;
    const problem = `json: cannot unmarshal ${jsonType(value)} into Go struct field .${field} of type string`;
    return `couldn't get version/kind; json parse error: ${problem}`;
  }
  const untyped = 'unable to get type info from the object "*unstructured.Unstructured": Object';
  if (textOf(kind) === "") return `${untyped} 'Kind' is missing in 'object has no kind field '`;
  return textOf(apiVersion) === ""
    ? `${untyped} 'apiVersion' is missing in 'object has no apiVersion field'`
    : undefined;
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

const TYPE_META = `struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;

function decodingProblem(value: unknown, { typed = false }: BuilderOptions): string | undefined {
  if (!isRecord(value)) {
    const what = `json: cannot unmarshal ${jsonType(value)} into Go value of type`;
    return typed
      ? `couldn't get version/kind; json parse error: ${what} ${TYPE_META}`
      : `${what} unstructured.detector`;
  }
  if (typeof value.kind !== "string" || value.kind === "") return `Object 'Kind' is missing in '${goJson(value)}'`;
  if (typed && (value.apiVersion ?? "") === "") return `Object 'apiVersion' is missing in '${goJson(value)}'`;
  return typeError(value);
}

function jsonType(value: unknown): string {
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "array" : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// Without a server the plural is not known; it is not needed either.
function localResource(object: AnyObject): Resource {
  const { kind } = object;
  const apiVersion: string = object.apiVersion ?? "";
  const slash = apiVersion.indexOf("/");
  const group = slash === -1 ? "" : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const singular = kind.toLowerCase();
  return {
    group,
    version,
    kind,
    resource: `${singular}s`,
    singular,
    shortNames: [],
    namespaced: true,
    verbs: [],
    categories: [],
    subresources: [],
  };
}
