// The arguments that name resources: `pods web`, `pods,services`, `deployment/web`.

import { KubectlError } from "./errors.ts";
import type { BuilderOptions } from "./info.ts";

export interface NamedArguments {
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly tuples: readonly { readonly type: string; readonly name: string }[];
}

export function readArguments(options: BuilderOptions): NamedArguments {
  const args = spreadTypes(options.args ?? []);
  const withSlash = args.filter((arg) => arg.includes("/")).length;
  if (withSlash > 0 && withSlash !== args.length) {
    throw new KubectlError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (withSlash > 0) return { types: [], names: [], tuples: args.map(splitTuple) };
  const [types = "", ...names] = args;
  return { types: args.length === 0 ? [] : types.split(","), names, tuples: [] };
}

/** The arguments of a command for one type: names of it, and `TYPE/NAME` for who wants to say it. */
export function asTuples(type: string, args: readonly string[]): string[] {
  return args.map((arg) => (arg.includes("/") ? arg : `${type}/${arg}`));
}

// `pods,services web` means pods/web and services/web.
function spreadTypes(args: readonly string[]): readonly string[] {
  const [first = "", ...names] = args;
  const types = first.split(",").filter((type) => type !== "");
  if (names.length === 0 || types.length < 2) return args;
  return types.flatMap((type) => names.map((name) => `${type}/${name}`));
}

function splitTuple(argument: string): { type: string; name: string } {
  const [type = "", name = "", ...rest] = argument.split("/");
  if (rest.length > 0) throw new KubectlError("arguments in resource/name form may not have more than one slash");
  if (type === "" || name === "" || type.includes(",")) {
    throw new KubectlError("arguments in resource/name form must have a single resource and name");
  }
  return { type, name };
}
