// Stands for kubectl's resource builder: fetches the objects that a command works on, one after the other.

import { goQuote } from "../api/go-values.ts";
import type { AnyObject } from "../api/types.ts";
import { ACCEPT_JSON } from "./client.ts";
import { AggregateFailure, asError, isStatus, KubectlError, StatusError, throwAll } from "./errors.ts";
import type { BuilderOptions, Info } from "./info.ts";
import { CommandError } from "./io.ts";
import { apiVersionOf, type Resource, resourcePath } from "./rest-mapper.ts";
import { requireRegistered } from "./scheme.ts";
import type { Session } from "./session.ts";
import { resolveTargets, type Target, type Targets } from "./targets.ts";

/** Calls `use` with each object in order; what fails is collected and thrown at the end. */
export async function visitInfos(
  session: Session,
  options: BuilderOptions,
  use: (info: Info) => Promise<void>,
): Promise<number> {
  return visitTargets(session, options, await resolveTargets(session, options), use);
}

class Stop extends Error {}

async function visitTargets(
  session: Session,
  options: BuilderOptions,
  { targets, errors, refused = [], single }: Targets,
  use: (info: Info) => Promise<void>,
): Promise<number> {
  options.onResolved?.(single);
  const failures: Error[] = [...refused];
  let count = 0;
  for (const target of targets) {
    try {
      for (const info of await fetchTarget(session, target, options)) {
        count += 1;
        try {
          await use(info);
        } catch (error) {
          failures.push(...flatErrors(error));
          if (options.stopAtError === true) throw new Stop();
        }
      }
    } catch (error) {
      if (error instanceof Stop) break;
      failures.push(...flatErrors(error));
    }
  }
  // What could not be read is said after what could not be done with the rest.
  if (options.firstFailure === true) throwAll([...errors, ...failures].slice(0, 1));
  throwAll([...failures, ...oneFailure(errors)]);
  return count;
}

/** What could not be read of the files is one complaint, whatever its length. */
export function oneFailure(errors: readonly Error[]): readonly Error[] {
  const isNested = errors.length > 1 || errors[0] instanceof AggregateFailure;
  return isNested ? [new AggregateFailure(errors)] : errors;
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
  const targets = await resolveTargets(session, options);
  try {
    await visitTargets(session, options, targets, async (info) => {
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
    // What has no name cannot be looked for: it stays as it was written.
    if (options.withoutNamespace === true && info.resource.namespaced && info.namespace === "") throw unplaced(info);
    if (info.object === undefined || (options.latest === true && info.name !== ""))
      await refresh(session, info, options.subresource);
    if (options.typed === true && info.object !== undefined) requireRegistered(info.object);
    return [info];
  }
  const list = await listing(target, () =>
    session.client.list(listPath(target), selectorQuery(target), options.chunkSize ?? 500),
  );
  const items = list.items.map((item) => withType(item, target.resource));
  if (options.typed === true) for (const item of items) requireRegistered(item);
  return items.map((item) => infoOf(target.resource, item));
}

function unplaced({ name, resource: { group, version, resource } }: Info): KubectlError {
  return new KubectlError(`no namespace set on resource ${group}/${version}, Resource=${resource} ${goQuote(name)}`);
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
        : `Unable to find ${type} that match label selector ${goQuote(labelSelector)}, field selector ${goQuote(fieldSelector)}`;
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

export function infoPath(info: Info, subresource?: string): string {
  return resourcePath(info.resource, info.namespace, info.name, subresource);
}

/** `deployment.apps/web`: how commands name an object in their messages. */
export function infoName(info: Info): string {
  const { group, kind } = info.resource;
  const type = group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  return `${type}/${info.name}`;
}

export function listPath(target: Extract<Target, { kind: "list" }>): string {
  try {
    return resourcePath(target.resource, target.namespace);
  } catch (error) {
    // Here kubectl prints the text without its usual `error: `.
    throw error instanceof KubectlError ? new CommandError(error.message) : error;
  }
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
