// Writes protobuf.json (to dist/schema, unless told otherwise): how each kind's protobuf form reads, as src/http/protobuf/table.ts has it.
// The numbers come from protobuf-facts.json; the names in JSON, and which fields JSON writes even when they are empty, from fields.json,
// which build-schema.mjs writes to the same folder. Where the two do not fit together the build stops.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { messages: facts } = JSON.parse(readFileSync(join(root, "scripts/protobuf-facts.json"), "utf8"));
const { packages } = JSON.parse(readFileSync(join(root, "scripts/schema-facts.json"), "utf8"));

/** Messages that are something else than an object in JSON, and which of src/http/protobuf/forms.ts makes it. */
const FORMS = {
  "api.resource.Quantity": "quantity",
  "apiextensions.v1.JSON": "raw",
  "apiextensions.v1.JSONSchemaPropsOrArray": "schemaOrArray",
  "apiextensions.v1.JSONSchemaPropsOrBool": "schemaOrBool",
  "apiextensions.v1.JSONSchemaPropsOrStringArray": "schemaOrStringArray",
  "authentication.v1.ExtraValue": "strings",
  "authorization.v1.ExtraValue": "strings",
  "certificates.v1.ExtraValue": "strings",
  "meta.v1.Duration": "duration",
  "meta.v1.FieldsV1": "raw",
  "meta.v1.MicroTime": "microTime",
  "meta.v1.Time": "time",
  "meta.v1.Verbs": "strings",
  "runtime.RawExtension": "raw",
  "util.intstr.IntOrString": "intOrString",
};

/** Fields whose fields stand in JSON where they stand themselves: structs that Go embeds. */
export const INLINE = new Set([
  "admissionregistration.v1.NamedRuleWithOperations.ruleWithOperations",
  "admissionregistration.v1.RuleWithOperations.rule",
  "core.v1.ConfigMapEnvSource.localObjectReference",
  "core.v1.ConfigMapKeySelector.localObjectReference",
  "core.v1.ConfigMapProjection.localObjectReference",
  "core.v1.ConfigMapVolumeSource.localObjectReference",
  "core.v1.EphemeralContainer.ephemeralContainerCommon",
  "core.v1.PersistentVolumeSpec.persistentVolumeSource",
  "core.v1.Probe.handler",
  "core.v1.SecretEnvSource.localObjectReference",
  "core.v1.SecretKeySelector.localObjectReference",
  "core.v1.SecretProjection.localObjectReference",
  "core.v1.Volume.volumeSource",
  "networking.v1.IngressRule.ingressRuleValue",
]);

/** Fields that JSON calls otherwise. */
export const RENAMED = {
  "admissionregistration.v1.MutatingWebhookConfiguration.Webhooks": "webhooks",
  "admissionregistration.v1.ValidatingWebhookConfiguration.Webhooks": "webhooks",
  "admissionregistration.v1.Validation.Expression": "expression",
  "admissionregistration.v1.Variable.Expression": "expression",
  "admissionregistration.v1.Variable.Name": "name",
  "apiextensions.v1.JSONSchemaProps.ref": "$ref",
  "apiextensions.v1.JSONSchemaProps.schema": "$schema",
  "apiextensions.v1.JSONSchemaProps.xKubernetesEmbeddedResource": "x-kubernetes-embedded-resource",
  "apiextensions.v1.JSONSchemaProps.xKubernetesIntOrString": "x-kubernetes-int-or-string",
  "apiextensions.v1.JSONSchemaProps.xKubernetesListMapKeys": "x-kubernetes-list-map-keys",
  "apiextensions.v1.JSONSchemaProps.xKubernetesListType": "x-kubernetes-list-type",
  "apiextensions.v1.JSONSchemaProps.xKubernetesMapType": "x-kubernetes-map-type",
  "apiextensions.v1.JSONSchemaProps.xKubernetesPreserveUnknownFields": "x-kubernetes-preserve-unknown-fields",
  "apiextensions.v1.JSONSchemaProps.xKubernetesValidations": "x-kubernetes-validations",
  "authentication.v1.BoundObjectReference.uID": "uid",
  "networking.v1.IngressClassParametersReference.aPIGroup": "apiGroup",
};

