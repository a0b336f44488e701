// The schema of fields, read once for the thousands of clusters of a file.

import { schemaSource } from "../../src/cli/schema-source.ts";
import type { SchemaSource } from "../../src/cluster/apiserver/server.ts";

const { fields, descriptions } = schemaSource();
const parsed = new Map<() => unknown, unknown>();
export const schema: SchemaSource = { fields: () => once(fields), descriptions: () => once(descriptions) };

function once(read: () => unknown): unknown {
  if (!parsed.has(read)) parsed.set(read, read());
  return parsed.get(read);
}
