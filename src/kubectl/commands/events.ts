// Stands for kubectl events.

import type { AnyObject, CoreEvent } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { eventInterval } from "../describe/events.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, intFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { ALL_NAMESPACES_FLAG } from "../flags/shared-flags.ts";
import { typedForm } from "../go-order.ts";
import { goSorted } from "../go-sort.ts";
import { CommandError } from "../io.ts";
import { objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { TableWriter } from "../printers/table-writer.ts";
import { apiVersionOf, type Resource } from "../rest-mapper.ts";
import { iterate } from "../streams.ts";

export const command: Command = {
  name: "events",
  short: "List events",
  long: "Show events, the oldest first: of a namespace, of one object, or only some types; with --watch, new ones as they come.",
  examples:
    "# Recent events of the namespace\nkubectl events\n\n# Of one pod, and what comes\nkubectl events --for pod/web-pod-13je7 --watch\n\n# Only some types\nkubectl events --types=Warning,Normal",
  usage:
    "events [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]",
  flags: [
    ALL_NAMESPACES_FLAG,
    intFlag("chunk-size", "Ask for large lists in pieces of this size; 0 asks for all at once.", 500),
    stringFlag("for", "Only the events of this object, as TYPE/NAME."),
    boolFlag("no-headers", "Print no header."),
    ...PRINT_FLAGS,
    stringsFlag("types", "Only events of these types."),
    boolFlag("watch", "Go on with new events.", false, { shorthand: "w" }),
  ],
  interrupted: () => 1,
  run: events,
};

async function events(context: CommandContext): Promise<void> {
  const { flags, io, session } = context;
  const types = flags.strings("types");
  for (const type of types) {
    if (!["normal", "warning"].includes(type.toLowerCase()))
      throw new KubectlError(`valid --types are Normal or Warning`);
  }
  const wanted = (event: CoreEvent) =>
    types.length === 0 || types.some((type) => type.toLowerCase() === (event.type ?? "").toLowerCase());
  const path = flags.bool("all-namespaces") ? "/api/v1/events" : `/api/v1/namespaces/${session.namespace}/events`;
  const query = await subjectQuery(context);
  const list = await session.client.list(path, query, flags.int("chunk-size"));
  const inOrder = (one: CoreEvent, other: CoreEvent) => timeOf(one) < timeOf(other);
  const found = goSorted((list.items as unknown as readonly CoreEvent[]).filter(wanted), inOrder);
  const show = printerOf(context);
  if (found.length > 0) show(found, list);
  else if (!flags.bool("watch")) {
    io.stderr.write(
      flags.bool("all-namespaces") ? "No events found.\n" : `No events found in ${session.namespace} namespace.\n`,
    );
  }
  if (!flags.bool("watch")) return;
  const source = await session.client.watch(path, { ...query, resourceVersion: list.metadata.resourceVersion ?? "" });
  for await (const event of iterate(source, io.interrupted)) {
    if (event.type === "DELETED" || event.type === "BOOKMARK" || event.type === "ERROR") continue;
    const object = event.object as CoreEvent;
    if (wanted(object)) show([object], undefined);
  }
}

async function subjectQuery({ flags, session }: CommandContext): Promise<Record<string, string>> {
  const subject = flags.string("for");
  if (subject === "") return {};
  const [type = "", name = "", ...rest] = subject.split("/");
  if (type === "" || name === "" || rest.length > 0) throw new KubectlError("--for must be in resource/name form");
  const resource = await resourceNamed(session, type);
  const terms = { kind: resource.kind, apiVersion: apiVersionOf(resource), name };
  const fieldSelector = Object.entries(terms).map(([key, value]) => `involvedObject.${key}=${value}`);
  return { fieldSelector: fieldSelector.join(",") };
}

// Here kubectl prints the text without its usual `error: `.
async function resourceNamed(session: CommandContext["session"], type: string): Promise<Resource> {
  try {
    return await session.mapper.resourceFor(type);
  } catch (error) {
    if (error instanceof KubectlError) throw new CommandError(error.message);
    throw error;
  }
}

type Show = (events: readonly CoreEvent[], list: AnyObject | undefined) => void;

function printerOf(context: CommandContext): Show {
  const { flags, io } = context;
  if (flags.string("output") !== "" || flags.string("template") !== "") {
    const printer = objectPrinter(context, "", "none", true);
    const typed = (event: CoreEvent) => typedForm({ ...event, apiVersion: "v1", kind: "Event" });
    return (found, list) => {
      if (list === undefined) for (const event of found) printer.print(typed(event));
      // Of a list of its own kubectl knows no names.
      else if (flags.string("output") !== "name")
        printer.print({
          kind: "EventList",
          apiVersion: "v1",
          metadata: {},
          items: found.map(typed),
        } as unknown as AnyObject);
    };
  }
  let header = !flags.bool("no-headers");
  const writer = new TableWriter(io.stdout, header);
  return (found) => {
    const rows = found.map((event) => rowOf(event, flags.bool("all-namespaces"), io.now()));
    const titles = [
      ...(flags.bool("all-namespaces") ? ["NAMESPACE"] : []),
      "LAST SEEN",
      "TYPE",
      "REASON",
      "OBJECT",
      "MESSAGE",
    ];
    writer.write(header ? [titles, ...rows] : rows);
    header = false;
  };
}

function rowOf(event: CoreEvent, withNamespace: boolean, now: number): string[] {
  const { kind = "", name = "" } = event.involvedObject;
  const cells = [
    eventInterval(event, now),
    event.type ?? "",
    event.reason ?? "",
    `${kind}/${name}`,
    (event.message ?? "").trim(),
  ];
  return withNamespace ? [event.metadata.namespace ?? "", ...cells] : cells;
}

function timeOf({ series, lastTimestamp, eventTime }: CoreEvent): number {
  const instant = series?.lastObservedTime ?? lastTimestamp ?? eventTime;
  return instant ? Date.parse(instant) : 0;
}
