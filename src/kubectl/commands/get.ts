// Stands for kubectl get: objects as tables, or as -o asks, once or as they change.

import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag, intFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { namesFiles } from "../flags/named-files.ts";
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import { PRINT_FLAGS } from "../printers/print-flags.ts";
import { printGeneric } from "./get/generic.ts";
import { builderOptions, isHumanReadable, outputPrinter } from "./get/options.ts";
import { printRaw } from "./get/raw.ts";
import { printTables } from "./get/tables.ts";
import { watchObjects } from "./get/watch.ts";

export const command: Command = {
  name: "get",
  short: "Display one or many resources",
  long: `Display one or many resources.

Prints a table of the most important information about the specified resources. A label selector (--selector) filters the list. Of a namespaced resource type you see what is in the current namespace, unless you name another one.

With the output 'template' and a Go template as the value of --template, you choose the attributes that are shown.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `# List all pods
kubectl get pods

# List all pods with more information (such as the node's name)
kubectl get pods -o wide

# List one deployment
kubectl get deployment web

# List deployments in JSON, in the "v1" version of the "apps" API group
kubectl get deployments.v1.apps -o json

# Show only the phase of a pod
kubectl get -o template pod/web --template={{.status.phase}}

# List chosen columns
kubectl get pod web -o custom-columns=CONTAINER:.spec.containers[0].name,IMAGE:.spec.containers[0].image

# List replication controllers and services together
kubectl get rc,services

# List all pods in all namespaces
kubectl get pods --all-namespaces`,
  usage:
    "get [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]",
  flags: [
    ...PRINT_FLAGS,
    ...filenameFlags("identifying the resource to get from a server."),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    intFlag("chunk-size", "Return large lists in chunks rather than all at once. Pass 0 to disable.", 500),
    boolFlag("ignore-not-found", "If the requested object does not exist the command will return exit code 0."),
    stringsFlag(
      "label-columns",
      "Labels that are shown as columns, separated by commas. Names are case-sensitive.",
      [],
      { shorthand: "L" },
    ),
    boolFlag("no-headers", "With the default or custom-column output format, don't print headers."),
    boolFlag(
      "output-watch-events",
      "Print watch event objects when --watch or --watch-only is used. Existing objects come as ADDED events.",
    ),
    stringFlag("raw", "Raw URI to request from the server."),
    boolFlag("server-print", "If true, have the server return the appropriate table output.", true),
    boolFlag("show-kind", "If present, list the resource type for the requested object(s)."),
    boolFlag("show-labels", "Show all labels as the last column."),
    stringFlag(
      "sort-by",
      "Sort lists by this field, given as a JSONPath expression (e.g. '{.metadata.name}'). It must be an integer or a string.",
    ),
    stringFlag("subresource", "If specified, gets the subresource of the requested object."),
    boolFlag("watch", "After listing/getting the requested object, watch for changes.", false, { shorthand: "w" }),
    boolFlag("watch-only", "Watch for changes to the requested object(s), without listing/getting first."),
  ],
  interrupted: () => 1,
  run,
};

const MISSING_TYPE =
  'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.';

async function run(context: CommandContext): Promise<void> {
  const { flags, args, io } = context;
  if (flags.string("raw") !== "") return printRaw(context);
  if (flags.bool("output-watch-events") && !flags.bool("watch") && !flags.bool("watch-only")) {
    throw new KubectlError("--output-watch-events option can only be used with --watch or --watch-only");
  }
  warnOfSorting(context);
  const watches = flags.bool("watch") || flags.bool("watch-only");
  const named = args.length > 0 || namesFiles(flags);
  if (!named && !watches) {
    io.stderr.write(`${MISSING_TYPE}\n\n`);
    throw usageError(
      context.path,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  if (flags.bool("show-labels") && !["", "wide"].includes(flags.string("output")))
    throw new KubectlError(`--show-labels option cannot be used with ${flags.string("output")} printer`);
  const options = builderOptions(context);
  if (watches) return watchObjects(context, options);
  if (isHumanReadable(context)) return printTables(context, options);
  const printer = outputPrinter(context);
  return printGeneric(context, options, printer);
}

function warnOfSorting({ flags, io }: CommandContext): void {
  if (flags.string("sort-by") === "") return;
  if (flags.bool("watch"))
    io.stderr.write("warning: --watch requested, --sort-by will be ignored for watch events received\n");
  else if (flags.bool("watch-only")) io.stderr.write("warning: --watch-only requested, --sort-by will be ignored\n");
}
