// Decodes what has no fields: texts, numbers, instants, quantities, bytes.

import type { Scalar, StructType } from "../../../api/field-schema.ts";
import { formatQuantity, parseQuantity, quantityError } from "../../../api/quantity.ts";
import { base64Fault } from "../../../bytes/base64-fault.ts";
import { structuredCopy } from "./copy.ts";
import { DecodeError, jsonKind, mismatch } from "./error.ts";
import { names, type Path } from "./path.ts";

export function scalar(value: unknown, type: Scalar, path: Path, holder: StructType): unknown {
  switch (type) {
    case "string":
    case "boolean":
    case "int32":
    case "int64":
    case "double":
      if (isPlain(value, type)) return value;
      throw mismatch(value, { kind: "scalar", scalar: type }, path, holder);
    case "quantity":
      return quantity(value);
    case "intOrString":
      if (typeof value === "string" || isInteger(value, "int32")) return value;
      throw mismatch(value, { kind: "scalar", scalar: "int32" }, path, holder);
    case "time":
    case "microTime":
      return instant(value, type);
    case "byte":
      return base64(value, path, holder);
    case "any":
      return structuredCopy(value);
  }
}

function isPlain(value: unknown, type: "string" | "boolean" | "int32" | "int64" | "double"): boolean {
  if (type === "int32" || type === "int64") return isInteger(value, type);
  return typeof value === (type === "double" ? "number" : type);
}

function isInteger(value: unknown, type: "int32" | "int64"): boolean {
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  return type === "int64" || (value >= -(2 ** 31) && value < 2 ** 31);
}

function quantity(value: unknown): string {
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") throw new DecodeError(quantityError("x") ?? "");
  const parsed = parseQuantity(text);
  if (parsed === undefined) throw new DecodeError(quantityError(text) ?? "");
  return formatQuantity(parsed);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function instant(value: unknown, type: "time" | "microTime"): string {
  if (typeof value !== "string")
    throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type string`);
  if (!RFC3339.test(value)) {
    const layout = type === "time" ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
    throw new DecodeError(
      `parsing time ${JSON.stringify(value)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(value)} as "2006"`,
    );
  }
  if (type === "microTime" || (value.length === 20 && value.endsWith("Z"))) return value;
  return `${new Date(Date.parse(value)).toISOString().slice(0, 19)}Z`;
}

function base64(value: unknown, path: Path, holder: StructType): string {
  if (typeof value !== "string") {
    throw new DecodeError(
      `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${holder.shortName}.${names(path)} of type []uint8`,
    );
  }
  const fault = base64Fault(value);
  if (fault !== undefined) throw new DecodeError(fault);
  return value.replace(/[\r\n]/g, "");
}
