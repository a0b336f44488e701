// The schema as a build writes it, made anew in a folder of the tests' own when no build has been.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaSource } from "../../../src/cluster/apiserver/server.ts";

const root = join(import.meta.dirname, "../../..");

function read(name: string): unknown {
  const file = join(root, "dist/schema", name);
  if (!existsSync(file)) execFileSync(process.execPath, [join(root, "scripts/build-schema.mjs")]);
  return JSON.parse(readFileSync(file, "utf8"));
}

export const builtSchema: SchemaSource = {
  fields: () => read("fields.json"),
  descriptions: () => read("descriptions.json"),
};
