// The last command failed at the API server, or before it got there: its message in one plain sentence, and where to look.

import { kindNamed, knownKinds } from "../kinds.ts";
import { relativeNamed } from "./absent-kind.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, slip } from "./finding.ts";
import type { Scene } from "./scene.ts";

export async function refusedCommand(scene: Scene): Promise<Finding | undefined> {
  const { world } = scene;
  const last = world.commands(world.attemptStart ?? world.stepStart.at).at(-1);
  if (last === undefined || last.exitCode === 0 || last.stderr.trim() === "") return undefined;
  const message = last.stderr.trim();
  for (const [pattern, tell] of ANSWERS) {
    const found = pattern.exec(message);
    const say = found === null ? undefined : await tell(found, scene);
    if (say !== undefined) return slip(`refused ${found?.[0].slice(0, 60)}`, say);
  }
  return undefined;
}

type Tell = (found: RegExpExecArray, scene: Scene) => string | undefined | Promise<string | undefined>;

/** Which message, and what to say of it. What kubectl's own words say well enough is left to them. */
const ANSWERS: readonly (readonly [RegExp, Tell])[] = [
  [/namespaces "([^"]+)" not found/, (found, scene) => notThere("namespaces", found[1], scene)],
  [/([a-z]+)(?:\.[a-z0-9.]+)? "([^"]+)" not found/, (found, scene) => notThere(found[1], found[2], scene)],
  [
    /([a-z]+)(?:\.[a-z0-9.]+)? "([^"]+)" already exists/,
    ([, resource, name]) =>
      `The API server made nothing: \`${name}\` is taken among the ${resource}. What is there can be changed, or the new one gets another name.`,
  ],
  [
    /exceeded quota: ([^,]+), requested: (.*?), used: (.*?), limited: ([^\n]*)/,
    ([, quota, requested, used, limited]) =>
      `The quota \`${quota}\` refuses it: ${requested} asked for, ${used} in use, ${limited} allowed. Look at what is in use, and at what is asked for.`,
  ],
  [
    /User "([^"]+)" cannot (\w+) resource "([^"]+)"[^\n]*?(?:in the namespace "([^"]+)"|at the cluster scope)/,
    ([, user, verb, resource, namespace]) =>
      `\`${user}\` may not ${verb} ${resource} ${namespace === undefined ? "in the whole cluster" : `in \`${namespace}\``}. Which binding should give that right, and to whom?`,
  ],
  [
    /unknown field "([^"]+)"/,
    ([, field = ""]) =>
      `The API server knows no field \`${field}\`: a letter may be wrong, or it may be indented under the wrong parent. \`kubectl explain\` shows the fields.`,
  ],
  [/no matches for kind "([^"]+)" in version "([^"]+)"/, ([, kind = "", version]) => unknownKind(kind, version)],
  [/doesn't have a resource type "([^"]+)"/, ([, type = ""]) => unknownType(type)],
  [
    /is invalid:[\s*]*([\w.[\]]+): (Required value|Invalid value|Unsupported value|Forbidden|Duplicate value)/,
    ([, field, what = ""]) =>
      `The API server refused the object because of one field, \`${field}\`: ${MEANINGS[what]}. Nothing was changed.`,
  ],
  [
    /(?:error parsing|error converting)[^\n]*?yaml: line (\d+)/,
    ([, line]) => `That file is not valid YAML near line ${line}. Compare the indentation with the lines around it.`,
  ],
  [
    /the path "([^"]+)" does not exist/,
    ([, path], { world }) => {
      const close = closestTo(path ?? "", world.files.list())?.word;
      return `There is no file \`${path}\` here. ${close === undefined ? "`ls` shows which there are." : `There is \`${close}\`.`}`;
    },
  ],
];

const MEANINGS: Readonly<Record<string, string>> = {
  "Required value": "it is needed and not there",
  "Invalid value": "its value does not fit",
  "Unsupported value": "its value is not one of those that are allowed",
  Forbidden: "it may not be set or changed like this",
  "Duplicate value": "the same is there twice",
};

async function notThere(resource = "", name = "", scene: Scene): Promise<string | undefined> {
  const kind = knownKinds().find((info) => info.resource === resource)?.kind;
  if (kind === undefined) return undefined;
  const all = (await scene.all(kind)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const names = [...new Set(all.map(({ metadata }) => metadata.name))];
  const start = `There is no ${kind} \`${name}\` where the command looked.`;
  const elsewhere = all.find(({ metadata }) => metadata.name === name)?.metadata.namespace;
  if (elsewhere !== undefined) return `${start} One of that name is in the namespace \`${elsewhere}\`.`;
  const close = closestTo(name, names);
  if (close !== undefined) return `${start} There is \`${close.word}\`: ${close.how}. Compare the names.`;
  // All kinds count here, also those that the step asks for: it is the command that names the wrong one.
  const relative = await relativeNamed(kind, name, scene.world.namespace, { ...scene, wanted: new Set() });
  if (relative !== undefined) return `${start} But there is a ${relative.kind} of that name. Which kind is meant?`;
  const isNamespaced = kindNamed(kind)?.namespaced ?? true;
  return `${start} List what is there${isNamespaced ? ", in the namespace that is meant" : ""}.`;
}

function unknownKind(kind: string, version: string | undefined): string {
  const kinds = knownKinds();
  const same = kinds.find((info) => info.kind === kind);
  if (same !== undefined)
    return `A ${kind} belongs to another API group than \`${version}\`: compare \`apiVersion\` with \`kubectl api-resources\`.`;
  const close = closestTo(
    kind,
    kinds.map((info) => info.kind),
  )?.word;
  const there = close === undefined ? "`kubectl api-resources` lists those there are." : `There is \`${close}\`.`;
  return `The API server knows no kind \`${kind}\` in \`${version}\`. ${there}`;
}

function unknownType(type: string): string {
  const names = knownKinds().flatMap(({ resource, kind }) => [resource, kind.toLowerCase()]);
  const close = closestTo(type, names)?.word;
  const there = close === undefined ? "`kubectl api-resources` lists those there are." : `There is \`${close}\`.`;
  return `The API server knows no resources called \`${type}\`. ${there}`;
}
