// Stands for kubectl's resource builder: turns arguments, files and selectors into the objects that a command works on.

import type { AnyObject } from "../api/types.ts";
import { ACCEPT_JSON } from "./client.ts";
import { AggregateFailure, asError, isStatus, KubectlError, StatusError, throwAll } from "./errors.ts";
import type { BuilderOptions, Info } from "./info.ts";
import { isEmptyLabelSelector, matchesLabelSelector } from "./label-selector.ts";
import { readManifests } from "./manifest.ts";
import { apiVersionOf, groupResourceOf, type Resource, resourcePath } from "./rest-mapper.ts";
import type { Session } from "./session.ts";

/** What was asked for, before any object is fetched. */
export type Target =
  | { readonly kind: "object"; readonly info: Info }
  | {
      readonly kind: "list";
      readonly resource: Resource;
      readonly namespace: string;
      readonly labelSelector: string;
      readonly fieldSelector: string;
    };

export interface Targets {
  readonly targets: readonly Target[];
  /** What could not be read; the rest is still worked on. */
  readonly errors: readonly Error[];
  /** True when exactly one object was asked for. */
  readonly single: boolean;
}

const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

export function infoPath(info: Info, subresource?: string): string {
  return resourcePath(info.resource, info.namespace, info.name, subresource);
}

/** `deployment.apps/web`: how commands name an object in their messages. */
export function infoName(info: Info): string {
  const { group, kind } = info.resource;
  const type = group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  return `${type}/${info.name}`;
}

/** Calls `use` with each object in order; what fails is collected and thrown at the end. */
export async function visitInfos(
  session: Session,
  options: BuilderOptions,
  use: (info: Info) => Promise<void>,
): Promise<number> {
  const { targets, errors } = await resolveTargets(session, options);
  const failures: Error[] = [...errors];
  let count = 0;
  for (const target of targets) {
    try {
      for (const info of await fetchTarget(session, target, options)) {
        count += 1;
        try {
          await use(info);
        } catch (error) {
          failures.push(...flatErrors(error));
        }
      }
    } catch (error) {
      failures.push(...flatErrors(error));
    }
  }
  throwAll(failures);
  return count;
}

/** All objects; throws when any could not be had. */
export async function collectInfos(session: Session, options: BuilderOptions): Promise<Info[]> {
  const infos: Info[] = [];
  await visitInfos(session, options, async (info) => {
    infos.push(info);
  });
  return infos;
}

/** All objects that could be had, and the errors of the others. */
export async function collectWithErrors(
  session: Session,
  options: BuilderOptions,
): Promise<{ infos: Info[]; errors: Error[] }> {
  const infos: Info[] = [];
  try {
    await visitInfos(session, options, async (info) => {
      infos.push(info);
    });
    return { infos, errors: [] };
  } catch (error) {
    return { infos, errors: flatErrors(error) };
  }
}

export function flatErrors(error: unknown): Error[] {
  return error instanceof AggregateFailure ? [...error.errors] : [asError(error)];
}

/** The objects of a target, fetched where the options ask for it. */
export async function fetchTarget(session: Session, target: Target, options: BuilderOptions): Promise<Info[]> {
  if (target.kind === "object") {
    const { info } = target;
    if (info.object === undefined || options.latest === true) await refresh(session, info, options.subresource);
    return [info];
  }
  const list = await listing(target, () =>
    session.client.list(listPath(target), selectorQuery(target), options.chunkSize ?? 500),
  );
  return list.items.map((item) => infoOf(target.resource, withType(item, target.resource)));
}

