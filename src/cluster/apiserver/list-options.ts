// What a list or a watch asks for: how much, from which version on, for how long.

import { type ApiRequest, queryFlag, queryValue } from "../../api/request.ts";
import { ApiError, badRequest, failure } from "../../api/status.ts";
import { refuseInvalidOptions } from "./invalid.ts";
import { parseFault, queryInteger } from "./query-options.ts";
import { forbidden, notSupported } from "./registry/field-error.ts";
import type { FieldError } from "./registry/kind.ts";

export interface ListOptions {
  /** "" is the newest, "0" whatever is at hand, which is the newest too. */
  readonly resourceVersion: string;
  readonly match: string;
  /** 0: no limit. */
  readonly limit: number;
  readonly continueToken: string;
  readonly timeoutSeconds: number;
  readonly allowWatchBookmarks: boolean;
  /** Whether a watch begins with what exists; undefined leaves it to the resourceVersion. */
  readonly sendInitialEvents: boolean | undefined;
}

/** Throws BadRequest or Invalid for options that are no such thing or do not go together. */
export function listOptions(request: ApiRequest, isWatch: boolean): ListOptions {
  const value = (name: string): string => queryValue(request.query, name) ?? "";
  const options = {
    resourceVersion: value("resourceVersion"),
    match: value("resourceVersionMatch"),
    limit: Math.max(0, queryInteger(request, "limit") ?? 0),
    continueToken: value("continue"),
    timeoutSeconds: queryInteger(request, "timeoutSeconds") ?? 0,
    allowWatchBookmarks: queryFlag(request.query, "allowWatchBookmarks"),
    sendInitialEvents: queryValue(request.query, INITIAL) === undefined ? undefined : queryFlag(request.query, INITIAL),
  };
  const asksInitial = options.sendInitialEvents !== undefined;
  const errors = isWatch ? watchErrors(options, asksInitial) : listErrors(options, asksInitial);
  if (errors.length > 0) refuseInvalidOptions("ListOptions", errors);
  return options;
}

const MATCH = "resourceVersionMatch";
const INITIAL = "sendInitialEvents";

function listErrors({ match, resourceVersion, continueToken }: ListOptions, asksInitial: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (match !== "") {
    if (resourceVersion === "")
      errors.push(forbidden(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
    if (continueToken !== "") errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
    if (match !== "Exact" && match !== "NotOlderThan") {
      errors.push(notSupported(MATCH, match, ["Exact", "NotOlderThan", ""]));
    }
    if (match === "Exact" && resourceVersion === "0") {
      errors.push(forbidden(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
    }
  }
  if (asksInitial) errors.push(forbidden(INITIAL, `${INITIAL} is forbidden for list`));
  return errors;
}

function watchErrors({ match, continueToken }: ListOptions, asksInitial: boolean): FieldError[] {
  const errors: FieldError[] = [];
  // As with the feature gate WatchList on: off by default in this version, but newer clients ask for it.
  if (asksInitial && match !== "NotOlderThan") {
    errors.push(forbidden(MATCH, `${INITIAL} requires setting ${MATCH} to NotOlderThan`));
  }
  if (match !== "") {
    if (!asksInitial) errors.push(forbidden(MATCH, `${MATCH} is forbidden for watch unless ${INITIAL} is provided`));
    if (match !== "NotOlderThan") errors.push(notSupported(MATCH, match, ["NotOlderThan"]));
    if (continueToken !== "") errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
  }
  return errors;
}

/** The revision that a resourceVersion names; 0 for none. */
export function parseRevision(resourceVersion: string): number {
  if (resourceVersion === "" || resourceVersion === "0") return 0;
  if (/^\d+$/.test(resourceVersion)) return Number(resourceVersion);
  const value = JSON.stringify(resourceVersion);
  const why = `resourceVersion: Invalid value: ${value}: ${parseFault("ParseUint", resourceVersion)}`;
  throw new ApiError(failure(500, "", why));
}

/** As parseRevision; a list in pieces says it otherwise. */
export function parsePageRevision(resourceVersion: string): number {
  try {
    return parseRevision(resourceVersion);
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(badRequest(`invalid resource version: ${error.message}`));
    throw error;
  }
}

/** Throws Timeout for a version that is not there yet: the real server waits a few seconds for it, in vain. */
export function refuseFuture(wanted: number, current: number, retryAfterSeconds: number): void {
  if (wanted <= current) return;
  const message = "Too large resource version";
  const causes = [{ reason: "ResourceVersionTooLarge", message }];
  const details = { causes, ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }) };
  throw new ApiError(failure(504, "Timeout", `Timeout: ${message}: ${wanted}, current: ${current}`, details));
}
