// The token by which a list in pieces goes on: opaque to clients, and of the form that Kubernetes gives it.

import { ApiError, badRequest, expired } from "../../api/status.ts";
import { base64UrlOfBytes, bytesOfBase64Url } from "../../bytes/base64.ts";
import { bytesOfText, textOfBytes } from "../../bytes/bytes.ts";

export interface Continuation {
  /** The revision of the first piece; negative for the newest, after the first piece has been forgotten. */
  readonly revision: number;
  /** The key that the next piece begins with, or comes before it. */
  readonly start: string;
}

const VERSION = "meta.k8s.io/v1";
const NEWEST = -1;

/** @param key of the last object that has been shown, below the prefix of the list. */
export function continueToken(revision: number, key: string): string {
  return encode({ revision, start: `${key}\0` });
}

function encode({ revision, start }: Continuation): string {
  return base64UrlOfBytes(bytesOfText(JSON.stringify({ v: VERSION, rv: revision, start })));
}

export function parseContinueToken(token: string): Continuation {
  const { v, rv, start } = JSON.parse(decoded(token)) as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== VERSION) throw invalid(`server does not recognize this encoded version ${JSON.stringify(v ?? "")}`);
  if (typeof rv !== "number" || rv === 0)
    throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  if (typeof start !== "string" || start === "") throw invalid("encoded start key empty (version meta.k8s.io/v1)");
  if (`/${start}`.split("/").includes("..")) throw invalid(start);
  return { revision: rv, start };
}

/** The JSON text inside. */
function decoded(token: string): string {
  const bytes = bytesOfBase64Url(token);
  if (bytes === undefined) {
    const wrong = [...token].findIndex((character) => !/[\w-]/.test(character));
    throw invalid(`illegal base64 data at input byte ${wrong >= 0 ? wrong : token.length - 1}`);
  }
  const text = textOfBytes(bytes);
  if (!isRecord(text)) throw invalid(`invalid character '${text[0] ?? ""}' looking for beginning of value`);
  return text;
}

function isRecord(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function invalid(why: string): ApiError {
  return new ApiError(badRequest(`invalid continue token: continue key is not valid: ${why}`));
}

const TOO_OLD = "The provided continue parameter is too old to display a consistent list result.";
const WAYS_OUT =
  "You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** The first piece has been forgotten; the token in the answer goes on with the newest state. */
export function expiredContinuation({ start }: Continuation): ApiError {
  const status = expired(`${TOO_OLD} ${WAYS_OUT}`);
  // Only here does a Status carry list metadata.
  const metadata = { continue: encode({ revision: NEWEST, start }) } as unknown as typeof status.metadata;
  return new ApiError({ ...status, metadata });
}
