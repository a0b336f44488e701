// Stands for the API server's watch cache: hands each change of a resource to the watches that it concerns, and only to those.

import type { WatchEvent } from "../../api/request.ts";
import { expired } from "../../api/status.ts";
import { Channel, type Source } from "../../api/stream.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Etcd, WatchHandle } from "../etcd/etcd.ts";
import type { Change } from "../etcd/history.ts";
import { fieldReader, type ObjectFilter } from "./object-filter.ts";
import type { ServedResource } from "./resource-table.ts";
import { rangeOf } from "./storage.ts";

type Annotations = Readonly<Record<string, string>>;

/** On the bookmark after the last object that existed when the watch began. */
const INITIAL_EVENTS_END: Annotations = { "k8s.io/initial-events-end": "true" };

export interface WatchOptions {
  readonly namespace: string | undefined;
  readonly filter: ObjectFilter;
  /** The revision to start after, or "now" to be told of all existing objects first. */
  readonly from: number | "now";
  /** How the client wants to see objects. */
  readonly present: (object: AnyObject) => unknown;
  readonly bookmark: (revision: number, annotations?: Annotations) => unknown;
}

/** One watch, as the server holds it. */
export interface Watch {
  readonly events: Source<WatchEvent>;
  /** False once the client has left or the server has ended it. */
  readonly isOpen: boolean;
  end(): void;
  /** Tells the client that it has seen everything so far. */
  sendBookmark(): void;
  /** Tells the client that what comes from now on is new. */
  endInitialEvents(): void;
  /** Called once, when it is over for whatever reason. */
  whenOver(callback: () => void): void;
}

interface Watcher {
  readonly options: WatchOptions;
  readonly channel: Channel<WatchEvent>;
  readonly bucket: string;
  /** The revision at which it began; older changes were told at the start. */
  readonly seen: number;
  end(): void;
}

/** All watches of one resource. */
interface Group {
  readonly handle: WatchHandle;
  readonly buckets: Map<string, Set<Watcher>>;
  /** Fields that some watch compares for equality, with the number of such watches. */
  readonly indexedFields: Map<string, number>;
}

export class WatchHub {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly etcd: Etcd<AnyObject>) {}

  watch(resource: ServedResource, options: WatchOptions): Watch {
    const group = this.groupOf(resource);
    const over: (() => void)[] = [];
    const leave = (): void => {
      leaveGroup(group, watcher);
      for (const callback of over.splice(0)) callback();
    };
    const channel = new Channel<WatchEvent>(() => leave());
    const end = (): void => {
      leave();
      channel.end();
    };
    const watcher: Watcher = { options, channel, bucket: bucketOf(options), seen: this.seenBy(options), end };
    this.sendMissed(resource, watcher);
    if (channel.open) joinGroup(group, watcher);
    const sendBookmark = (annotations?: Annotations): void =>
      channel.push({ type: "BOOKMARK", object: options.bookmark(this.etcd.revision, annotations) });
    return {
      events: channel,
      get isOpen() {
        return channel.open;
      },
      end,
      sendBookmark: () => sendBookmark(),
      endInitialEvents: () => sendBookmark(INITIAL_EVENTS_END),
      whenOver: (callback) => {
        over.push(callback);
      },
    };
  }

  /** Ends all watches of what is kept there. */
  endAll(prefix: string): void {
    const group = this.groups.get(prefix);
    if (group === undefined) return;
    group.handle.cancel();
    this.groups.delete(prefix);
    for (const watcher of [...group.buckets.values()].flatMap((members) => [...members])) watcher.end();
  }

  /** What has happened by now is told at once; a client may also ask for what comes after a revision of the future. */
  private seenBy({ from }: WatchOptions): number {
    return from === "now" ? this.etcd.revision : Math.max(from, this.etcd.revision);
  }

  private sendMissed(resource: ServedResource, watcher: Watcher): void {
    const { options, channel } = watcher;
    const { from, namespace } = options;
    if (from === "now") {
      this.sendExisting(resource, watcher);
      return;
    }
    const missed = this.etcd.changesAfter(rangeOf(resource, namespace), from);
    if (missed === undefined) {
      const message = `too old resource version: ${from} (${this.etcd.compactedRevision})`;
      channel.push({ type: "ERROR", object: expired(message) });
      channel.end();
    } else for (const change of missed) tell(watcher, change);
  }

  private sendExisting(resource: ServedResource, { options, channel }: Watcher): void {
    for (const { value } of this.etcd.range(rangeOf(resource, options.namespace))) {
      if (options.filter.matches(value)) channel.push({ type: "ADDED", object: options.present(value) });
    }
  }

  private groupOf(resource: ServedResource): Group {
    const known = this.groups.get(resource.prefix);
    if (known !== undefined) return known;
    const buckets = new Map<string, Set<Watcher>>();
    const indexedFields = new Map<string, number>();
    const fieldOf = fieldReader(resource);
    const handle = this.etcd.watch(resource.prefix, this.etcd.revision, (change) => {
      for (const watcher of concerned(change, buckets, indexedFields, fieldOf)) {
        // A watch that began while changes were still being told has had this one already.
        if (change.revision > watcher.seen) tell(watcher, change);
      }
    });
    if (handle === "compacted") throw new Error("the present revision cannot be compacted");
    const group = { handle, buckets, indexedFields };
    this.groups.set(resource.prefix, group);
    return group;
  }
}

