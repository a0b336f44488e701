// Command lines that nobody would type, out of the table of commands: any verb with any kinds, names, flags and odd values.

import type { Command, LazyCommand } from "../../../src/kubectl/command.ts";
import { allCommands } from "../../../src/kubectl/command-table.ts";
import type { Flag, FlagKind } from "../../../src/kubectl/flags/flag.ts";
import { globalFlags } from "../../../src/kubectl/global-flags.ts";
import type { Random } from "../../../src/sim/random.ts";
import { usualArguments } from "./usual-arguments.ts";

export interface Verb {
  readonly words: readonly string[];
  readonly flags: readonly Flag[];
  /** Those of the command itself. */
  readonly own: readonly Flag[];
}

const kinds =
  "pod pods po deploy deployments deployment.apps deployments.v1.apps svc services ep endpoints endpointslices cm configmaps secret secrets ns namespaces node nodes no sa rs rc sts ds job jobs cj cronjob ing ingress netpol pdb hpa pvc pv sc crd csr quota limits role rolebinding clusterrole clusterrolebinding events ev lease all pc priorityclass apiservices componentstatuses cs podtemplates controllerrevisions ingressclass runtimeclass nope Pods POD pod. .pod pods.v9 tokenreviews bindings".split(
    " ",
  );
const names =
  "web web-0 solo duo settings pass default kubernetes kube-system control maple nope robot reader view once nightly db UPPER a_b a/b x%2fy .. ééé 🦄 -dash".split(
    " ",
  );
const words = [
  "",
  " ",
  "=",
  "a=b",
  "a-",
  "a=",
  "=b",
  "a=b=c",
  "a:b",
  "a=b:NoSchedule",
  "a:NoExecute-",
  "web=nginx:1.28",
  "*=nginx",
  "A=b",
  "A-",
  "get",
  "list",
  "*",
  "yes",
  "/healthz",
  "pods/log",
  "deploy/web",
  "pod/solo",
  "svc/web",
  "job/once",
  "cronjob/nightly",
  "pod/",
  "/web",
  "a/b/c",
  "web,solo",
  "pods,svc",
  "8080:80",
  ":80",
  "99999999999",
  "-",
  "--",
  "---",
  "-1",
  "0",
  "1e9",
  "solo:/etc/hosts",
  "note.txt",
  "folder",
  "web.yaml",
  "kinds.yaml",
  "{}",
  "[]",
  "{",
  "'",
  '"',
  "\\",
  "\n",
  "\t",
  "\u0000",
  "\u001b[31m",
  "\udc80",
  "%s%d%n",
  "{{.x}}",
  "{.items[*].metadata.name}",
  "$(reboot)",
  "../../etc/passwd",
  "x".repeat(300),
  "x".repeat(5000),
  "9223372036854775808",
  "-9223372036854775809",
  "\u202e",
  "a\r\nb",
  "spec.containers",
  "pods.spec.nope",
  "users.a.b",
  "current-context",
];

const valuesOf: Readonly<Record<FlagKind, readonly string[]>> = {
  bool: ["true", "false", "1", "maybe", "", "T"],
  int: [
    "0",
    "1",
    "-1",
    "3",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "1.5",
    "x",
    "",
    "0x10",
    "1_000",
  ],
  float: ["0", "1.5", "-2", "NaN", "Inf", "x", ""],
  duration: ["0", "1s", "-1s", "5m", "1h30m", "x", "", "1", "99999999h", "1d", "1.5s"],
  string: [],
  strings: ["a", "a,b", "", ",", "a=b,c=d", '"a', '"a,b",c', "a b", "get,list", "cpu=1", "cpu", "name=a:b"],
  stringArray: ["a=b", "", "a", "=", "a=b=c", "a=b,c", "web.yaml", "folder"],
  pairs: ["a=b", "a", "", "a=b,c=d", "=b", "a="],
};

