// Manifests inside a lesson: one text of YAML documents, or a list of objects.

import { parseAllDocuments, stringify } from "yaml";
import { anything, byForm, list, mapped, type Shape, text } from "./shape.ts";

/** Always one text, its documents separated by `---`. */
export function manifestsShape(): Shape<string> {
  return byForm<string>({
    scalar: mapped(text("YAML documents"), checked),
    list: mapped(list(anything()), (objects) => checked(objects.map((one) => stringify(one)).join("---\n"))),
  });
}

function checked(manifests: string): string {
  const documents = parseAllDocuments(manifests);
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`These manifests are not valid YAML: ${error.message.split("\n")[0]}`);
    const value: unknown = document.toJS();
    if (value === null) continue;
    const { kind, apiVersion, metadata } = (typeof value === "object" ? value : {}) as Record<string, unknown>;
    if (typeof kind !== "string" || typeof apiVersion !== "string" || typeof metadata !== "object") {
      throw new Error("Each manifest needs `apiVersion`, `kind` and `metadata`. One of these has not.");
    }
  }
  return manifests;
}
