// Writes protobuf by hand, right or wrong: for what no client sends.

export type Part = Uint8Array;

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

export function tag(number: number, wireType: number): Uint8Array {
  return varint((BigInt(number) << 3n) | BigInt(wireType));
}

/** A field of text, bytes, an embedded message (its parts), or a number. */
export function field(number: number, value: string | number | bigint | Uint8Array | readonly Part[]): Part {
  if (typeof value === "number" || typeof value === "bigint") return concat([tag(number, 0), varint(value)]);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : isBytes(value) ? value : concat(value);
  return concat([tag(number, 2), varint(bytes.length), bytes]);
}

function isBytes(value: Uint8Array | readonly Part[]): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function double(number: number, value: number): Part {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return concat([tag(number, 1), bytes]);
}

/** A map's entry. */
export function entry(number: number, key: string, value: string | Uint8Array | readonly Part[]): Part {
  return field(number, [field(1, key), field(2, value)]);
}

export function concat(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(parts);
}

/** As a client wraps an object. */
export function wrapped(apiVersion: string, kind: string, object: readonly Part[]): Uint8Array {
  const typeMeta = [...(apiVersion === "" ? [] : [field(1, apiVersion)]), ...(kind === "" ? [] : [field(2, kind)])];
  const unknown = [field(1, typeMeta), field(2, object), field(3, ""), field(4, "")];
  return concat([Uint8Array.from([0x6b, 0x38, 0x73, 0]), ...unknown]);
}
