// Which resources this server serves, and where each is stored.

import { apiVersionOf, catalogue, type ResourceInfo } from "../../api/catalogue.ts";
import type { GroupResource } from "../../api/status.ts";
import { compareVersions } from "./custom-resources/definition/versions.ts";
import type { KindDefinition } from "./registry/kind.ts";

export interface ServedResource {
  readonly info: ResourceInfo;
  readonly apiVersion: string;
  /** As `PodList`; a custom resource may call its list otherwise. */
  readonly listKind: string;
  readonly groupResource: GroupResource;
  /** The prefix of its keys in etcd, ending in a slash. Two resources that show the same objects share it. */
  readonly prefix: string;
  readonly definition: KindDefinition;
  /** The resource whose version is stored, where this is another view of it. */
  readonly storedAs: ServedResource | undefined;
  /** Defined by a CustomResourceDefinition. */
  readonly isCustom: boolean;
  /** Told with every answer. */
  readonly warning: string | undefined;
}

const WARNINGS: Readonly<Record<string, string>> = {
  "v1/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  "v1/componentstatuses": "v1 ComponentStatus is deprecated in v1.19+",
};

// These show the objects of another resource in another version.
const VIEWS: Readonly<Record<string, string>> = {
  "events.k8s.io/v1/events": "v1/events",
  "autoscaling/v1/horizontalpodautoscalers": "autoscaling/v2/horizontalpodautoscalers",
};

export class ResourceTable {
  private readonly byPath = new Map<string, ServedResource>();
  private readonly byName = new Map<string, ServedResource>();

  constructor(definitions: readonly KindDefinition[]) {
    const defined = new Map(definitions.map((each) => [pathOf(each.resource), each]));
    for (const info of catalogue()) if (VIEWS[pathOf(info)] === undefined) this.add(info, defined.get(pathOf(info)));
    for (const info of catalogue()) if (VIEWS[pathOf(info)] !== undefined) this.add(info, defined.get(pathOf(info)));
  }

  /** Serves one more resource, as a CustomResourceDefinition asks. */
  add(info: ResourceInfo, definition: KindDefinition = { resource: info }, isCustom = false): ServedResource {
    const path = pathOf(info);
    const storedAs = this.byPath.get(VIEWS[path] ?? "");
    const name = info.group === "" ? info.resource : `${info.resource}.${info.group}`;
    const served: ServedResource = {
      info,
      apiVersion: apiVersionOf(info),
      listKind: definition.listKind ?? `${info.kind}List`,
      groupResource: { group: info.group, resource: info.resource },
      prefix: storedAs?.prefix ?? `/registry/${name}/`,
      definition,
      storedAs,
      isCustom,
      warning: WARNINGS[path] ?? definition.deprecation,
    };
    this.byPath.set(path, served);
    if (storedAs === undefined) this.byName.set(name, served);
    return served;
  }

  remove(info: ResourceInfo): void {
    this.byPath.delete(pathOf(info));
    this.byName.delete(info.group === "" ? info.resource : `${info.resource}.${info.group}`);
  }

  find(group: string, version: string, resource: string): ServedResource | undefined {
    return this.byPath.get(`${apiVersionOf({ group, version })}/${resource}`);
  }

  /** By plural name with its group, as `deployments.apps`. */
  named(name: string): ServedResource | undefined {
    return this.byName.get(name);
  }

  ofKind(apiVersion: string, kind: string): ServedResource | undefined {
    return this.all().find((each) => each.apiVersion === apiVersion && each.info.kind === kind);
  }

  /** Everything served, in discovery order: what is built in, and then what is defined. */
  all(): readonly ServedResource[] {
    const builtIn = catalogue().map((info) => this.byPath.get(pathOf(info)));
    const known = new Set(builtIn);
    const others = [...this.byPath.values()].filter((each) => !known.has(each));
    return [...builtIn.filter((each) => each !== undefined), ...others.sort(inDiscoveryOrder)];
  }
}

function inDiscoveryOrder({ info: a }: ServedResource, { info: b }: ServedResource): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return compareVersions(a.version, b.version) || (a.resource < b.resource ? -1 : 1);
}

function pathOf(info: ResourceInfo): string {
  return `${apiVersionOf(info)}/${info.resource}`;
}
