// Stands for the lowest layer of protobuf: tags, varints, lengths. Reads each byte once and copies none but texts.
// Malformed input ends in the errors of Go's generated code, which is what a real API server tells its client.

import { ProtobufError } from "./error.ts";

const VARINT = 0;
const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;
const TWO_TO_32 = 2 ** 32;

export type ScalarName = "string" | "bytes" | "bool" | "int32" | "int64" | "double";

const WIRE_TYPES: Readonly<Record<ScalarName, number>> = {
  string: LENGTH_DELIMITED,
  bytes: LENGTH_DELIMITED,
  bool: VARINT,
  int32: VARINT,
  int64: VARINT,
  double: FIXED64,
};

/** Which wire type a scalar has when it is not packed. */
export function wireTypeOf(scalar: ScalarName): number {
  return WIRE_TYPES[scalar];
}

export class WireReader {
  private readonly bytes: Buffer;
  private at = 0;
  /** Nothing is read from here on: the end of the innermost message. */
  private end: number;
  /** The two halves of the varint read last. */
  private low = 0;
  private high = 0;
  /** Of the field whose tag was read last. */
  fieldNumber = 0;
  wireType = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
  }

  /** Reads the next tag; false at the end of the message. */
  nextField(): boolean {
    if (this.at >= this.end) return false;
    this.readVarint();
    this.wireType = this.low & 7;
    this.fieldNumber = (this.low >>> 3) | (this.high << 29);
    if (this.wireType === GROUP_END) throw new ProtobufError("proto: wiretype end group for non-group");
    if (this.fieldNumber <= 0)
      throw new ProtobufError(`proto: illegal tag ${this.fieldNumber} (wire type ${this.wireType})`);
    return true;
  }

  /** Reads a length and stays within it until `leave` gets what this returned. */
  enter(): number {
    const length = this.readLength();
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.at = this.end;
    this.end = outer;
  }

  get atEnd(): boolean {
    return this.at >= this.end;
  }

  readScalar(scalar: ScalarName): string | number | boolean {
    switch (scalar) {
      case "string":
        return this.readText("utf8");
      case "bytes":
        return this.readText("base64");
      case "bool":
        this.readVarint();
        return (this.low | this.high) !== 0;
      case "int32":
        this.readVarint();
        return this.low | 0;
      case "int64":
        this.readVarint();
        return (this.high | 0) * TWO_TO_32 + (this.low >>> 0);
      case "double":
        return this.readDouble();
    }
  }

  readBytes(): Uint8Array {
    const start = this.skipBytes(this.readLength());
    return this.bytes.subarray(start, this.at);
  }

  /** Passes over the value of the field whose tag was read last. */
  skipValue(): void {
    let groups = 0;
    for (;;) {
      if (this.wireType === VARINT) this.readVarint();
      else if (this.wireType === FIXED64) this.skipBytes(8);
      else if (this.wireType === LENGTH_DELIMITED) this.skipBytes(this.readLength());
      else if (this.wireType === GROUP_START) groups += 1;
      else if (this.wireType === GROUP_END) groups -= 1;
      else if (this.wireType === FIXED32) this.skipBytes(4);
      else throw new ProtobufError(`proto: illegal wireType ${this.wireType}`);
      if (groups === 0) return;
      this.readVarint();
      this.wireType = this.low & 7;
    }
  }

  private readText(encoding: "utf8" | "base64"): string {
    const start = this.skipBytes(this.readLength());
    return this.bytes.toString(encoding, start, this.at);
  }

  private readDouble(): number {
    const value = this.bytes.readDoubleLE(this.skipBytes(8));
    if (!Number.isFinite(value)) throw new ProtobufError(`json: unsupported value: ${value}`);
    return value;
  }

  /** Returns where the skipped bytes begin. */
  private skipBytes(count: number): number {
    const start = this.at;
    if (count > this.end - start) throw new ProtobufError("unexpected EOF");
    this.at = start + count;
    return start;
  }

  private readLength(): number {
    this.readVarint();
    if (this.high < 0) throw new ProtobufError("proto: negative length found during unmarshaling");
    const length = this.high * TWO_TO_32 + (this.low >>> 0);
    if (length > this.end - this.at) throw new ProtobufError("unexpected EOF");
    return length;
  }

  private readVarint(): void {
    this.low = 0;
    this.high = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.at < this.end ? this.bytes[this.at] : undefined;
      if (byte === undefined) throw new ProtobufError("unexpected EOF");
      this.at += 1;
      const bits = byte & 127;
      if (shift < 28) this.low |= bits << shift;
      else if (shift > 28) this.high |= bits << (shift - 32);
      else {
        this.low |= bits << 28;
        this.high = bits >>> 4;
      }
      if (byte < 128) return;
    }
    throw new ProtobufError("proto: integer overflow");
  }
}
