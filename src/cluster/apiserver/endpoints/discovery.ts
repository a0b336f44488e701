// Discovery: which resources there are, in the aggregated form that kubectl asks for and in the older one.

import { apiVersionOf, type ResourceInfo } from "../../../api/catalogue.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { subresourcesOf } from "./subresource-kinds.ts";

interface Version {
  readonly version: string;
  readonly resources: readonly ResourceInfo[];
}

interface Group {
  readonly name: string;
  readonly versions: readonly Version[];
}

/** Answers `/api`, `/apis` and what lies below without naming a resource; undefined for other paths. */
export function discovery(path: string, accept: string, resources: readonly ResourceInfo[]): ApiResponse | undefined {
  const groups = groupsOf(resources);
  const [root, group, version, ...rest] = path.split("/").filter((segment) => segment !== "");
  if (rest.length > 0 || (root !== "api" && root !== "apis")) return undefined;
  const isCore = root === "api";
  if (group === undefined) {
    const wanted = groups.filter((each) => (each.name === "") === isCore);
    const aggregated = aggregatedVersion(accept);
    if (aggregated !== undefined) return answer(aggregatedList(wanted, aggregated));
    return answer(
      isCore ? apiVersions(wanted) : { kind: "APIGroupList", apiVersion: "v1", groups: wanted.map(groupDocument) },
    );
  }
  const found = groups.find((each) => each.name === (isCore ? "" : group));
  if (found === undefined) return undefined;
  const wantedVersion = isCore ? group : version;
  if (wantedVersion === undefined) return answer({ kind: "APIGroup", apiVersion: "v1", ...groupDocument(found) });
  if (isCore && version !== undefined) return undefined;
  const listed = found.versions.find((each) => each.version === wantedVersion);
  return listed === undefined ? undefined : answer(resourceList(found.name, listed));
}

function answer(body: object): ApiResponse {
  return { kind: "object", status: 200, body };
}

function groupsOf(resources: readonly ResourceInfo[]): Group[] {
  const groups = new Map<string, Map<string, ResourceInfo[]>>();
  for (const info of resources) {
    const versions = groups.get(info.group) ?? new Map<string, ResourceInfo[]>();
    groups.set(info.group, versions);
    const list = versions.get(info.version) ?? [];
    versions.set(info.version, list);
    list.push(info);
  }
  return [...groups].map(([name, versions]) => ({
    name,
    versions: [...versions].map(([version, list]) => ({ version, resources: list })),
  }));
}

function aggregatedVersion(accept: string): string | undefined {
  if (!accept.includes("as=APIGroupDiscoveryList")) return undefined;
  return accept.includes("v=v2;") || accept.endsWith("v=v2") ? "v2" : "v2beta1";
}

function aggregatedList(groups: readonly Group[], version: string): object {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { ...(name === "" ? {} : { name }), creationTimestamp: null },
      versions: versions.map((each) => ({
        version: each.version,
        resources: each.resources.map(aggregatedResource),
        freshness: "Current",
      })),
    })),
  };
}

function aggregatedResource(info: ResourceInfo): object {
  const { resource, kind, namespaced, singular, verbs, shortNames, categories } = info;
  const subresources = subresourcesOf(info).map((each) => ({
    subresource: each.name,
    responseKind: { group: each.group, version: each.version, kind: each.kind },
    verbs: each.verbs,
  }));
  return {
    resource,
    responseKind: { group: "", version: "", kind },
    scope: namespaced ? "Namespaced" : "Cluster",
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

function apiVersions(groups: readonly Group[]): object {
  return {
    kind: "APIVersions",
    versions: groups.flatMap(({ versions }) => versions.map((each) => each.version)),
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "10.96.0.1:443" }],
  };
}

function groupDocument({ name, versions }: Group): object {
  const all = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
  return { name, versions: all, preferredVersion: all[0] };
}

function resourceList(group: string, { version, resources }: Version): object {
  return {
    kind: "APIResourceList",
    ...(group === "" ? {} : { apiVersion: "v1" }),
    groupVersion: apiVersionOf({ group, version }),
    resources: resources.flatMap((info) => [legacyResource(info), ...legacySubresources(info)]),
  };
}

function legacyResource({ resource, singular, namespaced, kind, verbs, shortNames, categories }: ResourceInfo): object {
  return {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}

function legacySubresources(info: ResourceInfo): object[] {
  return subresourcesOf(info).map(({ name, group, version, kind, verbs }) => ({
    name: `${info.resource}/${name}`,
    singularName: "",
    namespaced: info.namespaced,
    ...(group === "" ? {} : { group, version }),
    kind,
    verbs,
  }));
}
