// Knows the resources of the server from its discovery documents, and finds the one that a user names.

import { goQuote } from "../api/go-values.ts";
import type { ApiClient } from "./client.ts";
import { discover, type Resource } from "./discovery.ts";
import { ConnectionError, KubectlError } from "./errors.ts";

export type { Resource } from "./discovery.ts";

/** Told of a server that does not answer, with how often kubectl asks it before it gives up. */
export type Undiscovered = (error: ConnectionError, times: number) => void;

// How often kubectl asks: for one kind; for a type by any of its names, which it takes for a resource, then for a kind; and before
// that for a category.
const asksForKind = 1;
const asksForType = 4;
const asksForCategory = 1;

export class RestMapper {
  private known: Resource[] | undefined;

  constructor(
    private readonly client: ApiClient,
    private readonly undiscovered: Undiscovered,
    private readonly warn: (text: string) => void,
    /** Told before the server is asked again. */
    private readonly refreshing?: () => void,
  ) {}

  /** All resources in the server's order of preference. @param asks how often kubectl asks a server that does not answer. */
  async resources(asks = 1): Promise<readonly Resource[]> {
    this.known ??= await this.discovered(asks);
    return this.known;
  }

  /** Asks the server again: after something was not found, a CustomResourceDefinition may have come. */
  private async refreshed(): Promise<readonly Resource[]> {
    this.refreshing?.();
    this.known = await this.discovered(1);
    return this.known;
  }

  private async discovered(asks: number): Promise<Resource[]> {
    try {
      return await discover(this.client);
    } catch (error) {
      if (error instanceof ConnectionError) this.undiscovered(error, asks);
      throw error;
    }
  }

  /** `pods`, `po`, `deploy.apps`, `deployments.v1.apps`, `Deployment.v1.apps`. */
  async resourceFor(argument: string, asks = asksForType): Promise<Resource> {
    const found = findResource(await this.resources(asks), argument) ?? findResource(await this.refreshed(), argument);
    if (found === undefined) throw unknownResource(argument);
    for (const other of alsoNamed(await this.resources(asks), found, argument))
      this.warn(`short name "${argument}" could also match lower priority resource ${other}`);
    return found;
  }

  /** The resource of an object, undefined when the server has none. */
  async resourceOfKind(apiVersion: string, kind: string, asks = asksForKind): Promise<Resource | undefined> {
    if (apiVersion === "") return this.unversioned(kind, asks);
    const [group, version] = splitApiVersion(apiVersion);
    const find = (all: readonly Resource[]) => {
      // A kind in small letters finds its resource too; that the kind is wrong is for the server to say.
      const named = all.filter(
        (each) =>
          each.group === group && each.version === version && [each.kind, each.kind.toLowerCase()].includes(kind),
      );
      return named.find((each) => each.verbs.includes("get")) ?? named[0];
    };
    return find(await this.resources(asks)) ?? find(await this.refreshed());
  }

  /** Of an object that does not say its version: kubectl finds what it is, and then asks at a path that there is not. */
  private async unversioned(kind: string, asks: number): Promise<Resource | undefined> {
    const core = (await this.resources(asks)).find((each) => each.group === "" && each.kind === kind);
    return core === undefined ? undefined : { ...core, version: "" };
  }

  /** Each resource once, in the version that the server likes best. */
  async preferred(): Promise<readonly Resource[]> {
    return preferredVersions(await this.resources());
  }

  /** The resources in a category such as `all`; none when there is no such category, or no server that knows. */
  async category(name: string): Promise<readonly Resource[]> {
    try {
      const all = preferredVersions(await this.resources(asksForCategory));
      return all.filter((each) => each.categories.includes(name));
    } catch (error) {
      if (error instanceof ConnectionError) return [];
      throw error;
    }
  }
}

/** `apps/v1` as group and version. */
export function splitApiVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

export function apiVersionOf({ group, version }: Pick<Resource, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** `deployments.apps`, `pods`. */
export function groupResourceOf({ group, resource }: Pick<Resource, "group" | "resource">): string {
  return group === "" ? resource : `${resource}.${group}`;
}

/** The path of a collection, an object, or one of its subresources. */
export function resourcePath(
  resource: Resource,
  namespace: string | undefined,
  name?: string,
  subresource?: string,
): string {
  const version = resource.version === "" ? "" : `/${resource.version}`;
  const root = resource.group === "" ? `/api${version}` : `/apis/${resource.group}${version}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${namespace}` : "";
  // Without it the path would be that of all objects.
  if (name === "") throw new Error("resource name may not be empty");
  if (scope !== "") requirePathSegment("namespace", namespace ?? "");
  if (name !== undefined) requirePathSegment("resource name", name);
  const object = name === undefined ? "" : `/${name}`;
  return `${root}${scope}/${resource.resource}${object}${subresource === undefined || subresource === "" ? "" : `/${subresource}`}`;
}

/** Throws for what cannot be one part of a request's path. */
export function requirePathSegment(what: string, text: string): void {
  const faults = text === "." || text === ".." ? [`may not be '${text}'`] : [];
  for (const char of ["/", "%"]) if (text.includes(char)) faults.push(`may not contain '${char}'`);
  if (faults.length > 0) throw new KubectlError(`invalid ${what} ${goQuote(text)}: [${faults.join(" ")}]`);
}

export function unknownResource(argument: string): KubectlError {
  return new KubectlError(`the server doesn't have a resource type "${argument.split(".")[0] ?? ""}"`);
}

function preferredVersions(resources: readonly Resource[]): Resource[] {
  const seen = new Set<string>();
  return resources.filter((each) => {
    const key = groupResourceOf(each);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function findResource(resources: readonly Resource[], argument: string): Resource | undefined {
  const [name = "", second = "", ...rest] = argument.split(".");
  const versioned = rest.length > 0 ? { name, version: second, group: rest.join(".") } : undefined;
  const group = [second, ...rest].filter((part) => part !== "").join(".");
  for (const query of [versioned, { name, version: "", group }]) {
    if (query === undefined) continue;
    const found = byName(resources, query) ?? byKind(resources, query);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** By its name in the group alone, which may be given by its beginning. */
export function findInGroup(resources: readonly Resource[], name: string, group: string): Resource | undefined {
  return byName(resources, { name, version: "", group });
}

/** The other resources that have the same short name. */
function alsoNamed(resources: readonly Resource[], found: Resource, argument: string): readonly string[] {
  if (!found.shortNames.includes(argument)) return [];
  const others = resources.filter((each) => each.shortNames.includes(argument)).map(groupResourceOf);
  return [...new Set(others)].filter((each) => each !== groupResourceOf(found));
}

interface ResourceQuery {
  readonly name: string;
  readonly version: string;
  readonly group: string;
}

// A group may be given by its beginning, as in `deploy.app`; an exact one is preferred.
function inGroup(resources: readonly Resource[], { group, version }: ResourceQuery): Resource[] {
  const ofVersion = resources.filter((each) => version === "" || each.version === version);
  if (group === "") return ofVersion;
  const exact = ofVersion.filter((each) => each.group === group);
  return exact.length > 0 ? exact : ofVersion.filter((each) => each.group.startsWith(group));
}

function byName(resources: readonly Resource[], query: ResourceQuery): Resource | undefined {
  const name = query.name.toLowerCase();
  const candidates = inGroup(resources, query);
  return (
    candidates.find((each) => each.resource === name || each.singular === name) ??
    candidates.find((each) => each.shortNames.includes(name))
  );
}

function byKind(resources: readonly Resource[], query: ResourceQuery): Resource | undefined {
  return inGroup(resources, query).find((each) => each.kind === query.name);
}
