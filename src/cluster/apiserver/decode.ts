// Stands for the decoder of the API server: turns a parsed body into an object of its kind, with Go's words for what does not fit.
// The result is a private copy: nothing of the body is kept.

import type { Field, FieldType, StructType } from "../../api/field-schema.ts";
import { isFields } from "./decode/copy.ts";
import { DecodeError, goType, jsonKind, mismatch } from "./decode/error.ts";
import { type Path, pathText } from "./decode/path.ts";
import { scalar } from "./decode/scalar.ts";

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
      // Most fields are texts, and a path is only for what does not fit.
      if (typeof value === "string" && field.type.kind === "scalar" && field.type.scalar === "string") {
        out[name] = value;
        continue;
      }
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