const usual: Readonly<Record<string, readonly string[]>> = {
  output:
    "json yaml name wide jsonpath jsonpath={.metadata.name} jsonpath={ jsonpath={.items[?(@.x=='y')]} jsonpath={range(.x)} custom-columns=A:.a custom-columns=A custom-columns=A:{ go-template={{.x}} go-template={{ go-template={{range}} go-template={{index.x}} jsonpath-as-json={.x} jsonpath-file=note.txt template nope".split(
      " ",
    ),
  filename:
    "web.yaml kinds.yaml note.txt folder mixed nope.yaml - http://127.0.0.1:1/x.yaml *.yaml bad.json empty.yaml bytes.bin marked.yaml crlf.yaml list.json web.yaml,pod.yaml".split(
      " ",
    ),
  kustomize: ["folder", "nope", "."],
  "dry-run": ["client", "server", "none", "", "nope", "true"],
  selector: ["app=web", "a in (b", "!a", "a,b=c,d notin (e)", "=", "a==b", "x>1", "é=ü"],
  "field-selector": ["metadata.name=web", "x", "status.phase!=Running", "a=b,c", "="],
  namespace: ["default", "kube-system", "nope", "", "A B"],
  for: ["condition=Ready", "condition=", "delete", "create", "jsonpath={.x}=y", "jsonpath={", "nope", "pod/solo"],
  "sort-by": [".metadata.name", "{.x", "metadata.creationTimestamp", ".spec", "{.items[0]}", ""],
  patch: ['{"spec":{"replicas":2}}', "{", "[]", "null", '[{"op":"add","path":"/x","value":1}]', "x: [", "1"],
  overrides: ['{"spec":{"replicas":2}}', "{", "[]", "null", '{"spec":null}', '{"metadata":{"labels":1}}'],
  type: ["json", "merge", "strategic", "nope", "ClusterIP", "NodePort"],
  "from-file": ["folder", "note.txt", "k=note.txt", "=", "nope", "k=folder"],
  "from-env-file": ["note.txt", "nope"],
  "from-literal": ["a=b", "a", "=b", "a=b=c", "é=1"],
  image: ["nginx", "nginx:1.27", "", "a b", "busybox:1.36"],
  schedule: ["* * * * *", "x", "61 * * * *", "@daily", ""],
  rule: ["a/b=c:80", "a/b=c", "/=x:y,tls", "a=b", "*/x*=s:80,tls=t", ""],
  hard: ["cpu=1", "cpu", "pods=x", "cpu=1,memory=1Gi"],
  limits: ["cpu=1", "cpu", "cpu=x", "memory=1Gi,cpu=100m"],
  tcp: ["80", "80:http", "x", "80:99999", "0", "80:80:80", ""],
  raw: ["/healthz", "/", "nope", "/api/v1/pods?watch=x", "/%zz", ""],
  template: ["{{.metadata.name}}", "{{", "{{range .items}}{{.x.y}}{{end}}", '{{printf "%d" .x}}', "note.txt"],
  resource: ["pods", "pods,nope", "deploy.apps", "*", "pods/log", "", "a.b.c/d"],
  verb: ["get", "*", "nope", "get,list", ""],
  "min-available": ["1", "50%", "x", "-1", "101%"],
  "max-unavailable": ["1", "50%", "x", "-1"],
  duration: ["10m", "1s", "x", "-1s", "48h"],
  subresource: ["scale", "status", "nope", ""],
  cascade: ["background", "foreground", "orphan", "true", "nope"],
  validate: ["strict", "warn", "ignore", "true", "false", "nope", ""],
  timeout: ["1s", "0", "-1s", "x", "2"],
  custom: ["note.txt", "nope"],
};

// These point elsewhere, or write a flood of text.
const avoided = new Set(["kubeconfig", "server", "profile", "profile-output", "v", "vmodule", "cache-dir"]);

export async function allVerbs(): Promise<readonly Verb[]> {
  return verbsOf(allCommands(), [], globalFlags("/home"));
}

