// The texts of the API's types, word for word as an API server tells them: from the types in the packages below. The models of
// the JavaScript client, where all else comes from, leave out the texts of fields that have a type of their own, and what the values of
// an enumeration mean.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the texts come from. kubernetes-types is of another version of Kubernetes: only one text that never changes is from there. */
export const PACKAGES = ["kubernetes-models", "@kubernetes-models/apimachinery", "kubernetes-types"];

/** The texts of a type, and of its fields; undefined where the packages do not have it. @param folder `node_modules` */
export function modelTexts(folder, apiVersion, type) {
  const places = [
    join(folder, "kubernetes-models", apiVersion || "v1", `${type}.d.ts`),
    join(folder, "@kubernetes-models/apimachinery/apis/meta/v1", `${type}.d.ts`),
  ];
  const place = places.find((file) => existsSync(file));
  if (place === undefined) return undefined;
  const source = readFileSync(place, "utf8");
  const [, comment = "", body = ""] =
    /(?:\/\*\*\n((?: \*.*\n)*?) \*\/\n)?export interface I\w+[^{\n]* \{\n([\s\S]*?)\n\}/.exec(source) ?? [];
  const fields = {};
  for (const [, text, name] of body.matchAll(/ {4}\/\*\*\n((?: {5}\*.*\n)*?) {5}\*\/\n {4}"([^"]+)"\??:/g)) {
    fields[name] = plainText(text);
  }
  return { about: plainText(comment), fields };
}

/** What may be anything, or is one value: by the name that OpenAPI has for it, where its text stands. */
const VALUES = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "kubernetes-types/api/resource",
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "@kubernetes-models/apimachinery/apis/meta/v1/FieldsV1",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "@kubernetes-models/apimachinery/apis/meta/v1/MicroTime",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "@kubernetes-models/apimachinery/apis/meta/v1/Time",
  "io.k8s.apimachinery.pkg.runtime.RawExtension": "@kubernetes-models/apimachinery/runtime/RawExtension",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "@kubernetes-models/apimachinery/util/intstr/IntOrString",
  ...Object.fromEntries(
    [
      "CustomResourceSubresourceStatus",
      "JSON",
      "JSONSchemaPropsOrArray",
      "JSONSchemaPropsOrBool",
      "JSONSchemaPropsOrStringArray",
    ].map((name) => [
      `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.${name}`,
      `kubernetes-models/apiextensions.k8s.io/v1/${name}`,
    ]),
  ),
};

/** The texts of the types without fields, by name; of those that the packages have. */
export function valueTexts(folder) {
  const found = Object.entries(VALUES).filter(([, place]) => existsSync(join(folder, `${place}.d.ts`)));
  return Object.fromEntries(
    found.map(([name, place]) => {
      const source = readFileSync(join(folder, `${place}.d.ts`), "utf8");
      const comment = /\/\*\*\n((?: \*.*\n)*?) \*\/\nexport /.exec(source)?.[1] ?? "";
      return [name, [plainText(comment), {}]];
    }),
  );
}

/** A comment's text, without its frame of stars and what hides a star from it. */
function plainText(comment) {
  const lines = comment.replace(/\n$/, "").split("\n");
  return lines
    .map((line) => line.replace(/^ *\* ?/, ""))
    .filter((line) => line !== "@deprecated")
    .join("\n")
    .replace(/\*\\\//g, "*/")
    .replace(/\\\*/g, "*");
}
