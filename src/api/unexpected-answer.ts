// Errors of servers that answer with something else than a Status: a proxy's page, plain text, nothing at all.

import { goQuote } from "./go-values.ts";
import { failure, type Status } from "./status.ts";

export interface UnexpectedAnswer {
  readonly code: number;
  readonly method: string;
  readonly path: string;
  /** undefined when it is no text. */
  readonly text: string | undefined;
}

interface Meaning {
  readonly reason: string;
  readonly message: string;
}

/** The Status that client-go makes of such an answer. */
export function statusOfAnswer(answer: UnexpectedAnswer): Status {
  const said = answer.text?.trim() ?? "unknown";
  const { reason, message } = meaningOf(answer.code, answer.method, said, answer.text !== undefined);
  const causes = [{ reason: "UnexpectedServerResponse", message: said }];
  return failure(answer.code, reason, `${message}${subjectOf(answer)}`, { causes });
}

const notAcceptable = "the server was unable to respond with a content type that the client supports";

function meaningOf(code: number, method: string, said: string, isText: boolean): Meaning {
  if (code === 403) return { reason: "Forbidden", message: said };
  if (code === 406) return { reason: "NotAcceptable", message: isText && said !== "" ? said : notAcceptable };
  if (code === 415) return { reason: "UnsupportedMediaType", message: said };
  if (code === 409)
    return { reason: method === "POST" ? "AlreadyExists" : "Conflict", message: "the server reported a conflict" };
  const known = MEANINGS[code];
  if (known !== undefined) return known;
  if (code >= 500) {
    const message = `an error on the server (${goQuote(said)}) has prevented the request from succeeding`;
    return { reason: "InternalError", message };
  }
  const message = `the server responded with the status code ${code} but did not return more information`;
  return { reason: "Unknown", message };
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { reason: "BadRequest", message: "the server rejected our request for an unknown reason" },
  401: { reason: "Unauthorized", message: "the server has asked for the client to provide credentials" },
  404: { reason: "NotFound", message: "the server could not find the requested resource" },
  405: { reason: "MethodNotAllowed", message: "the server does not allow this method on the requested resource" },
  422: { reason: "Invalid", message: "the server rejected our request due to an error in our request" },
  429: {
    reason: "TooManyRequests",
    message: "the server has received too many requests and has asked us to try again later",
  },
  503: { reason: "ServiceUnavailable", message: "the server is currently unable to handle the request" },
  504: {
    reason: "Timeout",
    message: "the server was unable to return a response in the time allotted, but may still be processing the request",
  },
};

/** ` (get pods web)`: what was asked for, where the path names a resource. */
function subjectOf({ method, path }: UnexpectedAnswer): string {
  const parts = path.split("/").filter((part) => part !== "");
  const [root, ...rest] = parts;
  if (root !== "api" && root !== "apis") return "";
  const group = root === "apis" ? (rest[0] ?? "") : "";
  const inVersion = rest.slice(root === "apis" ? 2 : 1);
  const [resource, name] = inVersion[0] === "namespaces" && inVersion.length > 2 ? inVersion.slice(2) : inVersion;
  if (resource === undefined) return "";
  const words = [
    verbOf(method),
    group === "" ? resource : `${resource}.${group}`,
    ...(name === undefined ? [] : [name]),
  ];
  return ` (${words.join(" ")})`;
}

function verbOf(method: string): string {
  return method.toLowerCase();
}
