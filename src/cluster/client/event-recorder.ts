// Records events as client-go does: a repeated event becomes a count, and many similar ones are combined.

import { ApiError } from "../../api/status.ts";
import { timestamp } from "../../api/timestamp.ts";
import type { CoreEvent, KubeObject, ObjectReference } from "../../api/types.ts";
import { readableText } from "../../bytes/bytes.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client } from "./client.ts";
import { resources } from "./resources.ts";

export { timestamp } from "../../api/timestamp.ts";

export type EventType = "Normal" | "Warning";

export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** An object, or a part of one named by `fieldPath` (`spec.containers{web}`), that the event is about. */
export interface EventSubject {
  readonly object: KubeObject;
  readonly fieldPath?: string;
}

/** As in client-go: more than this many different messages of one kind within the window are combined into one event. */
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
/** So many kinds of events are remembered, as in client-go: those that came last. */
const MOST_REMEMBERED = 4096;
const COMBINED_PREFIX = "(combined from similar events): ";

interface Recorded {
  readonly name: string;
  readonly namespace: string;
  readonly firstTimestamp: string;
  count: number;
}

interface Similar {
  messages: Set<string>;
  lastMs: number;
}

export class EventRecorder {
  private readonly recorded = new Map<string, Recorded>();
  private readonly similar = new Map<string, Similar>();
  private sequence = 0;

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly source: EventSource,
  ) {}

  /** A failure to write an event never disturbs the component: events are best effort in Kubernetes too. */
  record(subject: EventSubject, type: EventType, reason: string, message: string): void {
    const reference = referenceTo(subject);
    const text = this.combine(reference, type, reason, readableText(message));
    const key = [referenceKey(reference), type, reason, text].join("|");
    const now = timestamp(this.clock.now());
    const known = this.recorded.get(key);
    try {
      if (known !== undefined && this.repeat(known, text, now)) return;
      const first = {
        name: this.nameFor(reference),
        namespace: reference.namespace ?? "default",
        firstTimestamp: now,
        count: 1,
      };
      remember(this.recorded, key, first);
      this.client.create<CoreEvent>(resources.events, {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: first.name, namespace: first.namespace },
        involvedObject: reference,
        reason,
        message: text,
        source: this.source,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        type,
        reportingComponent: this.source.component,
        reportingInstance: this.source.host ?? "",
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.recorded.delete(key);
    }
  }

  private repeat(known: Recorded, message: string, lastTimestamp: string): boolean {
    known.count++;
    try {
      this.client.patch(resources.events, known, { count: known.count, lastTimestamp, message });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.reason === "NotFound") return false;
      throw error;
    }
  }

  private combine(reference: ObjectReference, type: EventType, reason: string, message: string): string {
    const key = [referenceKey(reference), type, reason].join("|");
    const now = this.clock.now();
    let similar = this.similar.get(key);
    if (similar === undefined || now - similar.lastMs > SIMILAR_WINDOW_MS) {
      similar = { messages: new Set(), lastMs: now };
      remember(this.similar, key, similar);
    }
    similar.lastMs = now;
    similar.messages.add(message);
    return similar.messages.size > SIMILAR_LIMIT ? COMBINED_PREFIX + message : message;
  }

  private nameFor(reference: ObjectReference): string {
    return eventName(reference.name ?? "", this.clock.now(), this.sequence++);
  }
}

function remember<V>(known: Map<string, V>, key: string, value: V): void {
  const [oldest] = known.size < MOST_REMEMBERED ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(key, value);
}

/** `web.18c2f0d3a1b2c3d4`: the object's name and the instant in hexadecimal nanoseconds, which `sequence` keeps apart. */
export function eventName(object: string, nowMs: number, sequence: number): string {
  return `${object}.${(BigInt(nowMs) * 1_000_000n + BigInt(sequence % 1_000_000)).toString(16)}`;
}

export function referenceTo({ object, fieldPath }: EventSubject): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid,
    resourceVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

function referenceKey(reference: ObjectReference): string {
  return [reference.kind, reference.namespace, reference.name, reference.uid, reference.fieldPath].join("/");
}
