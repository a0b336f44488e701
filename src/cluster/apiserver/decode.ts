// Stands for the decoder of the API server: turns a parsed body into an object of its kind, with Go's words for what does not fit.
// The result is a private copy: nothing of the body is kept.

import type { Field, FieldType, Scalar, StructType } from "../../api/field-schema.ts";
import { formatQuantity, parseQuantity, quantityError } from "../../api/quantity.ts";

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

export interface Decoded {
  readonly value: Record<string, unknown>;
  /** Paths of fields that the type does not have, sorted, as `spec.containers[0].Ports`. They are left out. */
  readonly unknownFields: readonly string[];
}

export function decodeObject(body: unknown, struct: StructType): Decoded {
  if (!isFields(body))
    throw new DecodeError(
      `json: cannot unmarshal ${jsonKind(body)} into Go value of type ${goType({ kind: "struct", struct })}`,
    );
  try {
    return decodeWith(new Decoder(Object.keys), body, struct);
  } catch (error) {
    // Clients send fields in order of their names, and the first fault is the one that is told.
    if (error instanceof DecodeError) return decodeWith(new Decoder(sortedNames), body, struct);
    throw error;
  }
}

function decodeWith(decoder: Decoder, body: Readonly<Record<string, unknown>>, struct: StructType): Decoded {
  const value = decoder.struct(body, struct, undefined);
  return { value, unknownFields: decoder.unknownFields.sort() };
}

type Names = (fields: Readonly<Record<string, unknown>>) => readonly string[];

function sortedNames(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(fields).sort();
}

/** A copy without nulls, for kinds that have no schema. */
export function copyWithoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyWithoutNulls);
  if (!isFields(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    if (each !== null && each !== undefined) out[key] = copyWithoutNulls(each);
  }
  return out;
}

/** Where a value stands: names for Go's errors, which leave out indices, and indices for ours. Linked, as it is rarely read. */
interface Path {
  readonly parent: Path | undefined;
  readonly step: string | number;
}

// Plain booleans in Go, which are not written when false.
const DROPPED_WHEN_FALSE = new Set([
  "hostNetwork",
  "hostPID",
  "hostIPC",
  "stdin",
  "stdinOnce",
  "tty",
  "readOnly",
  "paused",
  "publishNotReadyAddresses",
  "unschedulable",
]);

// An instant that Go writes as null when it is not set.
const ALWAYS_WRITTEN: Readonly<Record<string, string>> = { PodCondition: "lastProbeTime" };

class Decoder {
  readonly unknownFields: string[] = [];

  constructor(private readonly names: Names) {}

  struct(body: Readonly<Record<string, unknown>>, struct: StructType, path: Path | undefined): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    for (const name of this.names(body)) {
      const value = body[name];
      const field = struct.fields.get(name);
      if (field === undefined) {
        this.unknownFields.push(pathText({ parent: path, step: name }));
        continue;
      }
      if (value === null || value === undefined) continue;
      const decoded = this.value(value, field.type, { parent: path, step: name }, struct);
      if (!isLeftOut(name, field, decoded)) out[name] = decoded;
    }
    const always = ALWAYS_WRITTEN[struct.shortName];
    if (always !== undefined && !(always in out)) out[always] = null;
    return out;
  }

  private value(value: unknown, type: FieldType, path: Path, holder: StructType): unknown {
    switch (type.kind) {
      case "scalar":
        return scalar(value, type.scalar, path, holder);
      case "struct":
        if (!isFields(value)) throw mismatch(value, type, path, holder);
        return this.struct(value, type.struct, path);
      case "list":
        if (!Array.isArray(value)) throw mismatch(value, type, path, holder);
        return value.map((item, index) => this.item(item, type.item, { parent: path, step: index }, holder));
      case "map": {
        if (!isFields(value)) throw mismatch(value, type, path, holder);
        const out: Record<string, unknown> = {};
        for (const key of this.names(value)) {
          const item = value[key];
          if (item !== null && item !== undefined) out[key] = this.value(item, type.item, path, holder);
        }
        return out;
      }
    }
  }

  /** Go makes the zero value of a null in a list. */
  private item(item: unknown, type: FieldType, path: Path, holder: StructType): unknown {
    if (item !== null) return this.value(item, type, path, holder);
    return type.kind === "struct" ? {} : type.kind === "scalar" ? "" : null;
  }
}

