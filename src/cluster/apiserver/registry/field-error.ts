// Stands for apimachinery's field errors: one violated rule, and how it is worded.

import * as equality from "../../../api/equality.ts";
import { goQuote } from "../../../api/go-values.ts";
import { goText, isGoText } from "./go-syntax.ts";
import type { FieldError } from "./kind.ts";

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { type: "Invalid", field, value, detail };
}

/** One error for each message about the same value. */
export function invalidEach(field: string, value: unknown, messages: readonly string[]): FieldError[] {
  return messages.map((message) => invalid(field, value, message));
}

export function required(field: string, detail = ""): FieldError {
  return { type: "Required", field, detail };
}

export function forbidden(field: string, detail: string): FieldError {
  return { type: "Forbidden", field, detail };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  return { type: "NotSupported", field, value, detail: `supported values: ${supported.map(goQuote).join(", ")}` };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { type: "Duplicate", field, value, detail: "" };
}

export function notFoundValue(field: string, value: unknown, detail = ""): FieldError {
  return { type: "NotFound", field, value, detail };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { type: "TooLong", field, detail: `may not be more than ${maxBytes} ${maxBytes === 1 ? "byte" : "bytes"}` };
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return { type: "TooMany", field, value: actual, detail: `must have at most ${max} ${max === 1 ? "item" : "items"}` };
}

export function nonNegative(field: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NOT_NEGATIVE)] : [];
}

export const NOT_NEGATIVE = "must be greater than or equal to 0";
const IMMUTABLE = "field is immutable";

/** What the value of an immutable field may be printed as: itself, or the Go text that `print` makes. */
export function immutable(field: string, next: unknown, previous: unknown, print?: () => string): FieldError[] {
  if (deepEqual(next, previous)) return [];
  return [invalid(field, print === undefined ? next : goText(print()), IMMUTABLE)];
}

const TYPE_TEXTS: Readonly<Record<FieldError["type"], string>> = {
  Invalid: "Invalid value",
  Required: "Required value",
  NotSupported: "Unsupported value",
  Forbidden: "Forbidden",
  Duplicate: "Duplicate value",
  NotFound: "Not found",
  TooLong: "Too long",
  TooMany: "Too many",
  TypeInvalid: "Invalid value",
  Internal: "Internal error",
};

// These speak of a field, not of its value.
const WITHOUT_VALUE: ReadonlySet<FieldError["type"]> = new Set(["Required", "Forbidden", "TooLong", "Internal"]);

/** `Invalid value: -1: must be …`: the message of a cause. */
export function fieldErrorBody(error: FieldError): string {
  const head = TYPE_TEXTS[error.type];
  const isPlain = WITHOUT_VALUE.has(error.type) || (error.type === "TypeInvalid" && error.value === undefined);
  const text = isPlain ? head : `${head}: ${valueText(error.value)}`;
  return error.detail === "" ? text : `${text}: ${error.detail}`;
}

/** `spec.replicas: Invalid value: -1: must be …`: the line of an error. */
export function formatFieldError(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

function valueText(value: unknown): string {
  if (isGoText(value)) return value.goText;
  if (typeof value === "string") return goQuote(value);
  if (value === undefined || value === null) return '"null"';
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Kubernetes' semantic equality: absent and empty collections are the same. */
export function deepEqual(a: unknown, b: unknown): boolean {
  return equality.deepEqual(a, b, isEmpty);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && value.length === 0;
}
