// Stands for the API server's protobuf serializer: what Go clients, kubectl since 1.32 among them, send in place of JSON.
// An object is wrapped: four magic bytes, then a message that holds apiVersion, kind, and the object's own message as bytes.

import { ProtobufError } from "./error.ts";
import { decodeMessage, type ReadRaw } from "./message.ts";
import type { ProtobufTable } from "./table.ts";
import { LENGTH_DELIMITED, WireReader } from "./wire.ts";

export { ProtobufError } from "./error.ts";
export type { ProtobufTable } from "./table.ts";

/** `k8s` and a zero. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

interface Wrapped {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** The object as a client that speaks JSON would have sent it. @throws ProtobufError where the bytes hold no object of the API. */
export function decodeProtobuf(bytes: Uint8Array, table: ProtobufTable): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) throw new ProtobufError("empty data");
  if (!hasMagic(bytes)) {
    const expected = `expected prefix [${MAGIC.join(" ")}]`;
    throw new ProtobufError(`provided data does not appear to be a protobuf message, ${expected}`);
  }
  if (bytes.length === MAGIC.length) throw new ProtobufError("empty body");
  return decodeObject(bytes, table, 0);
}

function hasMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

function decodeObject(bytes: Uint8Array, table: ProtobufTable, depth: number): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, raw } = unwrap(bytes.subarray(MAGIC.length));
  const message = table.kind(apiVersion, kind);
  if (message === undefined) throw new ProtobufError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  const readRaw: ReadRaw = (inner, innerDepth) => readJson(inner, table, innerDepth);
  try {
    return { kind, apiVersion, ...decodeMessage(raw, message, readRaw, depth) };
  } catch (error) {
    if (!(error instanceof ProtobufError) || depth > 0) throw error;
    const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    throw new ProtobufError(`${kind} in version "${version}" cannot be handled as a ${kind}: ${error.message}`);
  }
}

/** Reads runtime.Unknown. Its encoding and content type say nothing that Go heeds. */
function unwrap(bytes: Uint8Array): Wrapped {
  const wire = new WireReader(bytes);
  let wrapped: Wrapped = { apiVersion: "", kind: "", raw: new Uint8Array() };
  while (wire.nextField()) {
    if (wire.fieldNumber > 2) {
      wire.skipValue();
      continue;
    }
    const name = wire.fieldNumber === 1 ? "TypeMeta" : "Raw";
    if (wire.wireType !== LENGTH_DELIMITED)
      throw new ProtobufError(`proto: wrong wireType = ${wire.wireType} for field ${name}`);
    wrapped = wire.fieldNumber === 1 ? { ...wrapped, ...readTypeMeta(wire) } : { ...wrapped, raw: wire.readBytes() };
  }
  const { apiVersion, kind } = wrapped;
  const typeMeta = `runtime.TypeMeta{APIVersion:"${apiVersion}", Kind:"${kind}"}`;
  if (kind === "") throw new ProtobufError(`Object 'Kind' is missing in '${typeMeta}'`);
  if (apiVersion === "") throw new ProtobufError(`Object 'apiVersion' is missing in '${typeMeta}'`);
  return wrapped;
}

function readTypeMeta(wire: WireReader): Partial<Wrapped> {
  const outer = wire.enter();
  const texts = ["", "", ""];
  while (wire.nextField()) {
    if (wire.fieldNumber <= 2 && wire.wireType === LENGTH_DELIMITED)
      texts[wire.fieldNumber] = String(wire.readScalar("string"));
    else wire.skipValue();
  }
  wire.leave(outer);
  const [, apiVersion = "", kind = ""] = texts;
  return { apiVersion, kind };
}

/** What a RawExtension holds: JSON, or again a wrapped object. */
function readJson(bytes: Uint8Array, table: ProtobufTable, depth: number): unknown {
  if (bytes.length === 0) return undefined;
  if (hasMagic(bytes)) return decodeObject(bytes, table, depth);
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProtobufError(`json: ${error.message}`);
  }
}
