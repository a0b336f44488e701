// What the arguments of each command may be, by the path of the command.

import { type Asked, type Completer, directives, offer, type Suggestions } from "./asked.ts";
import { configNames, containersOf, namesOf, portsOf } from "./cluster-names.ts";
import { generousArgument } from "./generous.ts";
import { typesAndNames } from "./types-and-names.ts";

/** @returns undefined where a command says nothing about its arguments. */
export async function completeArgument(asked: Asked): Promise<Suggestions | undefined> {
  const known = COMPLETERS[asked.path];
  if (known !== undefined) return known(asked);
  return asked.isGenerous ? generousArgument(asked) : undefined;
}

const WITH_PODS = [
  "daemonsets",
  "deployments",
  "pods",
  "jobs",
  "replicasets",
  "replicationcontrollers",
  "services",
  "statefulsets",
];

/** A pod by its name, or something that has pods as TYPE/NAME. */
async function podOrOwner({ session, toComplete }: Asked): Promise<Suggestions> {
  const slash = toComplete.indexOf("/");
  if (slash >= 0) {
    const type = toComplete.slice(0, slash);
    return offer(
      (await namesOf(session, type)).map((name) => `${type}/${name}`),
      toComplete,
    );
  }
  const pods = (await namesOf(session, "pods")).filter((name) => name.startsWith(toComplete));
  const directive = pods.length === 0 ? directives.noFiles | directives.noSpace : directives.noFiles;
  return offer([...pods, ...WITH_PODS.map((type) => `${type}/`)], toComplete, directive);
}

function podThen(next: (asked: Asked, pod: string) => Promise<readonly string[]>): Completer {
  return async (asked) => {
    const [first, ...more] = asked.args;
    if (first === undefined) return podOrOwner(asked);
    return offer(more.length > 0 ? [] : await next(asked, first), asked.toComplete);
  };
}

/** `LOCAL:REMOTE`, where the local one is what was typed or the same. */
async function portPairs({ session, toComplete }: Asked, argument: string): Promise<readonly string[]> {
  const [typed = ""] = toComplete.split(":");
  return (await portsOf(session, argument)).map((port) => `${toComplete === "" ? port : typed}:${port}`);
}

function namesOfType(type: string): Completer {
  return async ({ session, args, toComplete }) =>
    offer(args.length > 0 ? [] : await namesOf(session, type), toComplete);
}

function inConfig(what: "contexts" | "clusters" | "users"): Completer {
  return async ({ session, args, toComplete }) => offer(args.length > 0 ? [] : configNames(session, what), toComplete);
}

/** A file here, or one in a pod: `POD:PATH`, `NAMESPACE/POD:PATH`. */
async function copyEnds({ session, args, toComplete }: Asked): Promise<Suggestions> {
  const texts = args.length > 0 || /^[/.~]|:/.test(toComplete) ? [] : await podEnds(session, toComplete);
  return offer(texts, toComplete, directives.noSpace);
}

async function podEnds(session: Asked["session"], toComplete: string): Promise<readonly string[]> {
  const slash = toComplete.indexOf("/");
  if (slash > 0) {
    const namespace = toComplete.slice(0, slash);
    return (await namesOf(session, "pods", namespace)).map((pod) => `${namespace}/${pod}:`);
  }
  const [namespaces, pods] = await Promise.all([namesOf(session, "namespaces"), namesOf(session, "pods")]);
  const remote = [...namespaces.map((each) => `${each}/`), ...pods.map((each) => `${each}:`)];
  if (toComplete === "") return [...remote, "./", "/"];
  const { files } = session.io;
  if (!remote.some((each) => each.startsWith(toComplete))) return [];
  const here = files.list(".").map((name) => (files.kind(name) === "directory" ? `${name}/` : name));
  return [...remote, ...here];
}

async function shells({ args, toComplete }: Asked): Promise<Suggestions> {
  return args.length > 0 ? { candidates: [], directive: 0 } : offer(["bash", "zsh", "fish", "powershell"], toComplete);
}

const anything = typesAndNames({ repeats: true });
const workloads = ["deployment", "daemonset", "statefulset"];
const scalable = typesAndNames({
  types: ["deployment", "replicaset", "replicationcontroller", "statefulset"],
  repeats: true,
});

const COMPLETERS: Readonly<Record<string, Completer>> = {
  annotate: anything,
  "apply edit-last-applied": anything,
  "apply view-last-applied": anything,
  attach: podThen(async () => []),
  autoscale: scalable,
  completion: shells,
  "config delete-cluster": inConfig("clusters"),
  "config delete-context": inConfig("contexts"),
  "config delete-user": inConfig("users"),
  "config rename-context": inConfig("contexts"),
  "config set-context": inConfig("contexts"),
  "config use-context": inConfig("contexts"),
  cordon: namesOfType("nodes"),
  cp: copyEnds,
  "create token": namesOfType("serviceaccounts"),
  debug: anything,
  delete: anything,
  describe: anything,
  drain: namesOfType("nodes"),
  edit: anything,
  exec: podThen(async () => []),
  expose: typesAndNames({
    types: ["pod", "service", "replicationcontroller", "deployment", "replicaset"],
    repeats: true,
  }),
  get: anything,
  label: anything,
  logs: podThen(({ session }, pod) => containersOf(session, pod)),
  patch: anything,
  "port-forward": podThen(portPairs),
  "rollout history": typesAndNames({ types: workloads, repeats: true }),
  "rollout pause": typesAndNames({ types: ["deployment"], repeats: true }),
  "rollout restart": typesAndNames({ types: workloads, repeats: true }),
  "rollout resume": typesAndNames({ types: ["deployment"], repeats: true }),
  "rollout status": typesAndNames({ types: workloads, repeats: false }),
  "rollout undo": typesAndNames({ types: workloads, repeats: true }),
  scale: scalable,
  "set image": typesAndNames({
    types: ["daemonsets", "deployments", "pods", "cronjobs", "replicasets", "replicationcontrollers", "statefulsets"],
    repeats: false,
  }),
  taint: typesAndNames({ types: ["node"], repeats: true }),
  "top node": namesOfType("nodes"),
  "top pod": namesOfType("pods"),
  uncordon: namesOfType("nodes"),
};
