// Faults of the schema validator as the API tells them: one cause each, with a type by which clients can tell them apart.

import { invalid, notSupported, required, tooLong, tooMany } from "../../registry/field-error.ts";
import { untyped } from "../../registry/go-syntax.ts";
import type { FieldError } from "../../registry/kind.ts";
import type { Schema } from "../schema/schema.ts";
import type { Correlated, Fault } from "./result.ts";
import { validateValue } from "./validate-value.ts";

/** How Go prints a path that has no steps: what is told of the object as a whole. */
export const NO_PATH = "<nil>";

/** @param prefix where the value stands; empty for an object. */
export function schemaErrors(value: unknown, schema: Schema, prefix = "", before?: Correlated): FieldError[] {
  return validateValue(value, schema, "", before).faults.map((fault) => toFieldError(fault, prefix));
}

function toFieldError(fault: Fault, prefix: string): FieldError {
  const field = pathOf(fault.name, prefix);
  switch (fault.kind) {
    case "required":
      return required(field);
    case "enum":
      return { ...notSupported(field, untyped(fault.value), (fault.values ?? []).map(enumText)) };
    case "too long":
      return tooLong(field, fault.max ?? 0);
    case "too many":
      return tooMany(field, Number(fault.value), fault.max ?? 0);
    case "type":
      return { type: "TypeInvalid", field, value: fault.value, detail: fault.message };
    case "other":
      return invalid(field, fault.value === undefined ? "" : untyped(fault.value), fault.message);
  }
}

function pathOf(name: string | undefined, prefix: string): string {
  const rest = (name ?? "").replace(/^\./, "");
  if (rest === "") return prefix === "" ? NO_PATH : prefix;
  return prefix === "" ? rest : `${prefix}.${rest}`;
}

function enumText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
