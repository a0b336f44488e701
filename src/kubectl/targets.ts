// Turns arguments, files and selectors into what a command is to work on, before any object is fetched.

import { goQuote } from "../api/go-values.ts";
import { parseLabelSelector } from "../api/selector.ts";
import { ApiError } from "../api/status.ts";
import { KubectlError } from "./errors.ts";
import type { BuilderOptions, Info } from "./info.ts";
import { isEmptyLabelSelector, matchesLabelSelector } from "./label-selector.ts";
import { readManifests } from "./manifest.ts";
import { type NamedArguments, readArguments } from "./resource-arguments.ts";
import { groupResourceOf, type Resource } from "./rest-mapper.ts";
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
  /** What was read, and may not be worked on. */
  readonly refused?: readonly Error[];
  /** True when exactly one object was asked for. */
  readonly single: boolean;
}

export const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

export async function resolveTargets(session: Session, options: BuilderOptions): Promise<Targets> {
  const named = readArguments(options);
  const hasFiles = (options.filenames ?? []).length > 0 || (options.kustomize ?? "") !== "";
  if (hasFiles) return fileTargets(session, options, named);
  const types = options.exactType === true ? named.types : await expandCategories(session, named.types);
  if (options.singleType === true && types.length > 1)
    throw new KubectlError("you may only specify a single resource type");
  const selecting =
    !isEmptyLabelSelector(options.labelSelector) ||
    (options.fieldSelector ?? "") !== "" ||
    (options.all === true && types.length > 0);
  const everything = options.allowEmptySelector === true && named.names.length === 0 && types.length > 0;
  if (selecting || everything) return selectorTargets(session, options, types, named);
  if (named.tuples.length > 0) return tupleTargets(session, options, named.tuples);
  if (named.names.length > 0) return nameTargets(session, options, types, named.names);
  for (const type of types) await session.mapper.resourceFor(type);
  if (types.length > 0) throw new KubectlError("resource(s) were provided, but no name was specified");
  throw new KubectlError(options.missing ?? MISSING_RESOURCE);
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
  const { infos, errors, refused } = await readManifests(session, options);
  if (named.types.length > 0 && named.names.length === 0) {
    throw new KubectlError(
      "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
    );
  }
  if (named.names.length > 0) throw new KubectlError("name cannot be provided when a path is specified");
  if (named.tuples.length > 0)
    throw new KubectlError("resource/name arguments cannot be provided when a path is specified");
  checkSelector(options.labelSelector ?? "");
  const wanted = infos.filter((info) =>
    matchesLabelSelector(info.object?.metadata?.labels ?? {}, options.labelSelector),
  );
  return {
    targets: wanted.map((info) => ({ kind: "object", info })),
    errors,
    refused,
    single: infos.length === 1 && errors.length === 0 && refused.length === 0,
  };
}

/** A server would say so; of files kubectl must. */
function checkSelector(selector: string): void {
  try {
    parseLabelSelector(selector);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new KubectlError(`the provided selector ${goQuote(selector)} is not valid: ${error.message}`);
  }
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
  if ((options.subresource ?? "") !== "")
    throw new KubectlError("subresource cannot be used when bulk resources are specified");
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
  if (resource.namespaced && options.withoutNamespace === true)
    throw new KubectlError("namespace may not be empty when retrieving a resource by name");
  return { resource, name, namespace: resource.namespaced ? session.namespace : "", source: "", object: undefined };
}
