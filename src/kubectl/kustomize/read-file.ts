// Reads the objects of a file, and names the file when it is no YAML.

import { KubectlError } from "../errors.ts";
import type { Loader } from "./loader.ts";
import { readResources } from "./read-resources.ts";
import type { Resource } from "./resource.ts";
import { YamlSyntaxError } from "./yaml/parse.ts";

/** What is no YAML can be nothing else either: no other way to read it is tried. */
export class MalformedFileError extends KubectlError {}

export function readNamedResources(loader: Loader, path: string): Resource[] {
  const text = loader.load(path);
  try {
    return readResources(text);
  } catch (error) {
    if (error instanceof YamlSyntaxError)
      throw new MalformedFileError(`MalformedYAMLError: ${error.message} in File: ${path}`);
    throw error;
  }
}
