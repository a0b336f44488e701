// OpenAPI v2 in protobuf: the only form in which Go clients ask for it.

import { DOCUMENT, writeMessage } from "./openapi-form.ts";
import { WireWriter } from "./wire-writer.ts";

const ASKED = /^application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf$/;
export const OPENAPI_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

export function wantsOpenApiProtobuf(accept: string): boolean {
  return accept.split(",").some((each) => ASKED.test((each.split(";")[0] ?? "").trim()));
}

export function isOpenApiVersion2(body: unknown): body is object {
  return typeof body === "object" && body !== null && "swagger" in body;
}

const written = new WeakMap<object, Buffer>();

/** A document is large, and stays the same for a long time. */
export function encodeOpenApi(document: object): Buffer {
  const known = written.get(document);
  if (known !== undefined) return known;
  const wire = new WireWriter();
  writeMessage(wire, DOCUMENT, document);
  const bytes = wire.finish();
  written.set(document, bytes);
  return bytes;
}