function joinGroup(group: Group, watcher: Watcher): void {
  const members = group.buckets.get(watcher.bucket);
  if (members === undefined) group.buckets.set(watcher.bucket, new Set([watcher]));
  else members.add(watcher);
  const field = watcher.options.filter.exactField?.field;
  if (field !== undefined) group.indexedFields.set(field, (group.indexedFields.get(field) ?? 0) + 1);
}

function leaveGroup(group: Group, watcher: Watcher): void {
  const members = group.buckets.get(watcher.bucket);
  if (members?.delete(watcher) !== true) return;
  if (members.size === 0) group.buckets.delete(watcher.bucket);
  const field = watcher.options.filter.exactField?.field;
  if (field === undefined) return;
  const left = (group.indexedFields.get(field) ?? 1) - 1;
  if (left === 0) group.indexedFields.delete(field);
  else group.indexedFields.set(field, left);
}

/** Each watch stands in one bucket, by the narrowest thing that its objects have in common. */
function bucketOf({ filter, namespace }: WatchOptions): string {
  if (filter.name !== undefined) return `name ${filter.name}`;
  if (filter.exactField !== undefined) return `${filter.exactField.field} ${filter.exactField.value}`;
  return namespace === undefined ? "all" : `namespace ${namespace}`;
}

function concerned(
  change: Change<AnyObject>,
  buckets: ReadonlyMap<string, ReadonlySet<Watcher>>,
  indexedFields: ReadonlyMap<string, number>,
  fieldOf: (object: AnyObject, field: string) => string,
): Watcher[] {
  const object = (change.entry ?? change.last ?? change.previous)?.value;
  if (object === undefined) return [];
  const keys = ["all", `namespace ${object.metadata.namespace}`, `name ${object.metadata.name}`];
  for (const field of indexedFields.keys()) {
    const values = new Set([change.previous?.value, object].map((each) => each && fieldOf(each, field)));
    for (const value of values) if (value !== undefined) keys.push(`${field} ${value}`);
  }
  return keys.flatMap((key) => [...(buckets.get(key) ?? [])]);
}

function tell(watcher: Watcher, change: Change<AnyObject>): void {
  const { options, channel } = watcher;
  if (!channel.open) return;
  const next = change.entry?.value;
  const previous = change.previous?.value;
  const object = next ?? change.last?.value ?? previous;
  if (object === undefined || (options.namespace !== undefined && object.metadata.namespace !== options.namespace))
    return;
  const isIn = next !== undefined && options.filter.matches(next);
  const wasIn = previous !== undefined && options.filter.matches(previous);
  if (isIn) channel.push({ type: wasIn ? "MODIFIED" : "ADDED", object: options.present(object) });
  // What no longer matches is told as a deletion of its last matching version, at the revision of the change.
  else if (wasIn) channel.push({ type: "DELETED", object: options.present(lastSeen(previous, object)) });
}

function lastSeen(previous: AnyObject, object: AnyObject): AnyObject {
  const resourceVersion = object.metadata.resourceVersion;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}
