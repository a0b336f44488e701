// Writes src/kubectl/go-structs.ts: the Go structs that kubectl writes as JSON itself, their fields in Go's order. A developer runs it by
// hand when the tutor moves to another version of Kubernetes, after protobuf-facts.mjs and a build.
//
//   node scripts/go-structs.mjs [FOLDER]   FOLDER: where fields.json is; dist/schema otherwise

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ALWAYS_WRITTEN, INLINE, isKind, parseFacts, RENAMED, readModels } from "./build-protobuf.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const models = readModels(process.argv[2] ?? join(root, "dist/schema"));

/** What kubectl makes, changes, or lists in words of its own. */
const KINDS = [
  "apps.v1 DaemonSet Deployment ReplicaSet StatefulSet",
  "authentication.v1 SelfSubjectReview TokenRequest",
  "autoscaling.v1 HorizontalPodAutoscaler",
  "autoscaling.v2 HorizontalPodAutoscaler",
  "batch.v1 CronJob Job",
  "core.v1 ConfigMap Event Namespace Node Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
  "networking.v1 Ingress",
  "policy.v1 PodDisruptionBudget",
  "rbac.v1 ClusterRole ClusterRoleBinding Role RoleBinding",
  "scheduling.v1 PriorityClass",
];

/** Lists and pointers that need not be given and that Go writes all the same. */
const WRITTEN_WITHOUT_VALUE = new Set([
  "authentication.v1.TokenRequestSpec.boundObjectRef",
  "authentication.v1.TokenRequestSpec.expirationSeconds",
  "autoscaling.v2.HorizontalPodAutoscalerStatus.currentMetrics",
  "rbac.v1.ClusterRole.rules",
  "rbac.v1.Role.rules",
]);

const ZEROS = { string: '""', int32: "0", int64: "0", bool: "false" };
/** Structs that JSON writes as one value, and their zeros. */
const VALUES = {
  "api.resource.Quantity": '"0"',
  "meta.v1.FieldsV1": undefined,
  "meta.v1.MicroTime": "null",
  "meta.v1.Time": "null",
  "runtime.RawExtension": "null",
  "util.intstr.IntOrString": "0",
  "authentication.v1.ExtraValue": undefined,
};

const structs = new Map();
const lastPart = (name) => name.replace(/^.*\./, "");

function add(name) {
  if (structs.has(name)) return;
  structs.set(name, "");
  structs.set(name, fieldTexts(name, models.get(name)).join(" "));
}

function fieldTexts(name, model) {
  return parseFacts(name).flatMap(({ field, path, type }) => {
    if (INLINE.has(path)) return fieldTexts(type.replace("*", ""), models.get(type.replace("*", "")) ?? model);
    return [fieldText(RENAMED[path] ?? field, path, type, model)];
  });
}

/** `name`, `name*` for a pointer, `name=ZERO` for what is always written, `name:Struct` for what has fields of its own. */
function fieldText(name, path, type, model) {
  const [, shape = "", item] = /^(\*|\[\]|\{\})?(.*)$/.exec(type);
  const isStruct = !(item in ZEROS) && !["bytes", "double"].includes(item);
  const isObject = isStruct && !(item in VALUES);
  if (isObject) add(item);
  const of = isObject ? `:${item}` : "";
  const required =
    model?.fields[name]?.split(" ")[0].endsWith("!") || ALWAYS_WRITTEN.has(path) || WRITTEN_WITHOUT_VALUE.has(path);
  if (shape === "" && isStruct) return `${name}=${isObject ? "{}" : VALUES[item]}${of}`;
  if (required) return `${name}=${shape === "" ? (ZEROS[item] ?? "null") : "null"}${of}`;
  return `${name}${shape === "*" ? "*" : ""}${of}`;
}

const kinds = {};
for (const line of KINDS) {
  const [group, ...names] = line.split(" ");
  for (const name of names) {
    const model = models.get(`${group}.${name}`);
    if (!isKind(`${group}.${name}`, model)) throw new Error(`${name} is no kind`);
    add(`${group}.${name}`);
    kinds[`${model.apiVersion} ${name}`] = `${group}.${name}`;
  }
}

// A name stands without its group where no other struct has it.
const count = new Map();
for (const name of structs.keys()) count.set(lastPart(name), (count.get(lastPart(name)) ?? 0) + 1);
const short = (name) => (count.get(lastPart(name)) === 1 ? lastPart(name) : name);
const shortened = (text) => text.replace(/:([\w.]+)/g, (_, name) => `:${short(name)}`);
const quoted = (key) => (/^\w+$/.test(key) ? key : JSON.stringify(key));
const lines = (entries) => entries.map(([key, value]) => `  ${quoted(key)}: ${literal(value)},\n`).join("");
const literal = (text) => (text.includes('"') ? `'${text}'` : `"${text}"`);
const sorted = [...structs].map(([name, text]) => [short(name), shortened(text)]).sort(([a], [b]) => (a < b ? -1 : 1));

writeFileSync(
  join(root, "src/kubectl/go-structs.ts"),
  `// The Go structs that kubectl writes as JSON itself, as scripts/go-structs.mjs has found them in Kubernetes v1.33: fields in Go's order.
// \`name\` is left out when it is empty, \`name*\` (a pointer) when it is not there, \`name=ZERO\` never; \`:Struct\` has fields of its own.

export const goStructs: Readonly<Record<string, string>> = {
${lines(sorted)}};

/** The struct of each kind. */
export const goKinds: Readonly<Record<string, string>> = {
${lines(Object.entries(kinds).map(([key, name]) => [key, short(name)]))}};
`,
);
