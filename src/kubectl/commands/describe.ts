// Stands for kubectl describe: objects in the words of their kind, found by name, by the beginning of a name, or by selector.

import type { KubeObject } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import type { DescribeContext } from "../describe/context.ts";
import { describeObject } from "../describe/describers.ts";
import { isStatus, KubectlError, readingFailure, throwAll } from "../errors.ts";
import { boolFlag, intFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { namedFiles, namesFiles } from "../flags/named-files.ts";
import type { BuilderOptions, Info } from "../info.ts";
import { readerOf } from "../object-reader.ts";
import { collectWithErrors, withType } from "../resource-builder.ts";
import { resourcePath } from "../rest-mapper.ts";

const MISSING =
  'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.';

export const command: Command = {
  name: "describe",
  short: "Show details of a specific resource or group of resources",
  long: "Show the details of objects: their fields in words, the objects that belong to them, and their events.\n\n A name that does not exist is taken as the beginning of names.",
  examples:
    "# Describe a node\nkubectl describe nodes worker-1\n\n# Describe a pod\nkubectl describe pods/web\n\n# Describe the objects of a file\nkubectl describe -f pod.json\n\n# Describe pods by label\nkubectl describe pods -l app=web",
  usage: "describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
  flags: [
    boolFlag("all-namespaces", "Describe the objects of all namespaces.", false, { shorthand: "A" }),
    intFlag("chunk-size", "Ask for large lists in pieces of this size; 0 asks for all at once.", 500),
    stringsFlag("filename", "Files or directories with the objects to describe", [], { shorthand: "f" }),
    stringFlag("kustomize", "A kustomization directory. Not together with -f or -R.", "", { shorthand: "k" }),
    boolFlag("recursive", "Read the directories of -f with all they contain.", false, { shorthand: "R" }),
    stringFlag("selector", "Describe the objects whose labels match.", "", { shorthand: "l" }),
    boolFlag("show-events", "Show the events of the objects.", true),
  ],
  run: describe,
};

async function describe(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  if (args.length === 0 && !namesFiles(flags)) throw new KubectlError(MISSING);
  const options: BuilderOptions = {
    args,
    ...namedFiles(flags),
    labelSelector: flags.string("selector"),
    allNamespaces: flags.bool("all-namespaces"),
    allowEmptySelector: true,
    latest: true,
    chunkSize: flags.int("chunk-size"),
  };
  const describing = describeContext(context);
  const { infos, errors } = await collectWithErrors(session, options);
  const [error] = errors;
  if (errors.length === 1 && error !== undefined && isStatus(error, "NotFound") && args.length === 2) {
    return describeMatching(context, describing, options, error);
  }
  const reads = namesFiles(flags);
  const failures = reads ? errors.map(readingFailure) : [...errors];
  let described = 0;
  for (const info of infos) {
    try {
      const text = await describeInfo(info, describing);
      io.stdout.write(described === 0 ? text : `\n\n${text}`);
      described += 1;
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure;
      failures.push(failure);
    }
  }
  if (infos.length === 0 && errors.length === 0) {
    const where = options.allNamespaces
      ? "No resources found"
      : `No resources found in ${session.namespace} namespace.`;
    io.stderr.write(`${where}\n`);
  }
  throwAll(failures);
}

/** No object has the name, but some names may begin with it. */
async function describeMatching(
  { args, io, session }: CommandContext,
  describing: DescribeContext,
  options: BuilderOptions,
  notFound: Error,
): Promise<void> {
  const [type = "", prefix = ""] = args;
  const { infos } = await collectWithErrors(session, { ...options, args: [type], filenames: [] });
  const matching = infos.filter(({ name }) => name.startsWith(prefix));
  for (const info of matching) io.stdout.write(`${await describeInfo(info, describing)}\n`);
  if (matching.length === 0) throw notFound;
}

async function describeInfo(info: Info, describing: DescribeContext): Promise<string> {
  // What is listed may be a moment old: kubectl reads each object anew before it describes it.
  const path = resourcePath(info.resource, info.namespace, info.name);
  const object = await describing.reader.get<KubeObject>(path);
  return describeObject(withType({ ...object }, info.resource), describing);
}

function describeContext({ flags, io, session }: CommandContext): DescribeContext {
  const reader = readerOf(session.client, flags.int("chunk-size"));
  return { reader, now: () => io.now(), showEvents: flags.bool("show-events") };
}
