// Stands for kubectl explain: what the server's OpenAPI v3 documents say about a kind and its fields.

import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { CommandError } from "../io.ts";
import { openApiDocument, schemaOfKind } from "../openapi.ts";
import { groupResourceOf, type Resource } from "../rest-mapper.ts";
import { explanation } from "./explain/layout.ts";
import { explanationV2 } from "./explain/openapi-v2.ts";
import { pathParts } from "./explain/path.ts";

export const command: Command = {
  name: "explain",
  short: "Get documentation for a resource",
  long: `Describe fields and structure of various resources.

This command describes the fields associated with each supported API resource. Fields are identified via a simple JSONPath identifier:

  <type>.<fieldName>[.<fieldName>]

Information about each field is retrieved from the server in OpenAPI format.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `# Get the documentation of the resource and its fields
kubectl explain pods

# Get all the fields in the resource
kubectl explain pods --recursive

# Get the documentation of a specific field of a resource
kubectl explain pods.spec.containers

# Get the explanation for deployment in one API version
kubectl explain deployments --api-version=apps/v1`,
  usage:
    "explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]",
  flags: [
    stringFlag("api-version", "Use given api-version (group/version) of the resource."),
    stringFlag(
      "output",
      "Format in which to render the schema. Valid values are: (plaintext, plaintext-openapiv2).",
      "plaintext",
    ),
    boolFlag(
      "recursive",
      "When true, print the name of all the fields recursively. Otherwise, print the available fields with their description.",
    ),
  ],
  run,
};

async function run({ args, flags, io, session }: CommandContext): Promise<void> {
  const [argument] = args;
  if (argument === undefined) {
    throw new KubectlError(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  if (args.length > 1) throw new KubectlError("We accept only this format: explain RESOURCE");
  const resources = await session.mapper.resources(2);
  const { name, path } = splitPath(resources, argument);
  const apiVersion = flags.string("api-version");
  const output = flags.string("output");
  const isOlder = output === "plaintext-openapiv2";
  const resource =
    apiVersion === "" ? await resourceNamed(session, name) : ofVersion(resources, name, apiVersion, isOlder);
  const recursive = flags.bool("recursive");
  if (isOlder) {
    io.stdout.write(await explanationV2(session.client, { resource, path, recursive }));
    return;
  }
  const document = await openApiDocument(session.client, resource);
  const schema = document === undefined ? undefined : schemaOfKind(document, resource);
  if (document === undefined || schema === undefined) {
    throw new KubectlError(
      `GVR (${resource.group}/${resource.version}, Resource=${resource.resource}) not found in OpenAPI schema`,
    );
  }
  if (output !== "plaintext") throw new KubectlError(`unrecognized format: ${output}`);
  explanation({
    document,
    schema,
    resource,
    path,
    recursive,
    write: (text) => io.stdout.write(text),
  });
}

// Here kubectl prints the text without its usual `error: `.
async function resourceNamed(session: CommandContext["session"], name: string): Promise<Resource> {
  try {
    return await session.mapper.resourceFor(name);
  } catch (error) {
    if (error instanceof KubectlError) throw new CommandError(error.message);
    throw error;
  }
}

/** A group may stand between the resource and the path, where the resource has its full name: `deployments.apps.spec`. */
function splitPath(resources: readonly Resource[], argument: string): { name: string; path: readonly string[] } {
  const [first = "", ...rest] = pathParts(argument);
  const named = resources.filter((each) => [each.resource, each.singular, ...each.shortNames].includes(first));
  const found = named.find((each) => argument.startsWith(groupResourceOf(each)));
  if (found === undefined || found.group === "") return { name: first, path: rest };
  return { name: groupResourceOf(found), path: rest.slice(found.group.split(".").length) };
}

function ofVersion(resources: readonly Resource[], name: string, apiVersion: string, isKind: boolean): Resource {
  const slash = apiVersion.indexOf("/");
  if (apiVersion.split("/").length > 2) throw new KubectlError(`unexpected GroupVersion string: ${apiVersion}`);
  const group = slash === -1 ? "" : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const matches = (each: Resource) => [each.resource, each.singular, ...each.shortNames].includes(name.toLowerCase());
  const found = resources.find((each) => each.group === group && each.version === version && matches(each));
  if (found !== undefined) return found;
  const { resource = name, kind = name } = resources.find(matches) ?? {};
  const wanted = isKind ? `Kind=${kind}` : `Resource=${resource}`;
  throw new KubectlError(`couldn't find resource for "${group}/${version}, ${wanted}"`);
}
