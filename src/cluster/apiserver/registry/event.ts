// Events, in the core group and in events.k8s.io, which shows the same objects with other field names.

import { catalogued } from "../../../api/catalogue.ts";
import { humanAge } from "../../../api/duration.ts";
import type { KubeObject } from "../../../api/types.ts";
import { text, wide } from "./columns.ts";
import { type Column, defineKind } from "./kind.ts";

interface Subject {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly uid?: string;
}

interface Source {
  readonly component?: string;
  readonly host?: string;
}

/** Either form of an event. */
interface Event extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly involvedObject?: Subject;
  readonly regarding?: Subject;
  readonly message?: string;
  readonly note?: string;
  readonly source?: Source;
  readonly deprecatedSource?: Source;
  readonly firstTimestamp?: string | null;
  readonly deprecatedFirstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly deprecatedLastTimestamp?: string | null;
  readonly count?: number;
  readonly deprecatedCount?: number;
  readonly reportingComponent?: string;
  readonly reportingController?: string;
}

const subjectOf = (event: Event): Subject => event.involvedObject ?? event.regarding ?? {};
const firstSeen = (event: Event) => event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime;
const reporter = (event: Event) => event.reportingComponent ?? event.reportingController ?? "";

function lastSeen(event: Event): string | null | undefined {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.deprecatedLastTimestamp ?? firstSeen(event);
}

function objectText(event: Event): string {
  const { kind = "", name = "" } = subjectOf(event);
  return name === "" ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`;
}

function sourceText(event: Event): string {
  const { component = "", host = "" } = event.source ?? event.deprecatedSource ?? {};
  const name = component || reporter(event);
  return host === "" ? name : `${name}, ${host}`;
}

const columns: readonly Column<Event>[] = [
  text("Last Seen", (event, nowMs) => humanAge(lastSeen(event), nowMs)),
  text("Type", ({ type }) => type ?? ""),
  text("Reason", ({ reason }) => reason ?? ""),
  text("Object", objectText),
  wide("Subobject", (event) => subjectOf(event).fieldPath ?? ""),
  wide("Source", sourceText),
  text("Message", ({ message, note }) => (message ?? note ?? "").trim()),
  wide("First Seen", (event, nowMs) => humanAge(firstSeen(event), nowMs)),
  wide("Count", ({ series, count, deprecatedCount }) => series?.count ?? (count || deprecatedCount || 1)),
  { name: "Name", type: "string", format: "name", priority: 1, cell: ({ metadata }) => metadata.name },
];

const SUBJECT_FIELDS = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"] as const;

function selectableFields(subject: string, reportedBy: string): Record<string, (event: Event) => string> {
  const own = SUBJECT_FIELDS.map((field) => [`${subject}.${field}`, (event: Event) => subjectOf(event)[field] ?? ""]);
  return {
    ...(Object.fromEntries(own) as Record<string, (event: Event) => string>),
    [reportedBy]: reporter,
    reason: ({ reason }) => reason ?? "",
    type: ({ type }) => type ?? "",
  };
}

export const events = defineKind<Event>({
  get resource() {
    return catalogued("", "events");
  },
  columns,
  selectableFields: {
    ...selectableFields("involvedObject", "reportingComponent"),
    source: (event) => event.source?.component || reporter(event),
  },
});

export const eventsView = defineKind<Event>({
  get resource() {
    return catalogued("events.k8s.io", "events");
  },
  columns,
  selectableFields: selectableFields("regarding", "reportingController"),
});