/** Fields that need not be given and that Go writes all the same when they are empty: `spec.serviceName: ""`. */
export const ALWAYS_WRITTEN = new Set([
  "apps.v1.StatefulSetOrdinals.start",
  "apps.v1.StatefulSetSpec.serviceName",
  "apps.v1.StatefulSetStatus.availableReplicas",
  "core.v1.Event.reportingComponent",
  "core.v1.Event.reportingInstance",
  "core.v1.NodeRuntimeHandler.name",
  "flowcontrol.v1.FlowSchemaSpec.matchingPrecedence",
  "flowcontrol.v1.QueuingConfiguration.handSize",
  "flowcontrol.v1.QueuingConfiguration.queueLengthLimit",
  "flowcontrol.v1.QueuingConfiguration.queues",
]);

/** Kinds that the JavaScript client has no model of; their JSON has the names of their protobuf. */
const WITHOUT_MODEL = {
  v1: "core.v1.List",
  "meta.k8s.io/v1": "meta.v1.PartialObjectMetadata meta.v1.PartialObjectMetadataList",
  "metrics.k8s.io/v1beta1":
    "metrics.v1beta1.NodeMetrics metrics.v1beta1.NodeMetricsList metrics.v1beta1.PodMetrics metrics.v1beta1.PodMetricsList",
};
/** Kinds that every version of every group has. */
const OPTIONS =
  "meta.v1.CreateOptions meta.v1.DeleteOptions meta.v1.GetOptions meta.v1.ListOptions meta.v1.PatchOptions meta.v1.UpdateOptions";
const PARTS_WITHOUT_MODEL = "apiextensions.v1.CustomResourceSubresourceStatus metrics.v1beta1.ContainerMetrics";
const asWritten = new Set([...Object.values(WITHOUT_MODEL), OPTIONS, PARTS_WITHOUT_MODEL].join(" ").split(" "));

const SCALARS = {
  bool: "boolean",
  bytes: "byte",
  double: "double",
  int32: "int32",
  int64: "int64",
  string: "string",
};

/** The fields of a type as fields.json has them, by the name that the facts have for the type. */
export function readModels(folder) {
  const { types } = JSON.parse(readFileSync(join(folder, "fields.json"), "utf8"));
  const aliases = new Map(Object.entries(packages).map(([alias, { package: name }]) => [name, alias]));
  const factName = (name) => name.replace(/^(.*)\.(\w+)$/, (_, of, type) => `${aliases.get(of)}.${type}`);
  return new Map(types.map(([name, fields, apiVersion]) => [factName(name), { fields, apiVersion }]));
}

/** The fields of a message in the order of Go's struct. */
export function parseFacts(name) {
  if (facts[name] === undefined) throw new Error(`protobuf-facts.json has no message ${name}`);
  return facts[name]
    .split(", ")
    .filter((text) => text !== "")
    .map((text) => {
      const [number, field, type] = text.split(" ");
      return { number, field, path: `${name}.${field}`, type };
    });
}

/** Collects messages as they are referred to; the first kinds come first. */
class Table {
  messages = [];
  indexes = new Map();

  constructor(models) {
    this.models = models;
  }

  /** @param embedder the model that a message without one of its own is part of */
  indexOf(name, embedder) {
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    const index = this.messages.push(undefined) - 1;
    this.indexes.set(name, index);
    this.messages[index] = this.messageText(name, this.models.get(name) ?? embedder);
    return index;
  }

