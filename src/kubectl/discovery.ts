// Asks a server which resources it has: by the aggregated documents, or list by list where it has none of those.

import type { ResourceNames } from "../api/catalogue.ts";
import type { AnyObject } from "../api/types.ts";
import type { ApiClient } from "./client.ts";

/** As a server describes it, which may know verbs of its own. */
export interface Resource extends ResourceNames {
  readonly verbs: readonly string[];
  readonly subresources: readonly { readonly name: string; readonly verbs: readonly string[]; readonly kind: string }[];
}

interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind?: { readonly kind: string };
  readonly scope: string;
  readonly singularResource?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly verbs: readonly string[];
    readonly responseKind?: { readonly kind: string };
  }[];
}

interface DiscoveredGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources?: readonly DiscoveredResource[] }[];
}

const ACCEPT_DISCOVERY =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

export async function discover(client: ApiClient): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (const path of ["/api", "/apis"]) {
    const document = await client.get(path, { timeout: "32s" }, ACCEPT_DISCOVERY);
    if (Array.isArray(document.items)) {
      for (const group of document.items as readonly DiscoveredGroup[]) resources.push(...resourcesOf(group));
    } else resources.push(...(await listedResources(client, document)));
  }
  return resources;
}

function resourcesOf(group: DiscoveredGroup): Resource[] {
  return group.versions.flatMap(({ version, resources }) =>
    (resources ?? []).map((found) => ({
      group: group.metadata.name ?? "",
      version,
      kind: found.responseKind?.kind ?? "",
      resource: found.resource,
      // Old and aggregated servers do not say it; the kind in small letters then has to do.
      singular: found.singularResource || (found.responseKind?.kind ?? "").toLowerCase(),
      shortNames: found.shortNames ?? [],
      namespaced: found.scope === "Namespaced",
      verbs: found.verbs,
      categories: found.categories ?? [],
      subresources: (found.subresources ?? []).map((sub) => ({
        name: sub.subresource,
        verbs: sub.verbs,
        kind: sub.responseKind?.kind ?? "",
      })),
    })),
  );
}

interface VersionsOfGroup {
  readonly name: string;
  readonly versions?: readonly { readonly version: string }[];
  readonly preferredVersion?: { readonly version: string };
}

interface ListedResource {
  readonly name: string;
  readonly singularName?: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** Servers before 1.26, and some that stand in front of a cluster, answer with groups and versions only. */
async function listedResources(client: ApiClient, document: AnyObject): Promise<Resource[]> {
  const lists = await Promise.all(
    groupVersionsOf(document).map(async ({ group, version }) => {
      const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
      const { resources } = (await client.get(path, { timeout: "32s" })) as { resources?: readonly ListedResource[] };
      return resourcesOfList(group, version, resources ?? []);
    }),
  );
  return lists.flat();
}

function groupVersionsOf(document: AnyObject): { group: string; version: string }[] {
  if (document.kind === "APIVersions" && Array.isArray(document.versions))
    return document.versions.map((version) => ({ group: "", version: String(version) }));
  if (document.kind !== "APIGroupList" || !Array.isArray(document.groups)) return [];
  return (document.groups as readonly VersionsOfGroup[]).flatMap(({ name, versions = [], preferredVersion }) => {
    const all = versions.map(({ version }) => ({ group: name, version }));
    const best = all.filter(({ version }) => version === preferredVersion?.version);
    return [...best, ...all.filter((each) => !best.includes(each))];
  });
}

/** Subresources stand in the list as `pods/log`. */
function resourcesOfList(group: string, version: string, listed: readonly ListedResource[]): Resource[] {
  return listed
    .filter(({ name }) => !name.includes("/"))
    .map((found) => ({
      group,
      version,
      kind: found.kind,
      resource: found.name,
      singular: found.singularName || found.kind.toLowerCase(),
      shortNames: found.shortNames ?? [],
      namespaced: found.namespaced,
      verbs: found.verbs,
      categories: found.categories ?? [],
      subresources: listed
        .filter(({ name }) => name.startsWith(`${found.name}/`))
        .map(({ name, verbs, kind }) => ({ name: name.slice(found.name.length + 1), verbs, kind })),
    }));
}
