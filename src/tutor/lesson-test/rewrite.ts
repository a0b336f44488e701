// Command independence: the same thing said in other words. Only lines of one plain kubectl command are rewritten; what is longer stays.

import type { Action } from "../action.ts";

type Rewrite = (words: readonly string[], namespace: string) => readonly string[] | string | undefined;

/** The other ways to say it, each by its name. */
export function rewrites(): Readonly<Record<string, Rewrite>> {
  return {
    "with a patch in place of `label`": labelToPatch,
    "with `apply` of what a dry run prints": runToApply,
    "with short names of kinds": shortNames,
    "with flags written another way": otherFlags,
    "with the namespace spelled out": namespaced,
    "with `k` for kubectl": ([, ...rest]) => ["k", ...rest],
  };
}

/** A line after the other; those that cannot be said in that way stay as they are. */
export function rewritten(actions: readonly Action[], rewrite: Rewrite, namespace: string): readonly Action[] {
  // Where a line changes the context, the namespace is another for the ones that follow.
  const moves = actions.some((action) => action.kind === "run" && action.command.includes("set-context"));
  if (moves) return actions;
  return actions.map((action) => {
    if (action.kind !== "run") return action;
    const words = plainWords(action.command);
    if (words?.[0] !== "kubectl") return action;
    const said = rewrite(words, namespace);
    if (said === undefined) return action;
    return { ...action, command: typeof said === "string" ? said : said.join(" ") };
  });
}

