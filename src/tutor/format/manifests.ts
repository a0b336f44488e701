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

const MOST_MANIFESTS = 100;

function checked(manifests: string): string {
  const documents = parseAllDocuments(manifests, { prettyErrors: false });
  const list = Array.isArray(documents) ? documents : [];
  if (list.length > MOST_MANIFESTS)
    throw new Error(`There are ${list.length} manifests here. A lesson starts with at most ${MOST_MANIFESTS}.`);
  for (const document of list) {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = manifests.slice(0, error.pos[0]).split("\n").length;
      throw new Error(`Line ${line} of these manifests is not valid YAML: ${error.message}. Check its indentation.`);
    }
    const value: unknown = document.toJS();
    if (value === null) continue;
    const { kind, apiVersion, metadata } = (typeof value === "object" ? value : {}) as Record<string, unknown>;
    if (typeof kind !== "string" || typeof apiVersion !== "string" || typeof metadata !== "object") {
      throw new Error("Each manifest needs `apiVersion`, `kind` and `metadata`. One of these has not.");
    }
  }
  return manifests;
}
