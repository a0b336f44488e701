// The lowest layer of protobuf, written: tags, varints, lengths. Fields appear in the order of the calls.

import { LENGTH_DELIMITED } from "./wire.ts";

const VARINT = 0;
const FIXED64 = 1;

export class WireWriter {
  private readonly chunks: Uint8Array[] = [];

  text(number: number, value: string): void {
    this.bytes(number, Buffer.from(value, "utf8"));
  }

  flag(number: number, value: boolean): void {
    this.count(number, value ? 1 : 0);
  }

  /** A whole number from 0 on. */
  count(number: number, value: number): void {
    this.chunks.push(varint((number << 3) | VARINT), varint(value));
  }

  double(number: number, value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.chunks.push(varint((number << 3) | FIXED64), bytes);
  }

  message(number: number, write: (inner: WireWriter) => void): void {
    const inner = new WireWriter();
    write(inner);
    this.bytes(number, inner.finish());
  }

  finish(): Buffer {
    return Buffer.concat(this.chunks);
  }

  private bytes(number: number, value: Uint8Array): void {
    this.chunks.push(varint((number << 3) | LENGTH_DELIMITED), varint(value.length), value);
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