/** The words of a plain command, quotes and all; undefined when the line is more than that. */
export function plainWords(line: string): readonly string[] | undefined {
  const words = line.trim().match(/(?:'[^']*'|"(?:[^"\\`$]|\\.)*"|[^\s'"`$|;&<>()\\#*?{}[\]])+/g) ?? [];
  return words.join(" ") === line.trim().replace(/(?<=\S) +(?=\S)/g, " ") ? words : undefined;
}

const SHORT: Readonly<Record<string, string>> = {
  pod: "po",
  pods: "po",
  deployment: "deploy",
  deployments: "deploy",
  replicaset: "rs",
  replicasets: "rs",
  statefulset: "sts",
  statefulsets: "sts",
  daemonset: "ds",
  daemonsets: "ds",
  service: "svc",
  services: "svc",
  configmap: "cm",
  configmaps: "cm",
  namespace: "ns",
  namespaces: "ns",
  node: "no",
  nodes: "no",
  ingress: "ing",
  ingresses: "ing",
  networkpolicy: "netpol",
  networkpolicies: "netpol",
  persistentvolumeclaim: "pvc",
  persistentvolumeclaims: "pvc",
  persistentvolume: "pv",
  serviceaccount: "sa",
  serviceaccounts: "sa",
  cronjob: "cj",
  cronjobs: "cj",
  horizontalpodautoscaler: "hpa",
  poddisruptionbudget: "pdb",
  storageclass: "sc",
  event: "ev",
  events: "ev",
};

const TYPE_FIRST = [
  "get",
  "describe",
  "delete",
  "scale",
  "label",
  "annotate",
  "patch",
  "edit",
  "expose",
  "autoscale",
  "wait",
];

const shortNames: Rewrite = (words) => {
  const { command, rest } = splitAtDash(words);
  const verb = command[1] ?? "";
  const typeAt = TYPE_FIRST.includes(verb) ? 2 : -1;
  const short = command.map((word, index) => {
    if (index < 2) return word;
    const [type = "", name] = word.split("/");
    if (name !== undefined && /^[a-z]+\/[a-z0-9.-]+$/.test(word)) return `${SHORT[type] ?? type}/${name}`;
    return index === typeAt ? (SHORT[word] ?? word) : word;
  });
  return [...short, ...rest];
};

const VALUE_FLAGS =
  "image|replicas|port|target-port|labels|selector|namespace|container|tail|since|from-literal|from-file|env|requests|limits|for|timeout|min|max|" +
  "cpu-percent|restart|schedule|class|rule|serviceaccount|role|clusterrole|verb|resource|tcp|overrides|patch|type|to-revision|grace-period|" +
  "field-selector|sort-by|output|as|name|filename|current-replicas|node|hard|subresource|target";

/** `--flag=value` becomes `--flag value` and the other way round, long and short. */
const otherFlags: Rewrite = (words) => {
  const { command, rest } = splitAtDash(words);
  const out: string[] = [];
  const joined = new RegExp(`^(--(?:${VALUE_FLAGS}))=(.+)$`, "s");
  const alone = new RegExp(`^--(?:${VALUE_FLAGS})$`);
  for (let at = 0; at < command.length; at++) {
    const word = command[at] ?? "";
    const next = command[at + 1];
    const [, flag, value] = joined.exec(word) ?? [];
    if (flag !== undefined && value !== undefined) out.push(flag, value);
    else if (alone.test(word) && next !== undefined) {
      out.push(`${word}=${next}`);
      at++;
    } else out.push(word);
  }
  return [...out, ...rest];
};

const NOT_NAMESPACED = [
  "config",
  "version",
  "cluster-info",
  "api-resources",
  "api-versions",
  "explain",
  "completion",
  "options",
  "help",
];

/** What files say of a namespace must not be contradicted. */
const namespaced: Rewrite = ([kubectl = "", ...words], namespace) => {
  const says = words.some((word) => /^(-n|-A|-f|-k|--namespace|--all-namespaces|--filename|--raw)/.test(word));
  return says || NOT_NAMESPACED.includes(words[0] ?? "") ? undefined : [kubectl, "-n", namespace, ...words];
};

/** `kubectl run` and `kubectl create KIND` without their own last word: the manifest goes through apply. */
const runToApply: Rewrite = (words) => {
  const { command, rest } = splitAtDash(words);
  const verb = command[1];
  const keeps = command.some((word) =>
    /^(--rm|-i|-t|-it|-ti|--stdin|--tty|--attach|--expose|-o|--output|--dry-run|-f|--filename|--raw|--edit|-w|--help|-h|--wait|-q)/.test(
      word,
    ),
  );
  if ((verb !== "run" && verb !== "create") || keeps) return undefined;
  // A token is asked for, not made; a Job from a CronJob is made once.
  if (verb === "create" && (command[2] === "token" || command.some((word) => word.startsWith("--from="))))
    return undefined;
  const asks = command.at(-1) === "--command" ? command.slice(0, -1) : command;
  const tail = asks === command ? rest : ["--command", ...rest];
  return `${[...asks, "--dry-run=client", "-o", "yaml", ...tail].join(" ")} | kubectl apply -f -`;
};

/** `kubectl label TYPE NAME key=value other-`. */
const labelToPatch: Rewrite = ([kubectl = "", verb, ...words]) => {
  if (verb !== "label" && verb !== "annotate") return undefined;
  const plain = words.filter((word) => word !== "--overwrite" && word !== "--overwrite=true");
  if (plain.some((word) => word.startsWith("-") || /['"]/.test(word))) return undefined;
  const [first = ""] = plain;
  const target = first.includes("/") ? plain.slice(0, 1) : plain.slice(0, 2);
  const pairs = plain.slice(target.length);
  if (pairs.length === 0 || !pairs.every((pair) => /^[^=\s]+(=.*|-)$/.test(pair))) return undefined;
  const values = pairs.map((pair): [string, string | null] => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair.slice(0, -1), null] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const metadata = { [verb === "label" ? "labels" : "annotations"]: Object.fromEntries(values) };
  return [kubectl, "patch", ...target, "--type=merge", "-p", `'${JSON.stringify({ metadata })}'`];
};

/** What stands behind `--` belongs to another program. */
function splitAtDash(words: readonly string[]): {
  readonly command: readonly string[];
  readonly rest: readonly string[];
} {
  const at = words.indexOf("--");
  return at < 0 ? { command: words, rest: [] } : { command: words.slice(0, at), rest: words.slice(at) };
}
