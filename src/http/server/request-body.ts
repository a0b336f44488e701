// The body of a request: read whole, but not endlessly, and decoded from JSON, YAML or protobuf.

import type { IncomingMessage } from "node:http";
import { jsonFault } from "../../api/json-fault.ts";
import { ApiError, badRequest, failure } from "../../api/status.ts";
import { decodeProtobuf, ProtobufError, type ProtobufTable } from "../protobuf/decode.ts";
import { checkShape } from "./body-shape.ts";

/** As kube-apiserver limits it. */
export const bodyLimit = 3 * 1024 * 1024;

export interface Decoders {
  /** @throws Error where the text is no YAML. */
  parseYaml(text: string): unknown;
  protobuf(): ProtobufTable;
}

/** Rejects with ApiError where it is too large, which leaves the rest unread; with Error when the client hangs up before the end. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > bodyLimit) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= bodyLimit) return;
      request.off("data", take).pause();
      reject(tooLarge());
    };
    request.on("data", take);
    request.once("end", () => resolve(Buffer.concat(chunks, size)));
    request.once("close", () => reject(new Error("the client hung up")));
  });
}

function tooLarge(): ApiError {
  const message = `Request entity too large: limit is ${bodyLimit}`;
  return new ApiError(failure(413, "RequestEntityTooLarge", message, {}));
}

/** The object that the body holds; undefined for an empty one. What is no known form is left to the API server to refuse. */
export function decodeBody(body: Buffer, contentType: string | undefined, decoders: Decoders): unknown {
  const value = decode(body, contentType, decoders);
  checkShape(value);
  return value;
}

function decode(body: Buffer, contentType: string | undefined, decoders: Decoders): unknown {
  if (body.length === 0) return undefined;
  const type = mediaType(contentType ?? "");
  if (type === "application/vnd.kubernetes.protobuf") return fromProtobuf(body, decoders);
  const text = body.toString("utf8");
  if (type === "application/yaml" || type === "application/apply-patch+yaml") return fromYaml(text, decoders);
  if (type === "" || type === "*/*" || type === "application/json" || type.endsWith("+json"))
    return fromJson(text, type);
  return text;
}

/** Without its parameters, in lower case. */
function mediaType(header: string): string {
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}

function fromJson(text: string, type: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = jsonFault(text) ?? messageOf(error);
    throw new ApiError(badRequest(`${FAILED[type] ?? ""}${fault}`));
  }
}

/** What stands before the decoder's own words, where kube-apiserver has something to say. */
const FAILED: Readonly<Record<string, string>> = {
  "application/json-patch+json": "error decoding patch: ",
  "application/merge-patch+json": "error decoding patch: ",
  "application/json": "the object provided is unrecognized: couldn't get version/kind; json parse error: ",
};

function fromYaml(text: string, { parseYaml }: Decoders): unknown {
  // Server-side apply sends JSON under the name of YAML.
  if (text.trimStart().startsWith("{")) {
    try {
      return JSON.parse(text);
    } catch (error) {
      // A flow mapping of YAML begins that way too.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new ApiError(badRequest(`the body of the request is no YAML: ${messageOf(error)}`));
  }
}

function fromProtobuf(body: Buffer, { protobuf }: Decoders): unknown {
  try {
    return decodeProtobuf(body, protobuf());
  } catch (error) {
    if (error instanceof ProtobufError) throw new ApiError(badRequest(error.message));
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