function isLeftOut(name: string, field: Field, value: unknown): boolean {
  if (value === false) return DROPPED_WHEN_FALSE.has(name);
  if (field.required) return false;
  if (field.type.kind === "list") return (value as readonly unknown[]).length === 0;
  return field.type.kind === "map" && Object.keys(value as object).length === 0;
}

function scalar(value: unknown, type: Scalar, path: Path, holder: StructType): unknown {
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      throw mismatch(value, { kind: "scalar", scalar: type }, path, holder);
    case "boolean":
      if (typeof value === "boolean") return value;
      throw mismatch(value, { kind: "scalar", scalar: type }, path, holder);
    case "int32":
    case "int64":
      if (isInteger(value, type)) return value;
      throw mismatch(value, { kind: "scalar", scalar: type }, path, holder);
    case "double":
      if (typeof value === "number") return value;
      throw mismatch(value, { kind: "scalar", scalar: type }, path, holder);
    case "quantity":
      return quantity(value);
    case "intOrString":
      if (typeof value === "string" || isInteger(value, "int32")) return value;
      throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type int32`);
    case "time":
    case "microTime":
      return instant(value, type);
    case "byte":
      return base64(value, path, holder);
    case "any":
      return structuredCopy(value);
  }
}

function isInteger(value: unknown, type: "int32" | "int64"): boolean {
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  return type === "int64" || (value >= -(2 ** 31) && value < 2 ** 31);
}

function quantity(value: unknown): string {
  const text = typeof value === "number" ? String(value) : value;
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
  // Go's decoder skips line breaks, and says at which byte it stopped.
  const text = value.replace(/[\r\n]/g, "");
  const good = /^(?:[A-Za-z0-9+/]{4})*/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(good);
  if (rest === "" || /^[A-Za-z0-9+/]{2}==$|^[A-Za-z0-9+/]{3}=$/.test(rest)) return text;
  const bad = /[^A-Za-z0-9+/]/.exec(rest);
  const at = bad === null ? text.length - (text.length % 4 === 0 ? 0 : text.length % 4) : good + bad.index;
  throw new DecodeError(`illegal base64 data at input byte ${at}`);
}

function mismatch(value: unknown, type: FieldType, path: Path, holder: StructType): DecodeError {
  const text = `json: cannot unmarshal ${jsonKind(value, type)} into Go struct field ${holder.shortName}.${names(path)} of type ${goType(type)}`;
  return new DecodeError(text, conversionText(value, type));
}

function conversionText(value: unknown, type: FieldType): string {
  const from = Array.isArray(value)
    ? "slice"
    : typeof value === "object"
      ? "map"
      : typeof value === "boolean"
        ? "bool"
        : typeof value === "string"
          ? "string"
          : "int64";
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

function jsonKind(value: unknown, wanted?: FieldType): string {
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

function goType(type: FieldType): string {
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
  byte: "uint8",
  any: "interface {}",
};

function names(path: Path): string {
  return steps(path)
    .filter((each) => typeof each === "string")
    .join(".");
}

function pathText(path: Path): string {
  return steps(path)
    .map((each, index) => (typeof each === "number" ? `[${each}]` : index === 0 ? each : `.${each}`))
    .join("");
}

function steps(path: Path | undefined): (string | number)[] {
  return path === undefined ? [] : [...steps(path.parent), path.step];
}

function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isFields(value)) return value;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) out[key] = structuredCopy(value[key]);
  return out;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
