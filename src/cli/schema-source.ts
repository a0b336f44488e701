// The schema of the API, read from the installed package when it is first needed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaSource } from "../cluster/apiserver/server.ts";
import { packageDirectory } from "./places.ts";

export function schemaSource(): SchemaSource {
  return { fields: () => readSchema("fields.json"), descriptions: () => readSchema("descriptions.json") };
}

/** The parsed `dist/schema/NAME`. */
export function readSchema(name: string): unknown {
  return JSON.parse(readFileSync(join(packageDirectory(), "dist/schema", name), "utf8"));
}
