// Decodes a message into its JSON form, as Go would write what it reads there: unknown fields are passed over, a field that comes
// twice counts with its last value, and what Go's JSON leaves out is left out.

import { ProtobufError } from "./error.ts";
import { inForm } from "./forms.ts";
import type { Message, MessageField, ValueType } from "./table.ts";
import { LENGTH_DELIMITED, type ScalarName, WireReader, wireTypeOf } from "./wire.ts";

type JsonObject = Record<string, unknown>;

/** What lies in bytes that hold JSON, or an object in protobuf form. */
export type ReadRaw = (bytes: Uint8Array, depth: number) => unknown;

/** Deeper than any object of the API, and far from the end of the stack. */
const DEPTH_LIMIT = 500;

/** @param depth how many messages the bytes are within already */
export function decodeMessage(bytes: Uint8Array, message: Message, readRaw: ReadRaw, depth: number): JsonObject {
  const fields: JsonObject = {};
  new MessageDecoder(new WireReader(bytes), readRaw, depth).decodeInto(fields, message);
  return fields;
}

class MessageDecoder {
  constructor(
    private readonly wire: WireReader,
    private readonly readRaw: ReadRaw,
    private depth: number,
  ) {}

  /** Reads to the end of what the reader is within. */
  decodeInto(into: JsonObject, message: Message): void {
    this.depth += 1;
    if (this.depth > DEPTH_LIMIT) throw new ProtobufError(`the object is nested more than ${DEPTH_LIMIT} levels deep`);
    while (this.wire.nextField()) {
      const field = message.fields.get(this.wire.fieldNumber);
      if (field === undefined) this.wire.skipValue();
      else if (field.shape === "list") this.addToList(into, field);
      else if (field.shape === "map") this.addToMap(into, field);
      else if (field.name === "") this.value(field, into);
      else this.set(into, field);
    }
    this.depth -= 1;
  }

  private set(into: JsonObject, field: MessageField): void {
    const { name, type, keepsEmpty } = field;
    const value = this.value(field, into[name]);
    if (value !== undefined && (keepsEmpty || !isEmpty(value, type))) into[name] = value;
    else if (Object.hasOwn(into, name)) delete into[name];
  }

  private addToList(into: JsonObject, field: MessageField): void {
    const list = (into[field.name] ?? []) as unknown[];
    into[field.name] = list;
    const { type } = field;
    const isPacked = type.kind === "scalar" && !isText(type.scalar) && this.wire.wireType === LENGTH_DELIMITED;
    if (!isPacked) {
      list.push(this.value(field, undefined) ?? null);
      return;
    }
    const outer = this.wire.enter();
    while (!this.wire.atEnd) list.push(this.wire.readScalar(type.scalar));
    this.wire.leave(outer);
  }

  private addToMap(into: JsonObject, field: MessageField): void {
    const map = into[field.name] ?? {};
    into[field.name] = map;
    this.expect(LENGTH_DELIMITED, field);
    const outer = this.wire.enter();
    let key = "";
    let value: unknown;
    while (this.wire.nextField()) {
      if (this.wire.fieldNumber === 1) key = this.key(field);
      else if (this.wire.fieldNumber === 2) value = this.value(field, undefined);
      else this.wire.skipValue();
    }
    this.wire.leave(outer);
    // A plain assignment to `__proto__` would set no key.
    const entry = { value: value ?? emptyValue(field.type), writable: true, enumerable: true, configurable: true };
    Object.defineProperty(map, key, entry);
  }

  /** @param before what the field holds already: a message that comes in two parts is one */
  private value(field: MessageField, before: unknown): unknown {
    const { type } = field;
    if (type.kind === "scalar") {
      this.expect(wireTypeOf(type.scalar), field);
      return this.wire.readScalar(type.scalar);
    }
    this.expect(LENGTH_DELIMITED, field);
    if (type.kind === "json") return this.readRaw(this.wire.readBytes(), this.depth);
    const message = type.message();
    const fields = message.form === "" ? ((before ?? {}) as JsonObject) : {};
    const outer = this.wire.enter();
    this.decodeInto(fields, message);
    this.wire.leave(outer);
    return message.form === "" ? fields : inForm(message.form, fields);
  }

  private key(field: MessageField): string {
    this.expect(LENGTH_DELIMITED, field);
    return String(this.wire.readScalar("string"));
  }

  private expect(wireType: number, { name }: MessageField): void {
    if (this.wire.wireType === wireType) return;
    throw new ProtobufError(`proto: wrong wireType = ${this.wire.wireType} for field ${name}`);
  }
}

/** What Go's JSON leaves out of a struct, where the field says `omitempty`. */
function isEmpty(value: unknown, type: ValueType): boolean {
  return type.kind === "scalar" && (value === "" || value === 0 || value === false);
}

/** Of a map's entry that carries a key only. */
function emptyValue(type: ValueType): unknown {
  if (type.kind === "json") return null;
  if (type.kind === "scalar") return type.scalar === "bool" ? false : isText(type.scalar) ? "" : 0;
  const { form } = type.message();
  return form === "" ? {} : (inForm(form, {}) ?? null);
}

function isText(scalar: ScalarName): boolean {
  return wireTypeOf(scalar) === LENGTH_DELIMITED;
}
