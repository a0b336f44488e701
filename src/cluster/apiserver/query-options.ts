// The options of a request that its query carries, with the words of Kubernetes where they cannot be read.

import { type ApiRequest, queryValue, queryValues } from "../../api/request.ts";
import { ApiError, badRequest } from "../../api/status.ts";

const INT64_MAX = 9223372036854775807n;

/** A number of the query; undefined where it is not given. Throws BadRequest for what is no whole number. */
export function queryInteger({ query }: ApiRequest, name: string): number | undefined {
  const text = queryValue(query, name);
  if (text === undefined) return undefined;
  if (!/^[-+]?\d+$/.test(text)) throw unreadable("ParseInt", text, "invalid syntax");
  const value = BigInt(text.replace("+", ""));
  if (value > INT64_MAX || value < -INT64_MAX - 1n) throw unreadable("ParseInt", text, "value out of range");
  return Number(value);
}

function unreadable(parser: string, text: string, why: string): ApiError {
  return new ApiError(badRequest(parseFault(parser, text, why)));
}

/** As Go's strconv says it. */
export function parseFault(parser: string, text: string, why = "invalid syntax"): string {
  return `strconv.${parser}: parsing ${JSON.stringify(text)}: ${why}`;
}

/** True where the request shall change nothing, by its query or by the options in its body. */
export function isDryRun({ query, method, body }: ApiRequest): boolean {
  if (queryValues(query, "dryRun").includes("All")) return true;
  if (method !== "DELETE" || typeof body !== "object" || body === null) return false;
  const { dryRun } = body as { readonly dryRun?: unknown };
  return Array.isArray(dryRun) && dryRun.includes("All");
}
