// The objects of a build in their order, and how they are found by what they are or were called.

import { KubectlError } from "../errors.ts";
import { previousIds } from "./history.ts";
import { currentId, isDeleted, nameOf, type Resource } from "./resource.ts";
import { idText, isSameObject, type ResourceId } from "./resource-id.ts";

export class ResourceSet {
  private list: Resource[] = [];

  get resources(): readonly Resource[] {
    return this.list;
  }

  append(resource: Resource): void {
    const id = currentId(resource);
    if (this.withCurrentId(id).length > 0)
      throw new KubectlError(`may not add resource with an already registered id: ${idText(id)}`);
    this.list.push(resource);
  }

  appendAll(resources: readonly Resource[]): void {
    for (const resource of resources) this.append(resource);
  }

  /** The same objects in another order, or fewer of them. */
  rearrange(resources: readonly Resource[]): void {
    this.list = [...resources];
  }

  replace(old: Resource, resource: Resource): void {
    this.list = this.list.map((each) => (each === old ? resource : each));
  }

  dropDeleted(): void {
    this.list = this.list.filter((resource) => !isDeleted(resource));
  }

  withCurrentId(id: ResourceId): Resource[] {
    return this.list.filter((resource) => nameOf(resource) === id.name && isSameObject(currentId(resource), id));
  }

  /** Those for which any name, of now or before, is a match. */
  withAnyId(matches: (id: ResourceId) => boolean): Resource[] {
    return this.list.filter(
      (resource) => !isDeleted(resource) && [...previousIds(resource), currentId(resource)].some(matches),
    );
  }

  /** The one object that is or was called so. */
  demandById(id: ResourceId): Resource {
    const [found, ...others] = this.withAnyId((each) => isSameObject(each, id));
    if (found !== undefined && others.length === 0) return found;
    const problem = found === undefined ? "no matches for Id" : "multiple matches for Id";
    throw new KubectlError(`${problem} ${idText(id)}; failed to find unique target for patch ${idText(id)}`);
  }
}
