// What the values of flags may be.

import type { Flag } from "../flags/flag.ts";
import { type Asked, directives, offer, type Suggestions } from "./asked.ts";
import { configNames, containersOf, namesOf } from "./cluster-names.ts";
import { generousValues } from "./generous.ts";

const OUTPUTS = [
  "json",
  "yaml",
  "name",
  "go-template",
  "go-template-file",
  "template",
  "templatefile",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "custom-columns",
  "custom-columns-file",
  "wide",
];

/** @param isGlobal a command may have a flag of its own by the name of a global one. */
export async function completeFlagValue(asked: Asked, flag: Flag, isGlobal: boolean): Promise<Suggestions> {
  const { toComplete } = asked;
  const known = isGlobal ? await globalValues(asked, flag) : await ownValues(asked, flag);
  if (known !== undefined) return offer(known, toComplete);
  if (flag.name === "filename" && flag.kind === "strings")
    return { candidates: ["json", "yaml", "yml"].map((text) => ({ text })), directive: directives.fileEndings };
  const more = asked.isGenerous ? await generousValues(asked, flag) : undefined;
  return more === undefined ? { candidates: [], directive: 0 } : offer(more, toComplete);
}

async function globalValues({ session }: Asked, { name }: Flag): Promise<readonly string[] | undefined> {
  switch (name) {
    case "namespace":
      return namesOf(session, "namespaces");
    case "context":
      return configNames(session, "contexts");
    case "cluster":
      return configNames(session, "clusters");
    case "user":
      return configNames(session, "users");
    default:
      return undefined;
  }
}

async function ownValues({ path, args, session }: Asked, { name }: Flag): Promise<readonly string[] | undefined> {
  switch (`${path} --${name}`) {
    case "get --output":
      return OUTPUTS;
    case "exec --container":
      return args[0] === undefined ? [] : containersOf(session, args[0]);
    case "config set-context --namespace":
      return namesOf(session, "namespaces");
    case "create clusterrolebinding --clusterrole":
      return namesOf(session, "clusterroles");
    case "kustomize --load-restrictor":
      return ["LoadRestrictionsNone", "LoadRestrictionsRootOnly"];
    case "apply --subresource":
    case "edit --subresource":
    case "get --subresource":
    case "patch --subresource":
    case "replace --subresource":
      return ["status", "scale", "resize"];
    default:
      return undefined;
  }
}
