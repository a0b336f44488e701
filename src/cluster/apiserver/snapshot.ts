// Everything that the cluster has stored, as text, and back again: what a backup of etcd is.

import type { AnyObject } from "../../api/types.ts";
import type { Etcd } from "../etcd/etcd.ts";
import type { ResourceTable } from "./resource-table.ts";
import { etcdKeyText, withVersion } from "./storage.ts";

const ALL = "/registry/";
// Served by servers of their own inside the API server, which keep to their group's name.
const OWN_GROUPS = [".apiregistration.k8s.io", ".apiextensions.k8s.io"];

export class StoreBackup {
  constructor(
    private readonly etcd: Etcd<AnyObject>,
    private readonly resources: ResourceTable,
  ) {}

  get revision(): number {
    return this.etcd.revision;
  }

  /** As Kubernetes names them, which says less of the group than our own do. */
  keys(): readonly string[] {
    return this.entries()
      .map(([key]) => key)
      .sort();
  }

  /** As JSON; undefined when there is nothing under the key. */
  valueOf(key: string): string | undefined {
    const found = this.entries().find(([shown]) => shown === key);
    return found === undefined ? undefined : JSON.stringify(found[1]);
  }

  save(): string {
    return JSON.stringify(this.etcd.range(ALL).map(({ key, value }) => [key, value]));
  }

  /** What came since is undone by new writes, so that everybody who watches sees it. Revisions go on, and do not go back: as
   * `etcdutl snapshot restore --bump-revision` does it. */
  restore(text: string): void {
    const { etcd } = this;
    const saved = new Map(JSON.parse(text) as [string, AnyObject][]);
    for (const { key, value, modRevision } of etcd.range(ALL))
      if (!saved.has(key)) etcd.delete(key, modRevision, (revision) => withVersion(value, revision));
    for (const [key, value] of saved) {
      const present = etcd.get(key);
      if (present?.value.metadata.resourceVersion === value.metadata.resourceVersion) continue;
      etcd.put(key, present?.modRevision ?? 0, (revision) => withVersion(value, revision));
    }
  }

  private entries(): readonly (readonly [key: string, value: AnyObject])[] {
    return this.etcd.range(ALL).map(({ key, value }) => [this.shownKey(key, value), value]);
  }

  private shownKey(key: string, value: AnyObject): string {
    const name = key.slice(ALL.length, key.indexOf("/", ALL.length));
    const resource = this.resources.named(name);
    return resource === undefined || resource.isCustom || OWN_GROUPS.some((group) => name.endsWith(group))
      ? key.replace(/^\/registry\/([^./]+)\.([^/]+)\//, "/registry/$2/$1/")
      : etcdKeyText(resource, value);
  }
}
