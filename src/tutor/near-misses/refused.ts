// The last command failed at the API server, or before it got there: its message in one plain sentence, and where to look.

import { kindNamed, knownKinds } from "../kinds.ts";
import type { Texts } from "../language/english.ts";
import { relativeNamed } from "./absent-kind.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, type Say, slip } from "./finding.ts";
import { MISUSED, nameForKind, type Tell } from "./misused.ts";
import type { Scene } from "./scene.ts";

export async function refusedCommand(scene: Scene): Promise<Finding | undefined> {
  const { world } = scene;
  const last = world.commands(world.attemptStart ?? world.stepStart.at).at(-1);
  if (last === undefined || last.exitCode === 0 || last.stderr.trim() === "") return undefined;
  const message = last.stderr.trim();
  for (const [pattern, tell] of [...ANSWERS, ...MISUSED]) {
    const found = pattern.exec(message);
    const say = found === null ? undefined : await tell(found, scene);
    if (say !== undefined) return slip(`refused ${found?.[0].slice(0, 60)}`, say);
  }
  return undefined;
}

type Meaning = keyof Texts["near"]["meanings"];

/** Which message, and what to say of it. What kubectl's own words say well enough is left to them. */
const ANSWERS: readonly (readonly [RegExp, Tell])[] = [
  [/namespaces "([^"]+)" not found/, (found, scene) => notThere("namespaces", found[1], scene)],
  [/([a-z]+)(?:\.[a-z0-9.]+)? "([^"]+)" not found/, (found, scene) => notThere(found[1], found[2], scene)],
  [
    /([a-z]+)(?:\.[a-z0-9.]+)? "([^"]+)" already exists/,
    ([, resource = "", name = ""]) =>
      (says) =>
        says.taken(name, resource),
  ],
  [
    /exceeded quota: ([^,]+), requested: (.*?), used: (.*?), limited: ([^\n]*)/,
    ([, quota = "", requested = "", used = "", limited = ""]) =>
      (says) =>
        says.quota(quota, requested, used, limited),
  ],
  [
    /User "([^"]+)" cannot (\w+) resource "([^"]+)"[^\n]*?(?:in the namespace "([^"]+)"|at the cluster scope)/,
    ([, user = "", verb = "", resource = "", namespace]) =>
      (says) =>
        says.forbidden(user, verb, resource, namespace),
  ],
  [
    /unknown field "([^"]+)"/,
    ([, field = ""]) =>
      (says) =>
        says.unknownField(field),
  ],
  [/no matches for kind "([^"]+)" in version "([^"]+)"/, ([, kind = "", version = ""]) => unknownKind(kind, version)],
  [/doesn't have a resource type "([^"]+)"/, ([, type = ""], scene) => unknownType(type, scene)],
  [/pod updates may not change fields/, () => (says) => says.podIsFixed],
  [
    /^(?:The \w+ "[^"]*" is invalid: |\* )([\w.[\]]+): Invalid value: [^\n]*: field is immutable$/m,
    ([, field = ""]) =>
      (says) =>
        says.immutable(field),
  ],
  [
    /is invalid:[\s\S]*?([\w.[\]]+): Unsupported value: "([^"]*)": supported values: ([^\n]*)/,
    ([, field = "", value = "", supported = ""]) => {
      const close = closestTo(value, supported.match(/\w[\w.-]*/g) ?? [])?.word;
      return (says) =>
        [says.invalid(field, says.meanings["Unsupported value"]), close === undefined ? [] : says.thereIsA(close)]
          .flat()
          .join(" ");
    },
  ],
  [
    /is invalid:[\s*]*([\w.[\]]+): (Required value|Invalid value|Unsupported value|Forbidden|Duplicate value|Not found)/,
    ([, field = "", what = ""]) =>
      (says) =>
        says.invalid(field, says.meanings[what as Meaning]),
  ],
  [
    /(?:error parsing|error converting)[^\n]*?yaml: line (\d+)/,
    ([, line = ""]) =>
      (says) =>
        says.notYaml(line),
  ],
  [
    /exactly one NAME is required, got ([2-9]|\d\d)/,
    ([, count = ""]) =>
      (says) =>
        says.oneName(count),
  ],
  [
    /the path "([^"]+)" does not exist/,
    ([, path = ""], { world }) => {
      const close = closestTo(path, world.files.list())?.word;
      return (says) => `${says.noFile(path)} ${close === undefined ? says.listFiles : says.thereIsA(close)}`;
    },
  ],
];

async function notThere(resource = "", name = "", scene: Scene): Promise<Say | undefined> {
  const kind = knownKinds().find((info) => info.resource === resource)?.kind;
  if (kind === undefined) return undefined;
  if (name.includes("=")) return (says) => says.labelForName(name);
  const all = (await scene.all(kind)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const names = [...new Set(all.map(({ metadata }) => metadata.name))];
  const start =
    (rest: Say): Say =>
    (says) =>
      `${says.notThere(kind, name)} ${rest(says)}`;
  const elsewhere = all.find(({ metadata }) => metadata.name === name)?.metadata.namespace;
  if (elsewhere !== undefined) return start((says) => says.oneElsewhere(elsewhere));
  const close = closestTo(name, names);
  if (close !== undefined) return start((says) => says.closeOne(close.word, says.slips[close.how]));
  // All kinds count here, also those that the step asks for: it is the command that names the wrong one.
  const relative = await relativeNamed(kind, name, scene.world.namespace, { ...scene, wanted: new Set() });
  if (relative !== undefined) return start((says) => says.relative(relative.kind));
  const whole = names.find((one) => one.startsWith(`${name}-`));
  if (whole !== undefined) return start((says) => says.thereIsACompare(whole));
  const isNamespaced = kindNamed(kind)?.namespaced ?? true;
  return start((says) => says.listThem(isNamespaced));
}

function unknownKind(kind: string, version: string): Say {
  const kinds = knownKinds();
  const same = kinds.find((info) => info.kind === kind);
  if (same !== undefined) return (says) => says.otherGroup(kind, version);
  const close = closestTo(
    kind,
    kinds.map((info) => info.kind),
  )?.word;
  return (says) => `${says.unknownKind(kind, version)} ${close === undefined ? says.listKinds : says.thereIsA(close)}`;
}

async function unknownType(type: string, scene: Scene): Promise<Say> {
  const named = await nameForKind(type, scene);
  if (named !== undefined) return (says) => says.nameForKind(type, named.kind);
  const names = knownKinds().flatMap(({ resource, kind }) => [resource, kind.toLowerCase()]);
  const close = closestTo(type, names)?.word;
  return (says) => `${says.unknownType(type)} ${close === undefined ? says.listKinds : says.thereIsA(close)}`;
}