async function verbsOf(
  commands: readonly LazyCommand[],
  before: readonly string[],
  inherited: readonly Flag[],
): Promise<Verb[]> {
  const found: Verb[] = [];
  for (const lazy of commands) {
    const command: Command = await lazy.load();
    const name = [...before, command.name];
    const flags = [...inherited, ...command.flags].filter((flag) => !avoided.has(flag.name));
    const own = flags.filter((flag) => command.flags.includes(flag) || flag.name === "namespace");
    const leaf = command.run !== undefined || command.subcommands === undefined;
    if (leaf) found.push({ words: name, flags, own });
    found.push(...(await verbsOf(command.subcommands ?? [], name, inherited)));
  }
  return found;
}

/** What a line is made of: mostly something that the command understands, with flags of its own that it may not. */
export function commandLine(verbs: readonly Verb[], random: Random): readonly string[] {
  const verb = random.pick(verbs);
  const parts = random.below(5) < 3 ? plausible(verb, random) : anything(random);
  for (let count = random.below(4); count > 0; count--)
    parts.splice(random.below(parts.length + 1), 0, flagWords(verb, random));
  const line = [...verb.words, ...parts.flat()];
  return random.below(20) === 0 ? damaged(line, random) : line;
}

function plausible(verb: Verb, random: Random): string[][] {
  const usualLines = usualArguments[verb.words.join(" ")] ?? [""];
  const words = random
    .pick(usualLines)
    .split(" ")
    .filter((word) => word !== "");
  if (words.length > 0 && random.below(4) === 0) words[random.below(words.length)] = argument(random);
  if (random.below(8) === 0) words.push(argument(random));
  return words.length === 0 ? [] : [words];
}

function anything(random: Random): string[][] {
  const parts: string[][] = [];
  const subject = random.below(10);
  if (subject < 5) parts.push([random.pick(kinds), ...(subject < 3 ? [random.pick(names)] : [])]);
  else if (subject < 7) parts.push([`${random.pick(kinds)}/${random.pick(names)}`]);
  else if (subject < 8) parts.push([random.pick(names)]);
  for (let count = random.below(3); count > 0; count--) parts.push([argument(random)]);
  return parts;
}

function argument(random: Random): string {
  const choice = random.below(10);
  if (choice < 2) return random.pick(kinds);
  if (choice < 4) return random.pick(names);
  return random.pick(words);
}

function flagWords(verb: Verb, random: Random): string[] {
  if (random.below(25) === 0)
    return [random.pick(["--nope", "--nope=1", "-Z", "--", "-oyaml", "-Ax", "--=", "-=", "--no-headers=x"])];
  const flag = random.pick(verb.own.length > 0 && random.below(6) > 0 ? verb.own : verb.flags);
  const value = valueFor(flag, random);
  const { name, shorthand } = flag;
  switch (random.below(shorthand === undefined ? 3 : 6)) {
    case 0:
      return [`--${name}`];
    case 1:
      return [`--${name}`, value];
    case 2:
      return [`--${name}=${value}`];
    case 3:
      return [`-${shorthand}`, value];
    case 4:
      return [`-${shorthand}${value}`];
    default:
      return [`-${shorthand}=${value}`];
  }
}

function valueFor({ name, kind }: Flag, random: Random): string {
  const known = usual[name];
  if (known !== undefined && random.below(5) > 0) return random.pick(known);
  const ofKind = valuesOf[kind];
  if (ofKind.length > 0 && random.below(6) > 0) return random.pick(ofKind);
  return argument(random);
}

/** A word too few, twice, in another place, or cut. */
function damaged(line: readonly string[], random: Random): readonly string[] {
  const at = random.below(line.length);
  const word = line[at] ?? "";
  switch (random.below(4)) {
    case 0:
      return line.toSpliced(at, 1);
    case 1:
      return line.toSpliced(at, 0, word);
    case 2:
      return line.toSpliced(at, 1).toSpliced(random.below(line.length), 0, word);
    default:
      return line.with(at, word.slice(0, random.below(word.length + 1)));
  }
}