/** Makes a refusal of a list say what was asked for. */
export async function listing<T>(target: Extract<Target, { kind: "list" }>, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isStatus(error, "BadRequest") && !isStatus(error, "NotFound")) throw error;
    const { group, version, resource } = target.resource;
    const type = `"${group}/${version}, Resource=${resource}"`;
    const { labelSelector, fieldSelector } = target;
    const what =
      labelSelector === "" && fieldSelector === ""
        ? `Unable to list ${type}`
        : `Unable to find ${type} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
    throw new StatusError({ ...error.status, message: `${what}: ${error.message}` });
  }
}

/** Asks the server for the object as it is now. */
export async function refresh(session: Session, info: Info, subresource?: string): Promise<AnyObject> {
  const object = await fetchObject(session, info, subresource);
  info.object = object;
  return object;
}

/** Of an object that is not there, it is said first whether its namespace is. */
export async function fetchObject(
  session: Session,
  info: Info,
  subresource?: string,
  query: Record<string, string> = {},
  accept = ACCEPT_JSON,
): Promise<AnyObject> {
  try {
    return await session.client.get(infoPath(info, subresource), query, accept);
  } catch (error) {
    if (isStatus(error, "NotFound") && info.namespace !== "" && info.namespace !== "default")
      await requireNamespace(session, info.namespace);
    throw error;
  }
}

async function requireNamespace(session: Session, namespace: string): Promise<void> {
  try {
    await session.client.get(`/api/v1/namespaces/${namespace}`);
  } catch (error) {
    if (isStatus(error, "NotFound")) throw error;
    if (!(error instanceof StatusError)) throw error;
  }
}

export function listPath(target: Extract<Target, { kind: "list" }>): string {
  return resourcePath(target.resource, target.namespace);
}

export function selectorQuery(target: Extract<Target, { kind: "list" }>): Record<string, string> {
  const query: Record<string, string> = {};
  if (target.labelSelector !== "") query.labelSelector = target.labelSelector;
  if (target.fieldSelector !== "") query.fieldSelector = target.fieldSelector;
  return query;
}

// Items of a list come without their apiVersion and kind.
export function withType(item: AnyObject, resource: Resource): AnyObject {
  if (item.kind !== undefined && item.apiVersion !== undefined) return item;
  return { ...item, apiVersion: apiVersionOf(resource), kind: resource.kind };
}

export function infoOf(resource: Resource, object: AnyObject, source = ""): Info {
  const namespace = resource.namespaced ? (object.metadata.namespace ?? "") : "";
  return { resource, name: object.metadata.name ?? "", namespace, source, object };
}

export async function resolveTargets(session: Session, options: BuilderOptions): Promise<Targets> {
  const named = readArguments(options);
  const hasFiles = (options.filenames ?? []).length > 0 || (options.kustomize ?? "") !== "";
  if (hasFiles) return fileTargets(session, options, named);
  const types = await expandCategories(session, named.types);
  if (options.singleType === true && types.length > 1)
    throw new KubectlError("you may only specify a single resource type");
  const selecting =
    !isEmptyLabelSelector(options.labelSelector) || (options.fieldSelector ?? "") !== "" || options.all === true;
  const everything = options.allowEmptySelector === true && named.names.length === 0 && types.length > 0;
  if (selecting || everything) return selectorTargets(session, options, types, named);
  if (named.tuples.length > 0) return tupleTargets(session, options, named.tuples);
  if (named.names.length > 0) return nameTargets(session, options, types, named.names);
  for (const type of types) await session.mapper.resourceFor(type);
  if (types.length > 0) throw new KubectlError("resource(s) were provided, but no name was specified");
  throw new KubectlError(options.missing ?? MISSING_RESOURCE);
}

interface NamedArguments {
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly tuples: readonly { readonly type: string; readonly name: string }[];
}

function readArguments(options: BuilderOptions): NamedArguments {
  const args = spreadTypes(options.args ?? []);
  const withSlash = args.filter((arg) => arg.includes("/")).length;
  if (withSlash > 0 && withSlash !== args.length) {
    throw new KubectlError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (withSlash > 0) return { types: [], names: [], tuples: args.map(splitTuple) };
  const [types = "", ...names] = args;
  return { types: types.split(",").filter((type) => type !== ""), names, tuples: [] };
}

// `pods,services web` means pods/web and services/web.
function spreadTypes(args: readonly string[]): readonly string[] {
  const [first = "", ...names] = args;
  const types = first.split(",").filter((type) => type !== "");
  if (names.length === 0 || types.length < 2) return args;
  return types.flatMap((type) => names.map((name) => `${type}/${name}`));
}

function splitTuple(argument: string): { type: string; name: string } {
  const [type = "", name = "", ...rest] = argument.split("/");
  if (rest.length > 0) throw new KubectlError("arguments in resource/name form may not have more than one slash");
  if (type === "" || name === "" || type.includes(",")) {
    throw new KubectlError("arguments in resource/name form must have a single resource and name");
  }
  return { type, name };
}

async function expandCategories(session: Session, types: readonly string[]): Promise<string[]> {
  const out: string[] = [];
  for (const type of types) {
    const members = /^[a-z-]+$/.test(type) ? await session.mapper.category(type) : [];
    if (members.length > 0) out.push(...members.map(groupResourceOf));
    else out.push(type);
  }
  return out;
}

async function fileTargets(session: Session, options: BuilderOptions, named: NamedArguments): Promise<Targets> {
  if (named.types.length > 0 && named.names.length === 0) {
    throw new KubectlError(
      "when paths, URLs, or stdin is provided as resource input, you may not specify resource arguments as well",
    );
  }
  if (named.names.length > 0) throw new KubectlError("name cannot be provided when a path is specified");
  if (named.tuples.length > 0)
    throw new KubectlError("resource/name arguments cannot be provided when a path is specified");
  const { infos, errors } = await readManifests(session, options);
  const wanted = infos.filter((info) =>
    matchesLabelSelector(info.object?.metadata?.labels ?? {}, options.labelSelector),
  );
  return {
    targets: wanted.map((info) => ({ kind: "object", info })),
    errors,
    single: infos.length === 1 && errors.length === 0,
  };
}

async function selectorTargets(
  session: Session,
  options: BuilderOptions,
  types: readonly string[],
  named: NamedArguments,
): Promise<Targets> {
  if (named.names.length > 0) throw new KubectlError("name cannot be provided when a selector is specified");
  if (named.tuples.length > 0)
    throw new KubectlError("selectors and the all flag cannot be used when passing resource/name arguments");
  if (types.length === 0) throw new KubectlError("at least one resource must be specified to use a selector");
  if (options.all === true && !isEmptyLabelSelector(options.labelSelector)) {
    throw new KubectlError(
      `found non-empty label selector "${options.labelSelector}" with previously set 'all' parameter. `,
    );
  }
  const targets: Target[] = [];
  for (const type of types) {
    const resource = await session.mapper.resourceFor(type);
    const namespace = resource.namespaced && options.allNamespaces !== true ? session.namespace : "";
    targets.push({
      kind: "list",
      resource,
      namespace,
      labelSelector: options.labelSelector ?? "",
      fieldSelector: options.fieldSelector ?? "",
    });
  }
  return { targets, errors: [], single: false };
}

async function tupleTargets(
  session: Session,
  options: BuilderOptions,
  tuples: NamedArguments["tuples"],
): Promise<Targets> {
  const targets: Target[] = [];
  const types = new Set<string>();
  for (const { type, name } of tuples) {
    const resource = await session.mapper.resourceFor(type);
    types.add(groupResourceOf(resource));
    targets.push({ kind: "object", info: namedInfo(session, options, resource, name) });
  }
  if (options.singleType === true && types.size > 1)
    throw new KubectlError("you may only specify a single resource type");
  return { targets, errors: [], single: tuples.length === 1 };
}

async function nameTargets(
  session: Session,
  options: BuilderOptions,
  types: readonly string[],
  names: readonly string[],
): Promise<Targets> {
  const [type] = types;
  if (type === undefined) throw new KubectlError("you must provide a resource and a resource name together");
  if (types.length > 1) throw new KubectlError("you must specify only one resource");
  const resource = await session.mapper.resourceFor(type);
  const targets = names.map((name): Target => ({ kind: "object", info: namedInfo(session, options, resource, name) }));
  return { targets, errors: [], single: names.length === 1 };
}

function namedInfo(session: Session, options: BuilderOptions, resource: Resource, name: string): Info {
  if (resource.namespaced && options.allNamespaces === true) {
    throw new KubectlError("a resource cannot be retrieved by name across all namespaces");
  }
  return { resource, name, namespace: resource.namespaced ? session.namespace : "", source: "", object: undefined };
}
