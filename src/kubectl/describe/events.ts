// The events of an object: found by its uid, shown oldest first with how often they came.

import type { CoreEvent, KubeObject } from "../../api/types.ts";
import { StatusError } from "../errors.ts";
import { goSorted } from "../go-sort.ts";
import type { DescribeContext } from "./context.ts";
import type { DescriptionWriter } from "./description-writer.ts";
import { ageSince } from "./instant.ts";

/** Whose events are meant; a field that is empty selects nothing. */
export interface EventSubject {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly kind?: string;
}

export function subjectOf(object: KubeObject): EventSubject {
  const { name, namespace = "", uid } = object.metadata;
  return { name, namespace, uid, kind: object.kind };
}

/** Writes the section unless the user does not want it, or may not list events. */
export async function writeEventsOf(
  writer: DescriptionWriter,
  subjects: readonly EventSubject[],
  context: DescribeContext,
): Promise<void> {
  if (!context.showEvents) return;
  const events = await searchEvents(subjects, context);
  if (events !== undefined) writeEvents(writer, events, context.now());
}

export async function searchEvents(
  subjects: readonly EventSubject[],
  { reader }: DescribeContext,
): Promise<readonly CoreEvent[] | undefined> {
  const found: CoreEvent[] = [];
  for (const { name, namespace, uid, kind } of subjects) {
    const terms = { name, namespace, kind, uid };
    const fieldSelector = Object.entries(terms)
      .filter(([key, value]) => value !== undefined && (value !== "" || key === "namespace"))
      .map(([key, value]) => `involvedObject.${key}=${value}`)
      .join(",");
    const path = namespace === "" ? "/api/v1/events" : `/api/v1/namespaces/${namespace}/events`;
    try {
      found.push(...(await reader.list<CoreEvent>(path, { fieldSelector })));
    } catch (error) {
      // Who may see an object need not be allowed to see its events: the rest is still worth showing.
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }
  return found;
}

export function writeEvents(writer: DescriptionWriter, events: readonly CoreEvent[], now: number): void {
  if (events.length === 0) {
    writer.line(0, "Events:\t<none>");
    return;
  }
  writer.flush();
  writer.line(0, "Events:");
  writer.line(1, "Type\tReason\tAge\tFrom\tMessage");
  writer.line(1, "----\t------\t----\t----\t-------");
  for (const event of goSorted(events, isEarlier)) {
    const from = event.source?.component || event.reportingComponent || "";
    const cells = [event.type ?? "", event.reason ?? "", eventInterval(event, now), from, (event.message ?? "").trim()];
    writer.line(1, cells.join("\t"));
  }
}

/** `5s`, or `5s (x3 over 2m)` for what came more than once. */
export function eventInterval(event: CoreEvent, now: number): string {
  const first = ageSince(event.eventTime ?? event.firstTimestamp, now);
  const { series, count = 0 } = event;
  if (series) return `${ageSince(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  if (count > 1) return `${ageSince(event.lastTimestamp, now)} (x${count} over ${first})`;
  return first;
}

function isEarlier(one: CoreEvent, other: CoreEvent): boolean {
  return lastTimestamp(one) < lastTimestamp(other);
}

function lastTimestamp(event: CoreEvent): number {
  return event.lastTimestamp ? Date.parse(event.lastTimestamp) : Number.NEGATIVE_INFINITY;
}
