// Stands for kubectl api-resources.

import type { Command, CommandContext } from "../command.ts";
import { ConnectionError, KubectlError, StatusError, usageError } from "../errors.ts";
import { boolFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { TableWriter } from "../printers/table-writer.ts";
import { apiVersionOf, groupResourceOf, type Resource } from "../rest-mapper.ts";

export const command: Command = {
  name: "api-resources",
  short: "Print the supported API resources on the server",
  long: "Print the supported API resources on the server.",
  examples: `# Print the supported API resources
kubectl api-resources

# Print the supported API resources with more information
kubectl api-resources -o wide

# Print the supported namespaced resources
kubectl api-resources --namespaced=true

# Print the supported API resources of one group
kubectl api-resources --api-group=rbac.authorization.k8s.io`,
  usage: "api-resources [flags]",
  flags: [
    stringFlag("api-group", "Limit to resources in the specified API group."),
    boolFlag("cached", "Use the cached list of resources if available."),
    stringsFlag("categories", "Limit to resources that belong to the specified categories."),
    boolFlag(
      "namespaced",
      "If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.",
      true,
    ),
    boolFlag(
      "no-headers",
      "When using the default or custom-column output format, don't print headers (default print headers).",
    ),
    stringFlag("output", "Output format. One of: (wide, name).", "", { shorthand: "o" }),
    stringFlag(
      "sort-by",
      "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
    ),
    stringsFlag("verbs", "Limit to resources that support the specified verbs."),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, args, path, session, io } = context;
  if (args.length > 0) throw usageError(path, `unexpected arguments: [${args.join(" ")}]`);
  const output = flags.string("output");
  if (!["", "wide", "name"].includes(output)) throw new KubectlError(`--output ${output} is not available`);
  const sortBy = flags.string("sort-by");
  if (!["", "name", "kind"].includes(sortBy)) throw new KubectlError("--sort-by accepts only name or kind");
  session.requireClientConfig();
  const { known, failure } = await discovered(session);
  const chosen = sorted(
    known.filter((resource) => isWanted(context, resource)),
    sortBy,
  );
  if (output === "name") {
    for (const resource of chosen) io.stdout.write(`${groupResourceOf(resource)}\n`);
    if (failure !== undefined) throw failure;
    return;
  }
  const header = [
    "NAME",
    "SHORTNAMES",
    "APIVERSION",
    "NAMESPACED",
    "KIND",
    ...(output === "wide" ? ["VERBS", "CATEGORIES"] : []),
  ];
  const rows = chosen.map((resource) => [
    resource.resource,
    resource.shortNames.join(","),
    apiVersionOf(resource),
    String(resource.namespaced),
    resource.kind,
    ...(output === "wide" ? [resource.verbs.join(","), resource.categories.join(",")] : []),
  ]);
  const hasHeader = !flags.bool("no-headers");
  new TableWriter(io.stdout, hasHeader).write(hasHeader ? [header, ...rows] : rows);
  if (failure !== undefined) throw failure;
}

// What is not known is an error, though an empty table comes before it.
async function discovered(session: CommandContext["session"]): Promise<Discovered> {
  try {
    return { known: await session.mapper.preferred() };
  } catch (caught) {
    const error = session.undiscovered(caught);
    if (error instanceof ConnectionError || error instanceof StatusError) return { known: [], failure: error };
    throw error;
  }
}

interface Discovered {
  readonly known: readonly Resource[];
  readonly failure?: Error;
}

function isWanted({ flags }: CommandContext, resource: Resource): boolean {
  if (resource.verbs.length === 0) return false;
  if (flags.changed("api-group") && resource.group !== flags.string("api-group")) return false;
  if (flags.changed("namespaced") && resource.namespaced !== flags.bool("namespaced")) return false;
  return (
    flags.strings("verbs").every((verb) => resource.verbs.includes(verb)) &&
    flags.strings("categories").every((category) => resource.categories.includes(category))
  );
}

function sorted(resources: readonly Resource[], sortBy: string): Resource[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...resources].sort((a, b) => {
    if (sortBy === "name") return compare(a.resource, b.resource);
    if (sortBy === "kind") return compare(a.kind, b.kind);
    return compare(a.group, b.group) || compare(a.resource, b.resource);
  });
}
