// `vars:`, the old way to copy values: `$(NAME)` in certain fields becomes the value of a field of some object.

import { KubectlError } from "../../errors.ts";
import { setAtField } from "../field-spec.ts";
import type { FieldSpec, Variable, VariableTarget } from "../kustomization.ts";
import { nodeOf, type Resource } from "../resource.ts";
import { groupVersionOf, gvkText, isClusterScoped, isSameObject, type ResourceId } from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";
import { lookup } from "../yaml/lookup.ts";
import { isNull, type ScalarNode, scalar, stringScalar, textOf, type YamlNode } from "../yaml/node.ts";
import { valueOfNode } from "../yaml/value.ts";

/** Notes in the objects which vars are read from them. */
export function noteVariables(set: ResourceSet, known: Variable[], incoming: readonly Variable[]): void {
  for (const variable of incoming) {
    const target = idOf(variable.objref ?? {});
    const exact = target.namespace !== "" || isClusterScoped(target);
    const found = set.withAnyId((id) => isSameObject(exact ? id : { ...id, namespace: "" }, target));
    if (found.length > 1)
      throw merging(incoming, `found ${found.length} resId matches for var ${text(variable)} (unable to disambiguate)`);
    found[0]?.variables.push(variable.name ?? "");
    if (known.some(({ name }) => name === variable.name))
      throw merging(incoming, `var '${variable.name}' already encountered`);
    known.push(variable);
  }
}

function merging(variables: readonly Variable[], problem: string): KubectlError {
  return new KubectlError(`merging vars [${variables.map(text).join(" ")}]: ${problem}`);
}

function idOf({ apiVersion = "", group, version, kind = "", name = "", namespace = "" }: VariableTarget): ResourceId {
  const said = groupVersionOf(apiVersion);
  return { group: group ?? said.group, version: version ?? said.version, kind, name, namespace };
}

// As Go's %v prints it; the version is filled in late.
function text({ name = "", objref = {}, fieldref = {} }: Variable): string {
  const { group = "", version = "", kind = "" } = objref;
  return `{${name} ${gvkText({ group, version, kind })} {${fieldref.fieldPath ?? ""}}}`;
}

export function resolveVariables({ resources }: ResourceSet, variables: readonly Variable[]): void {
  if (variables.length === 0) return;
  const sorted = [...variables].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const values = new Map(sorted.map((variable) => [variable.name ?? "", valueNode(resources, variable)]));
  const set = (node: YamlNode) => expanded(node, values);
  for (const spec of variableFields()) for (const resource of resources) setAtField(resource, spec, set);
}

function valueNode(resources: readonly Resource[], variable: Variable): ScalarNode {
  const path = variable.fieldref?.fieldPath || "metadata.name";
  const complete = { ...variable, objref: idOf(variable.objref ?? {}), fieldref: { fieldPath: path } };
  const source = resources.find((resource) => resource.variables.includes(variable.name ?? ""));
  if (source === undefined)
    throw new KubectlError(`var '${text(complete)}' cannot be mapped to a field in the set of known resources`);
  const parts = path.split(".").flatMap((part) => part.replace(/\[(\w+)\]/g, ".$1").split("."));
  const node = lookup(nodeOf(source), parts);
  if (node?.kind !== "scalar")
    throw new KubectlError(`field specified in var '${text(complete)}' not found in corresponding resource`);
  return node;
}

function expanded(node: YamlNode, values: ReadonlyMap<string, ScalarNode>): YamlNode {
  if (isNull(node)) return node;
  if (node.kind === "list") {
    node.items = node.items.map((item) => expanded(item, values));
    return node;
  }
  if (node.kind === "map") {
    for (const entry of node.entries) entry.value = expanded(entry.value, values);
    return node;
  }
  if (typeof valueOfNode(node) !== "string" || !node.text.includes("$")) return node;
  // A text that is nothing but a var takes over the type of its value.
  const whole = values.get(/^\$\(([^)]*)\)$/.exec(node.text)?.[1] ?? "");
  if (whole !== undefined) return whole.tag === "!!str" ? stringScalar(whole.text) : scalar(whole.text, whole.tag);
  const result = node.text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) => {
    if (name === undefined) return "$";
    return values.has(name) ? textOf(values.get(name)) : found;
  });
  return { ...stringScalar(result), quoted: node.quoted };
}

const CONTAINER_FIELDS = ["args", "command", "env/value", "volumeMounts/mountPath"];

function podFields(place: string): string[] {
  return ["containers", "initContainers"].flatMap((list) =>
    CONTAINER_FIELDS.map((field) => `${place}/${list}/${field}`),
  );
}

function variableFields(): FieldSpec[] {
  const of = (kind: string, ...paths: string[]) => paths.map((path) => ({ kind, path }));
  const template = podFields("spec/template/spec");
  return [
    ...of("CronJob", ...podFields("spec/jobTemplate/spec/template/spec")),
    ...["DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"].flatMap((kind) => of(kind, ...template)),
    ...["DaemonSet", "Deployment", "Job", "ReplicaSet"].flatMap((kind) =>
      of(kind, "spec/template/spec/volumes/nfs/server"),
    ),
    ...of("Deployment", "spec/template/metadata/annotations"),
    ...of("Ingress", "spec/rules/host", "spec/tls/hosts", "spec/tls/secretName"),
    ...of("Pod", ...podFields("spec"), "spec/volumes/nfs/server"),
    ...of("Service", "spec/ports/port", "spec/ports/targetPort"),
    ...of("StatefulSet", "spec/volumeClaimTemplates/spec/nfs/server"),
    ...of("PersistentVolume", "spec/nfs/server"),
    { path: "metadata/labels" },
    { path: "metadata/annotations" },
  ];
}
