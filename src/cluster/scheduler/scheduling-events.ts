// Events as the scheduler writes them, through the newer events API: with an eventTime and a series in the place of counts.

import { ApiError } from "../../api/status.ts";
import type { CoreEvent, Pod } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import { type EventType, eventName, referenceTo } from "../client/event-recorder.ts";
import { resources } from "../client/resources.ts";

/** Events of one kind about one pod belong to one series for this long after the last of them. */
const SERIES_MS = 360_000;

interface Series {
  readonly name: string;
  readonly namespace: string;
  count: number;
  lastMs: number;
}

export interface SchedulingEvent {
  readonly type: EventType;
  readonly reason: string;
  readonly action: string;
  readonly message: string;
}

export class SchedulingEvents {
  private readonly series = new Map<string, Series>();
  private sequence = 0;
  private readonly instance: string;

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly reporter: string,
    host: string,
  ) {
    this.instance = `${reporter}-${host}`;
  }

  /** Best effort: a cluster without events still schedules. */
  record(pod: Pod, event: SchedulingEvent): void {
    const key = [pod.metadata.uid, event.type, event.reason, event.action].join("|");
    const now = this.clock.now();
    const known = this.series.get(key);
    try {
      if (known !== undefined && now - known.lastMs <= SERIES_MS) this.repeat(known);
      else this.series.set(key, this.write(pod, event));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.series.delete(key);
    }
  }

  /** The server hears of the first repetition; the rest of a series is only counted here, as in client-go. */
  private repeat(series: Series): void {
    series.count++;
    series.lastMs = this.clock.now();
    if (series.count > 2) return;
    const lastObservedTime = microTime(series.lastMs);
    this.client.patch(resources.events, series, { series: { count: series.count, lastObservedTime } });
  }

  private write(pod: Pod, { type, reason, action, message }: SchedulingEvent): Series {
    const now = this.clock.now();
    const name = eventName(pod.metadata.name, now, this.sequence++);
    const namespace = pod.metadata.namespace ?? "default";
    this.client.create<CoreEvent>(resources.events, {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace },
      involvedObject: referenceTo({ object: pod }),
      reason,
      message,
      source: {},
      type,
      eventTime: microTime(now),
      action,
      reportingComponent: this.reporter,
      reportingInstance: this.instance,
    });
    return { name, namespace, count: 1, lastMs: now };
  }
}

function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
