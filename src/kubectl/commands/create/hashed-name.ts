// --append-hash: a name that says what a config map or secret holds, so that other contents have another name.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { sha256 } from "../../../bytes/sha256.ts";
import { boolFlag, type Flag } from "../../flags/flag.ts";
import { goJson } from "../../go-json.ts";
import type { Manifest } from "./generator.ts";

export function appendHashFlag(what: string): Flag {
  return boolFlag("append-hash", `Append a hash of the ${what} to its name.`);
}

const HASHED_FIELDS = ["kind", "type", "data", "binaryData"];

export function withHashedName(object: Manifest): Manifest {
  const metadata = object.metadata as Manifest;
  const name = String(metadata.name);
  const contents: Manifest = { name };
  for (const field of HASHED_FIELDS) if (object[field] !== undefined) contents[field] = object[field];
  if (object.kind === "Secret") contents.type ??= "";
  contents.data ??= {};
  return { ...object, metadata: { ...metadata, name: `${name}-${shortHash(goJson(contents))}` } };
}

// Letters and digits that could spell a word are written otherwise.
const REPLACED: Readonly<Record<string, string>> = { 0: "g", 1: "h", 3: "k", a: "m", e: "t" };

function shortHash(text: string): string {
  const digits = Array.from(sha256(bytesOfText(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return Array.from(digits.slice(0, 10), (digit) => REPLACED[digit] ?? digit).join("");
}
