// The flags that say how an object is printed (`-o` and its companions), and the printer that they ask for.

import type { AnyObject } from "../../api/types.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, type Flag, stringFlag } from "../flags/flag.ts";
import type { FlagValues } from "../flags/flag-values.ts";
import { parseGoBool } from "../flags/parse.ts";
import { typedForm } from "../go-order.ts";
import { logWarning } from "../klog.ts";
import type { ObjectPrinter } from "./object-printer.ts";
import { jsonText, objectName, plainJsonText, withoutManagedFields, yamlText } from "./object-text.ts";
import { templatePrinter } from "./template-printers.ts";

export type DryRun = "none" | "client" | "server";

const TEMPLATE_FORMATS =
  "go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file";

export const DRY_RUN_FLAG: Flag = stringFlag(
  "dry-run",
  'Must be "none", "server", or "client". With client, only print the object that would be sent, without sending it. With server, submit the request without persisting the resource.',
  "none",
  { bare: "unchanged" },
);

export const PRINT_FLAGS: readonly Flag[] = [
  boolFlag(
    "allow-missing-template-keys",
    "If true, ignore errors in templates when a field or map key is missing. Only for golang and jsonpath output formats.",
    true,
  ),
  stringFlag("output", `Output format. One of: (json, yaml, name, ${TEMPLATE_FORMATS}).`, "", { shorthand: "o" }),
  boolFlag("show-managed-fields", "If true, keep the managedFields when printing objects in JSON or YAML format."),
  stringFlag(
    "template",
    "Template string or path to a template file for -o=go-template and -o=go-template-file (golang templates).",
  ),
];

/** What `-o` may ask for, wherever an object is printed. */
export const FORMATS: readonly string[] = [
  "go-template",
  "go-template-file",
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "name",
  "template",
  "templatefile",
  "yaml",
];

export function dryRunOf(flags: FlagValues, io: CommandContext["io"]): DryRun {
  const value = flags.string("dry-run");
  if (value === "none" || value === "client" || value === "server") return value;
  if (value === "unchanged") {
    logWarning(io, "helpers.go:703", "--dry-run is deprecated and can be replaced with --dry-run=client.");
    return "client";
  }
  const wanted = parseGoBool(value);
  if (typeof wanted === "boolean") {
    const [line, instead] = wanted ? (["717", "client"] as const) : (["720", "none"] as const);
    const message = `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${instead}.`;
    logWarning(io, `helpers.go:${line}`, message);
    return instead;
  }
  throw new KubectlError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** The query of a request that must not persist anything. */
export function dryRunQuery(dryRun: DryRun): Record<string, string> {
  return dryRun === "server" ? { dryRun: "All" } : {};
}

export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === "client") return " (dry run)";
  return dryRun === "server" ? " (server dry run)" : "";
}

/** The printer that -o asks for. @param typed kubectl has decoded the object into its own types. Without -o it writes `TYPE/NAME OPERATION`. */
/** Whether kubectl has the object as a struct of Go's, whose fields come in its order; `as made`: as a struct that is in order already. */
type Typed = boolean | "as made";

export function objectPrinter(
  context: CommandContext,
  operation: string,
  dryRun: DryRun = "none",
  typed: Typed = false,
): ObjectPrinter {
  const { flags, io } = context;
  const output = flags.string("output").toLowerCase();
  const suffix = operation === "" ? "" : ` ${operation}${dryRunSuffix(dryRun)}`;
  const write = (text: string) => {
    io.stdout.write(text);
  };
  if (output === "" && flags.string("template") === "") return { print: (object) => printName(object, suffix, write) };
  if (output === "name") return { print: (object) => printName(object, "", write) };
  return structuredPrinter(context, FORMATS, typed);
}

function printName(object: AnyObject, suffix: string, write: (text: string) => void): void {
  if (Array.isArray(object.items))
    for (const item of object.items as AnyObject[]) write(`${objectName(item)}${suffix}\n`);
  else write(`${objectName(object)}${suffix}\n`);
}

/** json, yaml, jsonpath and templates; another format is refused with the list of those allowed. */
export function structuredPrinter(
  context: CommandContext,
  allowed: readonly string[],
  typed: Typed = false,
): ObjectPrinter {
  const { flags, io } = context;
  const output = flags.string("output").toLowerCase();
  const keep = flags.has("show-managed-fields") && flags.bool("show-managed-fields");
  const formed = (object: AnyObject) => (typed === true ? typedForm(object) : object);
  const shown = (object: AnyObject) => (keep ? formed(object) : withoutManagedFields(formed(object)));
  if (output === "json")
    return {
      print: (object) => void io.stdout.write(typed !== false ? plainJsonText(shown(object)) : jsonText(shown(object))),
    };
  if (output === "yaml") {
    let printed = 0;
    return {
      print: (object) => {
        if (printed++ > 0) io.stdout.write("---\n");
        io.stdout.write(yamlText(shown(object)));
      },
    };
  }
  const template = templatePrinter(context);
  if (template !== undefined) return template;
  throw unknownFormat(flags.string("output"), allowed);
}

export function unknownFormat(output: string, allowed: readonly string[]): KubectlError {
  return new KubectlError(
    `unable to match a printer suitable for the output format "${output}", allowed formats are: ${[...allowed].sort().join(",")}`,
  );
}
