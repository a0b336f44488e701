// Which requests kubectl proxy lets through: lists of regular expressions, separated by commas.

import { goRegExp, goRegExpFault } from "../../api/go-regexp.ts";
import { CommandError, type KubectlIo } from "../io.ts";
import { logLine } from "../klog.ts";

export interface RequestFilter {
  readonly acceptPaths: readonly RegExp[];
  readonly rejectPaths: readonly RegExp[];
  readonly acceptHosts: readonly RegExp[];
  readonly rejectMethods: readonly RegExp[];
}

/** What of a request decides. */
export interface FilteredRequest {
  readonly method: string;
  readonly path: string;
  /** As the Host header has it. */
  readonly host: string;
}

/** A refusal goes before an acceptance. */
export function isAccepted(filter: RequestFilter, { method, path, host }: FilteredRequest): boolean {
  const name = hostWithoutPort(host);
  if (matches(filter.rejectPaths, path) || matches(filter.rejectMethods, method)) return false;
  return matches(filter.acceptPaths, path) && matches(filter.acceptHosts, name);
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

// `[::1]:8001` loses its brackets with its port, and keeps them without one.
function hostWithoutPort(host: string): string {
  const [, bracketed] = /^\[([^\]]*)\]:\d*$/.exec(host) ?? [];
  if (bracketed !== undefined) return bracketed;
  const [, plain] = /^([^:]*):\d*$/.exec(host) ?? [];
  return plain ?? host;
}

/** kubectl ends with 255 where one of them is no regular expression. */
export function parsePatterns(io: KubectlIo, text: string): RegExp[] {
  if (text === "") return [];
  return text.split(",").map((pattern) => {
    const fault = goRegExpFault(pattern);
    if (fault === undefined) return goRegExp(pattern);
    throw new CommandError(`${logLine(io, "F", "proxy_server.go:83", `Error compiling re: ${fault}`)}\n`, 255);
  });
}
