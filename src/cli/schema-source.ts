// The schema of the API, read from the installed package when it is first needed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaSource } from "../cluster/apiserver/server.ts";
import { packageDirectory } from "./places.ts";

export function schemaSource(): SchemaSource {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(packageDirectory(), "dist/schema", name), "utf8"));
  return { fields: () => read("fields.json"), descriptions: () => read("descriptions.json") };
}
