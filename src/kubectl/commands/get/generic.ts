// get -o json, yaml, name, jsonpath…: the object itself, or a List of all.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, readingFailure, throwAll } from "../../errors.ts";
import type { BuilderOptions } from "../../info.ts";
import type { ObjectPrinter } from "../../printers/object-printer.ts";
import { sortByField } from "../../printers/sort-objects.ts";
import { fetchTarget, flatErrors } from "../../resource-builder.ts";
import { resolveTargets } from "../../targets.ts";

export async function printGeneric(
  context: CommandContext,
  options: BuilderOptions,
  printer: ObjectPrinter,
): Promise<void> {
  const { flags, session } = context;
  const { targets, errors, refused = [], single } = await resolveTargets(session, options);
  const failures: Error[] = [...refused, ...errors.map(readingFailure)];
  const objects: AnyObject[] = [];
  for (const target of targets) {
    try {
      for (const info of await fetchTarget(session, target, options))
        if (info.object !== undefined) objects.push(info.object);
    } catch (error) {
      if (flags.bool("ignore-not-found") && isStatus(error, "NotFound")) continue;
      failures.push(...flatErrors(error));
    }
  }
  if (single && failures.length > 0) throwAll(failures);
  const [only] = objects;
  if (only === undefined && flags.bool("ignore-not-found")) return throwAll(failures);
  if (single && only !== undefined) printer.print(only);
  else printer.print(listOf(sorted(context, objects)));
  throwAll(failures);
}

function sorted({ flags, io }: CommandContext, objects: readonly AnyObject[]): readonly AnyObject[] {
  const sortBy = flags.string("sort-by");
  const log = { io, place: "sorter.go:329", container: "*unstructured.Unstructured" };
  return sortBy === "" ? objects : sortByField(objects, sortBy, (object) => object, log);
}

export function listOf(items: readonly AnyObject[]): AnyObject {
  return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } } as unknown as AnyObject;
}
