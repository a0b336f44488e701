// Stands for the finalizer of definitions: one that is deleted takes all its objects with it, and stays until they are gone.

import type { AnyObject } from "../../../../api/types.ts";
import type { Timer } from "../../../../sim/clock.ts";
import { type Core, timestamp } from "../../core.ts";
import type { ServedResource } from "../../resource-table.ts";
import { markedAsDeleted } from "../../verbs/delete.ts";
import { withConditions } from "../definition/conditions.ts";
import { asObject, CLEANUP_FINALIZER, type Condition, type Definition, isTrue } from "../definition/definition.ts";
import { definitionResource, findDefinition, tracked, writeStatus } from "./status.ts";

const POLL_MS = 5000;
const GIVE_UP_MS = 60_000;
const RETRY_MS = 1000;

const IN_PROGRESS: Condition = {
  type: "Terminating",
  status: "True",
  reason: "InstanceDeletionInProgress",
  message: "CustomResource deletion is in progress",
};
const STUCK: Condition = {
  type: "Terminating",
  status: "True",
  reason: "InstanceDeletionCheck",
  message: "could not confirm zero CustomResources remaining: timed out waiting for the condition",
};
const COMPLETED: Condition = {
  type: "Terminating",
  status: "False",
  reason: "InstanceDeletionCompleted",
  message: "removed all instances",
};
const NEVER_ESTABLISHED: Condition = {
  type: "Terminating",
  status: "False",
  reason: "NeverEstablished",
  message: "resource was never established",
};

export class Cleanup {
  private readonly running = new Map<string, Timer>();

  constructor(private readonly core: Core) {}

  /** Begins with the cleanup of a definition that is being deleted. */
  consider(name: string): void {
    const definition = findDefinition(this.core, name);
    if (definition === undefined) {
      this.running.get(name)?.cancel();
      this.running.delete(name);
    } else if (isDoomed(definition) && !this.running.has(name)) this.begin(definition);
  }

  private begin(definition: Definition): void {
    const { name } = definition.metadata;
    // What it does here is told to it again.
    this.running.set(
      name,
      this.core.clock.after(GIVE_UP_MS, () => undefined),
    );
    this.note(definition, IN_PROGRESS);
    const resource = this.resourceOf(definition);
    if (resource === undefined) this.finish(name, NEVER_ESTABLISHED);
    else {
      for (const { value } of this.core.storage.list(resource, undefined)) this.remove(resource, value);
      this.check(name, resource, this.core.clock.now() + GIVE_UP_MS);
    }
  }

  private check(name: string, resource: ServedResource, deadline: number): void {
    const definition = findDefinition(this.core, name);
    if (definition === undefined || !isDoomed(definition)) return;
    if (this.core.storage.list(resource, undefined).length === 0) this.finish(name, COMPLETED);
    else if (this.core.clock.now() < deadline) this.later(name, POLL_MS, () => this.check(name, resource, deadline));
    else {
      this.note(definition, STUCK);
      this.later(name, RETRY_MS, () => {
        this.running.delete(name);
        this.consider(name);
      });
    }
  }

  private later(name: string, delayMs: number, act: () => void): void {
    this.running.get(name)?.cancel();
    this.running.set(name, this.core.clock.after(delayMs, act));
  }

  private resourceOf(definition: Definition): ServedResource | undefined {
    if (!isTrue(definition, "Established")) return undefined;
    const { group, names } = definition.spec;
    const resource = definitionResource(this.core);
    // Objects are kept in one place whatever version is served, and be it none.
    const served = this.core.resources.named(`${names.plural}.${group}`);
    if (served !== undefined || resource === undefined) return served;
    return { ...resource, prefix: `/registry/${names.plural}.${group}/`, isCustom: true };
  }

  private note(definition: Definition, condition: Condition): void {
    const now = timestamp(this.core.clock.now());
    writeStatus(this.core, definition, withConditions(definition.status, [condition], now));
  }

  private remove(resource: ServedResource, object: AnyObject): void {
    const { storage, clock } = this.core;
    const { finalizers = [] } = object.metadata;
    if (finalizers.length === 0) storage.delete(resource, object);
    else if (object.metadata.deletionTimestamp === undefined)
      storage.update(resource, object, markedAsDeleted(object, 0, finalizers, clock.now()));
  }

  private finish(name: string, condition: Condition): void {
    this.running.get(name)?.cancel();
    this.running.delete(name);
    const definition = findDefinition(this.core, name);
    const resource = definitionResource(this.core);
    if (definition === undefined || resource === undefined) return;
    const { finalizers = [], ...metadata } = definition.metadata;
    const left = finalizers.filter((each) => each !== CLEANUP_FINALIZER);
    const next: Definition = {
      ...definition,
      metadata: { ...metadata, ...(left.length === 0 ? {} : { finalizers: left }) },
      status: withConditions(definition.status, [condition], timestamp(this.core.clock.now())),
    };
    const last = tracked(this.core, definition, next);
    if (left.length === 0) this.core.storage.delete(resource, last);
    else this.core.storage.update(resource, asObject(definition), last);
  }
}

function isDoomed({ metadata }: Definition): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(CLEANUP_FINALIZER) === true;
}