  messageText(name, model) {
    const form = FORMS[name];
    if (form === undefined && model === undefined && !asWritten.has(name))
      throw new Error(`${name} is neither a type of the JavaScript client nor known to build-protobuf.mjs`);
    const byNumber = parseFacts(name).sort((left, right) => left.number - right.number);
    const fields = byNumber.map((field) => this.fieldText(field, form, model));
    if (form === undefined && model !== undefined) checkComplete(name, fields, model, this);
    return `${form ?? ""};${fields.join(",")}`;
  }

  /** `1name string`, with `!` behind a name that is written even when empty; without a name where the message is embedded. */
  fieldText({ number, field, path, type }, form, model) {
    if (INLINE.has(path)) return `${number} #${this.indexOf(type.replace("*", ""), model)}`;
    if (form !== undefined) return `${number}${field} ${form === "raw" ? "json" : this.typeText(type)}`;
    const jsonName = RENAMED[path] ?? field;
    const modelled = model?.fields[jsonName]?.split(" ")[0];
    if (model !== undefined && modelled === undefined)
      throw new Error(`${path} is no field in JSON: is it renamed or embedded?`);
    checkScalar(path, type, modelled);
    const keeps = type.startsWith("*") || modelled?.endsWith("!") || ALWAYS_WRITTEN.has(path);
    const hasZero = SCALARS[type.replace("*", "")] !== undefined;
    return `${number}${jsonName}${keeps && hasZero ? "!" : ""} ${this.typeText(type)}`;
  }

  typeText(type) {
    const [, shape, item] = /^(\*|\[\]|\{\})?(.*)$/.exec(type);
    const text = SCALARS[item] === undefined ? `#${this.indexOf(item)}` : item;
    return shape === "*" || shape === undefined ? text : shape + text;
  }
}

function checkScalar(path, type, modelled) {
  const item = SCALARS[type.replace(/^(\*|\[\]|\{\})/, "")];
  const inJson = modelled?.replace(/^(\[\]|\{\})/, "").replace(/!$/, "");
  if (item !== undefined && inJson !== undefined && item !== inJson)
    throw new Error(`${path} is ${type} in protobuf and ${modelled} in JSON`);
}

/** Every field of the JSON form must come from somewhere. */
function checkComplete(name, fields, model, table) {
  if (table.models.get(name) !== model) return; // An embedded part has only some of the fields.
  const missing = new Set(Object.keys(model.fields).filter((field) => field !== "kind" && field !== "apiVersion"));
  const strike = (texts) => {
    for (const text of texts) {
      const [, field, index] = /^\d+([^ !]*)!? (?:#(\d+)$)?/.exec(text);
      if (field === "") strike(table.messages[index].split(";")[1].split(","));
      missing.delete(field);
    }
  };
  strike(fields);
  if (missing.size > 0) throw new Error(`${name} has no protobuf field for ${[...missing].join(", ")}`);
}

const lastPart = (name) => name.replace(/^.*\./, "");

/** A kind carries its kind and version outside of its protobuf fields, unlike a reference to an object. */
export function isKind(name, { apiVersion }) {
  return apiVersion !== "" && !parseFacts(name).some(({ field }) => field === "kind");
}

/** Reads fields.json in the folder and writes protobuf.json beside it. */
export function buildProtobuf(folder) {
  const models = readModels(folder);
  const table = new Table(models);
  const kinds = {};
  const add = (apiVersion, name) => {
    kinds[apiVersion] ??= {};
    kinds[apiVersion][lastPart(name)] = table.indexOf(name);
  };
  for (const [name, model] of models) if (isKind(name, model)) add(model.apiVersion, name);
  for (const [apiVersion, names] of Object.entries(WITHOUT_MODEL))
    for (const name of names.split(" ")) add(apiVersion, name);
  add("v1", "meta.v1.Status");
  const options = Object.fromEntries(OPTIONS.split(" ").map((name) => [lastPart(name), table.indexOf(name)]));
  writeFileSync(join(folder, "protobuf.json"), JSON.stringify({ messages: table.messages, kinds, options }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildProtobuf(process.argv[2] ?? join(root, "dist/schema"));
