// Writes fields.json and descriptions.json (to dist/schema, unless told otherwise): the types of the API, for validation, merging and explain.
// Names, types and descriptions come from the models of the JavaScript client; what those leave out is in schema-facts.json, and the
// descriptions of fields with a type of their own are in the package kubernetes-models.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelTexts, valueTexts } from "./model-texts.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const models = join(root, "node_modules/@kubernetes/client-node/dist/gen/models");
const facts = JSON.parse(readFileSync(join(root, "scripts/schema-facts.json"), "utf8"));

/** Scalars and free-form types that have no fields of their own. */
const SCALARS = {
  "api.resource.Quantity": "quantity",
  "meta.v1.FieldsV1": "any",
  "meta.v1.MicroTime": "microTime",
  "meta.v1.Patch": "any",
  "meta.v1.Time": "time",
  "runtime.RawExtension": "any",
  "util.intstr.IntOrString": "intOrString",
  "apiextensions.v1.JSON": "any",
  "apiextensions.v1.JSONSchemaPropsOrArray": "any",
  "apiextensions.v1.JSONSchemaPropsOrBool": "any",
  "apiextensions.v1.JSONSchemaPropsOrStringArray": "any",
  "apiextensions.v1.CustomResourceSubresourceStatus": "any",
};

const typeNames = Object.entries(facts.packages).flatMap(([alias, { types }]) =>
  types.split(" ").map((type) => `${alias}.${type}`),
);
const structNames = typeNames.filter(
  (name) => SCALARS[name.replace(/^resource\./, "api.resource.")] === undefined && modelOf(name) !== undefined,
);
const indexOfType = new Map(structNames.map((name, index) => [name, index]));
const typeOfModel = new Map(structNames.map((name) => [modelOf(name), name]));

/** `core.v1.Event` is `CoreV1Event` where the plain `V1Event` would be ambiguous. */
function modelOf(name) {
  const [group, version, type] = name.split(".");
  if (type === undefined) return undefined;
  const plain = `${version[0].toUpperCase()}${version.slice(1)}${type}`;
  const qualified = `${group[0].toUpperCase()}${group.slice(1)}${plain}`;
  return [qualified, plain].find((model) => existsSync(join(models, `${model}.js`)));
}

function attributesOf(model) {
  const source = readFileSync(join(models, `${model}.js`), "utf8");
  const json = /attributeTypeMap = (\[[\s\S]*?\n?\]);/.exec(source)?.[1];
  if (json === undefined) throw new Error(`${model}.js has no attributeTypeMap`);
  return JSON.parse(json);
}

/** The JSDoc of the class and of its fields, and which fields are required. */
function documentationOf(model) {
  const source = readFileSync(join(models, `${model}.d.ts`), "utf8");
  const about = /\/\*\*\n((?:\*.*\n)*)\*\/\nexport declare class/.exec(source)?.[1] ?? "";
  const fields = {};
  const required = new Set();
  for (const [, comment = "", name, optional] of source.matchAll(
    / {4}(?:\/\*\*\n((?: {4}\*(?!\/).*\n)*) {4}\*\/\n {4})?'([^']+)'(\??):/g,
  )) {
    fields[name] = proseOf(comment);
    if (optional === "") required.add(name);
  }
  return { about: proseOf(about), fields, required };
}

// The models have each line break as a blank: an empty line is a double blank, a list item begins after one.
function proseOf(comment) {
  const text = comment.replace(/^ *\* ?/gm, "").trim();
  return text
    .replace(/ {2}(Possible enum values:)/, "\n\n$1")
    .replace(/ {2}- `/g, "\n - `")
    .replace(/([.:)`]) {2}(?=[A-Z{<])/g, "$1\n\n")
    .replace(/\\(['"\\])/g, "$1")
    .replace(/\*_\//g, "*/")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

const CONVENTIONS = "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";

/** The models leave out the texts of fields that have a type of their own; these three are the same nearly everywhere. */
function usualText(field) {
  if (field === "metadata") return `Standard object's metadata. More info: ${CONVENTIONS}#metadata`;
  if (field === "spec") return `Specification of the desired behavior. More info: ${CONVENTIONS}#spec-and-status`;
  if (field === "status") return `Most recently observed status. More info: ${CONVENTIONS}#spec-and-status`;
  return "";
}

function typeText(type, format, path) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return `[]${typeText(list[1], format, path)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return `{}${typeText(map[1], format, path)}`;
  if (quantities.has(path)) return "quantity";
  switch (type) {
    case "string":
      return format === "byte" ? "byte" : "string";
    case "number":
      return format || "double";
    case "boolean":
    case "any":
      return type;
    case "object":
      return "any";
    case "Date":
      return "time";
    case "V1MicroTime":
      return "microTime";
    case "IntOrString":
      return "intOrString";
    default: {
      const name = typeOfModel.get(type);
      if (name === undefined) throw new Error(`${path} has the type ${type}, which schema-facts.json does not list`);
      return `#${indexOfType.get(name)}`;
    }
  }
}

const quantities = new Set(facts.quantities.split(" "));
const atomic = new Set(facts.atomic.split(" "));
const rules = new Map(
  Object.entries(facts.lists).flatMap(([rule, paths]) => paths.split(" ").map((path) => [path, rule])),
);
const enums = new Map(
  Object.entries(facts.enums).flatMap(([values, paths]) => paths.split(" ").map((path) => [path, values])),
);
const enumTexts = [...new Set(enums.values())];

/** Writes both files into the folder. */
export function buildSchema(folder) {
  const types = [];
  const descriptions = {};
  const values = valueTexts(join(root, "node_modules"));
  const valueAbouts = new Set(Object.values(values).map(([about]) => about));
  // The models tell the text of a value's type where its field has none.
  const own = (text = "") => (valueAbouts.has(text) ? "" : text);
  for (const name of structNames) {
    const model = modelOf(name);
    const { about, fields: texts, required } = documentationOf(model);
    const fields = {};
    for (const { name: attribute, baseName, type, format } of attributesOf(model)) {
      const path = `${name}.${baseName}`;
      const words = [typeText(type, format, path) + (required.has(attribute) ? "!" : "")];
      if (rules.has(path)) words.push(rules.get(path));
      if (enums.has(path)) words.push(`enum=${enumTexts.indexOf(enums.get(path))}`);
      fields[baseName] = words.join(" ");
      if (attribute !== baseName) texts[baseName] = texts[attribute];
    }
    const [group, version, type] = name.split(".");
    const { package: goPackage, apiVersion } = facts.packages[`${group}.${version}`];
    const isKind = apiVersion !== "" && fields.kind !== undefined && fields.apiVersion !== undefined;
    types.push([`${goPackage}.${type}`, fields, isKind ? apiVersion : "", atomic.has(name) ? 1 : 0]);
    const exact = modelTexts(join(root, "node_modules"), apiVersion, type);
    const textOf = (field) =>
      exact?.fields[field] ?? (exact === undefined ? texts[field] || usualText(field) : own(texts[field]));
    descriptions[`${goPackage}.${type}`] = [
      exact?.about || about,
      Object.fromEntries(Object.keys(fields).map((field) => [field, textOf(field)])),
    ];
  }
  Object.assign(descriptions, values);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "fields.json"), JSON.stringify({ types, enums: enumTexts }));
  writeFileSync(join(folder, "descriptions.json"), JSON.stringify(descriptions));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildSchema(join(root, "dist/schema"));
