// Discovery: which resources there are, in the aggregated form that kubectl asks for and in the older one.

import { apiVersionOf, parseApiVersion, type ResourceInfo } from "../../../api/catalogue.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { base64OfBytes } from "../../../bytes/base64.ts";
import { bytesOfText } from "../../../bytes/bytes.ts";
import { sha256 } from "../../../bytes/sha256.ts";
import { subresourcesOf } from "./subresource-kinds.ts";

/** One version of a group. */
export interface Version {
  readonly group: string;
  readonly version: string;
  /** Undefined while whoever serves it cannot be asked. */
  readonly resources: readonly ResourceInfo[] | undefined;
}

interface Group {
  readonly name: string;
  readonly versions: readonly Version[];
}

/** Answers `/api`, `/apis` and what lies below without naming a resource; undefined for other paths. */
export function discovery(
  path: string,
  accept: string,
  own: readonly ResourceInfo[],
  remote: readonly Version[],
  serverAddress: string,
): ApiResponse | undefined {
  const groups = groupsOf([...versionsOf(own), ...remote]);
  const [root, group, version, ...rest] = path.split("/").filter((segment) => segment !== "");
  if (rest.length > 0 || (root !== "api" && root !== "apis")) return undefined;
  const isCore = root === "api";
  if (group === undefined) {
    const wanted = groups.filter((each) => (each.name === "") === isCore);
    const aggregated = aggregatedVersion(accept);
    if (aggregated !== undefined) return answer(aggregatedList(wanted, aggregated));
    return answer(
      isCore
        ? apiVersions(wanted, serverAddress)
        : { kind: "APIGroupList", apiVersion: "v1", groups: wanted.map(groupDocument) },
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

function versionsOf(resources: readonly ResourceInfo[]): Version[] {
  const versions = new Map<string, { group: string; version: string; resources: ResourceInfo[] }>();
  for (const info of resources) {
    const { group, version } = info;
    const key = `${group}/${version}`;
    const known = versions.get(key) ?? { group, version, resources: [] };
    versions.set(key, known);
    known.resources.push(info);
  }
  return [...versions.values()];
}

function groupsOf(versions: readonly Version[]): Group[] {
  const groups = new Map<string, Version[]>();
  for (const each of versions) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return [...groups].map(([name, list]) => ({ name, versions: list }));
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
      versions: versions.map(({ version: shown, resources }) => ({
        version: shown,
        ...(resources === undefined ? {} : { resources: resources.map(aggregatedResource) }),
        freshness: resources === undefined ? "Stale" : "Current",
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

function apiVersions(groups: readonly Group[], serverAddress: string): object {
  return {
    kind: "APIVersions",
    versions: groups.flatMap(({ versions }) => versions.map((each) => each.version)),
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress }],
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
    resources: (resources ?? []).flatMap((info) => [legacyResource(info), ...legacySubresources(info)]),
  };
}

function legacyResource(info: ResourceInfo): object {
  const { resource, singular, namespaced, kind, verbs, shortNames, categories } = info;
  return {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(isStored(info) ? { storageVersionHash: storageVersionHash(info) } : {}),
  };
}

// Component statuses can be read too, but are made up for each answer.
function isStored({ verbs, kind }: ResourceInfo): boolean {
  return verbs.includes("get") && kind !== "ComponentStatus";
}

/** By it clients see that two resources show the same stored objects. */
function storageVersionHash({
  group,
  version,
  kind,
  storedIn = apiVersionOf({ group, version }),
}: ResourceInfo): string {
  const stored = parseApiVersion(storedIn);
  const digest = sha256(bytesOfText(`${stored.group}/${stored.version}/${kind}`)).subarray(0, 8);
  return base64OfBytes(digest);
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
