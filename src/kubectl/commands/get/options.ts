// What the flags of get ask for.

import type { CommandContext } from "../../command.ts";
import { namedFiles } from "../../flags/named-files.ts";
import type { BuilderOptions } from "../../info.ts";
import { customColumnsPrinter } from "../../printers/custom-columns.ts";
import type { ObjectPrinter } from "../../printers/object-printer.ts";
import { FORMATS, objectPrinter, unknownFormat } from "../../printers/print-flags.ts";

const GET_FORMATS = [...FORMATS, "custom-columns", "custom-columns-file", "wide"];

export function builderOptions({ args, flags }: CommandContext): BuilderOptions {
  return {
    args,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    fieldSelector: flags.string("field-selector"),
    allNamespaces: flags.bool("all-namespaces"),
    allowEmptySelector: true,
    latest: true,
    subresource: flags.string("subresource"),
    chunkSize: flags.int("chunk-size"),
  };
}

export function isHumanReadable({ flags }: CommandContext): boolean {
  const output = flags.string("output").toLowerCase();
  return (output === "" && flags.string("template") === "") || output === "wide";
}

export function outputPrinter(context: CommandContext): ObjectPrinter {
  const columns = customColumnsPrinter(context);
  if (columns !== undefined) return columns;
  const output = context.flags.string("output");
  const format = (output.split("=")[0] ?? "").toLowerCase();
  if (output !== "" && !GET_FORMATS.includes(format)) throw unknownFormat(output, GET_FORMATS);
  return objectPrinter(context, "");
}
