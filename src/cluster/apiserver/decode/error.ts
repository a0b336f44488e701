// What Go's JSON decoder says of a value of the wrong type.

import type { FieldType, Scalar, StructType } from "../../../api/field-schema.ts";
import { goTypeName } from "./go-types.ts";
import { lastName, names, type Path } from "./path.ts";

/** A value of the wrong type; the message is that of Go's JSON decoder. */
export class DecodeError extends Error {
  /** @param conversion what the conversion of an already parsed patch says instead. */
  constructor(
    message: string,
    readonly conversion: string = message,
  ) {
    super(message);
  }
}

export function mismatch(value: unknown, type: FieldType, path: Path, holder: StructType): DecodeError {
  const text = `json: cannot unmarshal ${jsonKind(value, type)} into Go struct field ${holder.shortName}.${names(path)} of type ${fieldType(type, goTypeName(holder.shortName, lastName(path)))}`;
  return new DecodeError(text, conversionText(value, type));
}

/** @param named what Go calls the field's type, or that of its items. */
function fieldType(type: FieldType, named: string | undefined): string {
  if (named === undefined || type.kind === "struct") return goType(type);
  return type.kind === "list" ? `[]${named}` : named;
}

function conversionText(value: unknown, type: FieldType): string {
  const from = reflectKind(value);
  switch (type.kind) {
    case "list":
      return `cannot restore slice from ${from}`;
    case "map":
      return `cannot restore map from ${from}`;
    case "struct":
      return `cannot restore struct from: ${from}`;
    case "scalar":
      return `unrecognized type: ${goType(type)}`;
  }
}

/** The kind that Go's reflection sees in a decoded value. */
function reflectKind(value: unknown): string {
  if (Array.isArray(value)) return "slice";
  switch (typeof value) {
    case "object":
      return "map";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    default:
      return "int64";
  }
}

export function jsonKind(value: unknown, wanted?: FieldType): string {
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      // Only where an integer was wanted does the number itself matter.
      return wanted?.kind === "scalar" && /^int/.test(wanted.scalar) ? `number ${value}` : "number";
    default:
      return "object";
  }
}

export function goType(type: FieldType): string {
  switch (type.kind) {
    case "list":
      return `[]${goType(type.item)}`;
    case "map":
      return `map[string]${goType(type.item)}`;
    case "struct":
      return `${type.struct.name.split(".").at(-2)}.${type.struct.shortName}`;
    case "scalar":
      return GO_SCALARS[type.scalar];
  }
}

const GO_SCALARS: Readonly<Record<Scalar, string>> = {
  string: "string",
  int32: "int32",
  int64: "int64",
  double: "float64",
  boolean: "bool",
  quantity: "resource.Quantity",
  intOrString: "intstr.IntOrString",
  time: "v1.Time",
  microTime: "v1.MicroTime",
  byte: "[]uint8",
  any: "interface {}",
};
