// What -v=4 and above tell of the error that a command ends with.

import { AggregateFailure, ConnectionError, StatusError } from "./errors.ts";
import type { KubectlIo } from "./io.ts";
import { logInfo } from "./klog.ts";

const FIELDS = ["kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code"] as const;
const DETAILS = ["name", "group", "kind", "uid", "causes", "retryAfterSeconds"] as const;

/** @param level the number of -v. */
export function logFailure(io: KubectlIo, level: number, error: unknown): void {
  if (level < 4) return;
  if (error instanceof AggregateFailure) for (const each of error.errors) logFailure(io, level, each);
  if (error instanceof StatusError)
    logInfo(io, "helpers.go:246", `server response object: %s[${responseText(error.status)}]`);
  if (error instanceof ConnectionError && error.request !== undefined) {
    const { method, server, path, reason } = error.request;
    const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
    logInfo(io, "helpers.go:264", `Connection error: ${verb} ${server}${path}: ${reason}`);
  }
}

function responseText(status: StatusError["status"]): string {
  const { details } = status;
  const whole = { ...status, metadata: status.metadata ?? {} };
  return JSON.stringify(
    details === undefined ? picked(whole, FIELDS) : picked({ ...whole, details: picked(details, DETAILS) }, FIELDS),
    null,
    2,
  );
}

/** The fields that are there, in the order in which Go has them. */
function picked<T extends object>(value: T, fields: readonly (keyof T | string)[]): Record<string, unknown> {
  const known = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    fields.map((field) => [String(field), known[String(field)]]).filter(([, item]) => item !== undefined),
  );
}
