// The last command never came to the point: kubectl could not read it, or the API server could not read the file. What was probably meant.

import type { AnyObject } from "../../api/types.ts";
import { findObjects } from "../objects.ts";
import type { Say } from "./finding.ts";
import type { Scene } from "./scene.ts";

export type Tell = (found: RegExpExecArray, scene: Scene) => Say | undefined | Promise<Say | undefined>;

/** Which message, and what to say of it. */
export const MISUSED: readonly (readonly [RegExp, Tell])[] = [
  [/unknown shorthand flag: '\w' in -([\w-]+)/, ([, rest = ""], scene) => oneDash(rest, wordsOf(scene))],
  [
    /unknown flag: (--[\w-]+)(?:\nSee '(kubectl [\w -]+?) --help')?/,
    ([, flag = "", command], scene) => unknownFlag(flag, wordsOf(scene), command),
  ],
  [
    /required flag\(s\) "([\w-]+)"/,
    ([, flag = ""]) =>
      (says) =>
        says.needsFlag(`--${flag}`),
  ],
  [/couldn't find port via --port flag/, () => (says) => says.needsFlag("--port")],
  [/Unexpected args: \[([^\]]*)\]/, ([, args = ""], scene) => unexpected(args.split(" "), wordsOf(scene))],
  [/quantities must match the regular expression/, () => (says) => says.notAnAmount],
  [/must specify one of -f and -k/, (_, scene) => (says) => says.needsFile(verbOf(wordsOf(scene)))],
  [/at least one (?:label|annotation) update is required/, () => (says) => says.keyAndValue],
  [
    /unable to find container named "([^"]+)"/,
    ([, name = ""]) =>
      (says) =>
        says.noSuchContainer(name),
  ],
  [
    /exec: "([^"]+)": executable file not found/,
    ([, program = ""]) =>
      (says) =>
        says.noSuchProgram(program),
  ],
  [/[Cc]ould not resolve host: ([\w-]+)/, ([, name = ""], scene) => podForHost(name, scene)],
  [
    /container "([^"]+)" in pod "([^"]+)" is waiting to start: (\w*)/,
    ([, container = "", pod = "", reason = ""]) =>
      (says) =>
        reason === "PodInitializing" ? says.decoratorsFirst(container) : says.notBegun(container, pod),
  ],
  [/unknown command "[^"]*"\s+See 'kubectl create service /, () => (says) => says.serviceType],
  [/at least one tcp port specifier/, () => (says) => says.servicePort],
  [/invalid restart policy: (\w*)/, () => (says) => says.restartPolicies],
  [/but no name was specified/, () => (says) => says.needsName],
  [/at least one command for the container/, () => (says) => says.needsCommand],
  [
    /cannot unmarshal (\w+) into Go struct field [\w.]*?(\w+) of type (\S+)/,
    ([, is = "", field = "", type = ""]) =>
      (says) =>
        says.otherShape(field, says.shapes[shapeOf(is)], says.shapes[shapeOf(type)]),
  ],
];

function wordsOf({ world }: Scene): readonly string[] {
  return world.commands(world.attemptStart ?? world.stepStart.at).at(-1)?.words ?? [];
}

/** `kubectl run`. */
function verbOf(words: readonly string[]): string {
  return words.slice(0, 2).join(" ");
}

function oneDash(rest: string, words: readonly string[]): Say | undefined {
  const word = words.find((one) => /^-\w{3,}/.test(one) && (one.split("=")[0] ?? "").endsWith(rest));
  return word === undefined ? undefined : (says) => says.oneDash(word, `-${word}`);
}

function unknownFlag(flag: string, words: readonly string[], command = verbOf(words)): Say {
  const isForNothing = words[1] === "create" && words[2] === "pod";
  return (says) => (isForNothing ? says.createPod : says.unknownFlag(flag, command));
}

function unexpected(args: readonly string[], words: readonly string[]): Say | undefined {
  const file = args.find((word) => /\.(ya?ml|json)$/.test(word));
  if (file !== undefined) return (says) => says.fileWithoutFlag(file);
  return words[1] === "create" ? (says) => says.createWhat(args[0] ?? "") : undefined;
}

async function podForHost(name: string, { world }: Scene): Promise<Say | undefined> {
  const [pod] = await findObjects(world.read, { kind: "Pod", name }, world.namespace);
  return pod === undefined ? undefined : (says) => says.podForHost(name);
}

type Shape = "list" | "mapping" | "text" | "number" | "flag";

/** Go has names of its own for texts of which few are known, as `v1.RestartPolicy`. */
const NAMED_TEXT =
  /\.(\w*(Type|Protocol|Mode|Operator|Effect|Action|Medium|Scheme|IPFamily|UID)|(Pull|Restart|DNS|Concurrency|Reclaim|Traffic|Preemption)Policy|\w+(ReclaimPolicy|TrafficPolicy)|ServiceAffinity|Capability)$/;

function shapeOf(type: string): Shape {
  if (type === "array" || type.startsWith("[]")) return "list";
  if (type === "string" || NAMED_TEXT.test(type)) return "text";
  if (type === "bool") return "flag";
  return /^(number|u?int\d*|float\d*)$/.test(type) ? "number" : "mapping";
}

const COMMON_KINDS = ["Pod", "Deployment", "Service", "ConfigMap", "Secret", "StatefulSet", "DaemonSet", "Job", "Node"];

/** What has the name that stands where a kind should: `kubectl delete web`. */
export async function nameForKind(name: string, { world }: Scene): Promise<AnyObject | undefined> {
  for (const kind of COMMON_KINDS) {
    const objects = await findObjects(world.read, { kind }, world.namespace);
    const named = objects.find(({ metadata }) => metadata.name === name);
    if (named !== undefined) return named;
  }
  return undefined;
}
