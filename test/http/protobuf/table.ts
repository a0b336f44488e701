// The table as the build makes it, from the fields that the build wrote last.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ProtobufTable, parseProtobufTable } from "../../../src/http/protobuf/table.ts";

export function builtTable(): ProtobufTable {
  return parseProtobufTable(
    JSON.parse(readFileSync(join(import.meta.dirname, "../../../dist/schema/protobuf.json"), "utf8")),
  );
}
