// get --watch: what is there, then each change as it comes.

import type { WatchEvent } from "../../../api/request.ts";
import type { Status } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import { ACCEPT_JSON, ACCEPT_TABLE } from "../../client.ts";
import type { CommandContext } from "../../command.ts";
import { asError, KubectlError, StatusError } from "../../errors.ts";
import { goJson } from "../../go-json.ts";
import type { BuilderOptions } from "../../info.ts";
import { CommandError } from "../../io.ts";
import { TablePrinter } from "../../printers/table-printer.ts";
import { infoPath, listPath, selectorQuery } from "../../resource-builder.ts";
import { type Resource, resourcePath } from "../../rest-mapper.ts";
import { iterate } from "../../streams.ts";
import { resolveTargets, type Target } from "../../targets.ts";
import { isHumanReadable, outputPrinter } from "./options.ts";
import { tableOf, tableOptions } from "./tables.ts";

type Show = (object: AnyObject, eventType: string) => boolean;

export async function watchObjects(context: CommandContext, options: BuilderOptions): Promise<void> {
  const { session, flags, io } = context;
  const { targets, errors, refused = [] } = await resolveTargets(session, { ...options, singleType: true });
  const [firstError] = [...errors, ...refused];
  if (firstError !== undefined) throw firstError;
  const [target] = targets;
  if (target === undefined) throw new KubectlError("no resources found");
  const resource = target.kind === "list" ? target.resource : target.info.resource;
  const accept = isHumanReadable(context) && flags.bool("server-print") ? ACCEPT_TABLE : ACCEPT_JSON;
  const show = showerOf(context, resource);
  let resourceVersion = "0";
  for (const each of targets) {
    const object = await session.client.get(pathOf(each), queryOf(each), accept);
    resourceVersion = object.metadata?.resourceVersion ?? "";
    if (!flags.bool("watch-only")) showExisting(object, show, accept === ACCEPT_TABLE);
  }
  if (targets.length > 1) throw new KubectlError("you may only watch a single resource or type of resource at a time");
  const [path, query] = watchRequest(target, resourceVersion);
  const events = await session.client.watch(path, query, accept);
  let isKnown = target.kind !== "list";
  for await (const event of iterate(events, io.interrupted)) {
    if (!isKnown && !showEvent(event, show)) return;
    isKnown = false;
  }
  if (io.interrupted.aborted) throw new CommandError("", 130);
}

function pathOf(target: Target): string {
  return target.kind === "list" ? listPath(target) : infoPath(target.info);
}

function queryOf(target: Target): Record<string, string> {
  return target.kind === "list" ? { ...selectorQuery(target), limit: "500" } : {};
}

function watchRequest(target: Target, resourceVersion: string): [string, Record<string, string>] {
  if (target.kind === "list") return [listPath(target), { ...selectorQuery(target), resourceVersion }];
  const { info } = target;
  // The version of an object may be long forgotten, so the watch begins now: with the object, which has been shown.
  return [
    resourcePath(info.resource, info.namespace),
    { fieldSelector: `metadata.name=${info.name}`, resourceVersion: "0" },
  ];
}

function showerOf(context: CommandContext, resource: Resource): Show {
  const { flags, io } = context;
  const withEvents = flags.bool("output-watch-events");
  if (isHumanReadable(context)) {
    const printer = new TablePrinter(io.stdout, tableOptions(context, resource, false));
    return (object, type) => printer.print(tableOf(object, io.now()), withEvents ? type : undefined);
  }
  const printer = outputPrinter(context);
  const output = flags.string("output").toLowerCase();
  return (object, type) => {
    if (!withEvents || output === "name") printer.print(object);
    // One event is one line, for programs that read them one by one.
    else if (output === "json") return io.stdout.write(`{"type":${JSON.stringify(type)},"object":${goJson(object)}}\n`);
    else printer.print({ type, object } as unknown as AnyObject);
    return true;
  };
}

function showExisting(object: AnyObject, show: Show, table: boolean): void {
  if (table || !Array.isArray(object.items)) show(object, "ADDED");
  else {
    const [apiVersion, kind] = [object.apiVersion, object.kind.replace(/List$/, "")];
    for (const item of object.items as AnyObject[]) show({ ...item, apiVersion, kind }, "ADDED");
  }
}

function showEvent(event: WatchEvent, show: Show): boolean {
  if (event.type === "BOOKMARK") return true;
  if (event.type === "ERROR") throw asError(new StatusError(event.object as Status));
  return show(event.object as AnyObject, event.type);
}
