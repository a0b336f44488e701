// Values for fields: what people write, what they write by mistake, and what is at the limits.

import type { Field, FieldType, Scalar } from "../../../src/api/field-schema.ts";
import type { Random } from "../../../src/sim/random.ts";

const strings = [
  "a",
  "web",
  "",
  " ",
  "two words",
  "UPPER",
  "a_b",
  "a.b.c",
  "a/b",
  "example.com/a",
  "-a",
  "a-",
  "a..b",
  "x".repeat(63),
  "x".repeat(64),
  "x".repeat(254),
  "x".repeat(2000),
  "é",
  "🦄",
  "line\nbreak",
  "tab\t",
  "\u0000",
  "\u001b[31m",
  "..",
  "../x",
  "/abs",
  "/a/../b",
  "1",
  "true",
  "null",
  "10.0.0.1",
  "10.0.0.0/8",
  "10.0.0.300",
  "010.0.0.1",
  "::1",
  "2001:db8::/32",
  "nginx:1.27",
  " nginx",
  "http",
  "80",
  "50%",
  "150%",
  "a=b",
  "$(A)",
  "{{.x}}",
  "*",
  "*.example.com",
  "A_B",
  "1A",
  "linux",
  "metadata.name",
  "metadata.labels['a']",
  "spec.nope",
  "limits.cpu",
  "2026-01-05T09:00:00Z",
  "%s%d",
];

const numbers = [
  0,
  1,
  -1,
  2,
  3,
  10,
  80,
  100,
  101,
  443,
  1024,
  30000,
  32768,
  65535,
  65536,
  3600,
  604800,
  86400,
  100000,
  2147483647,
  2147483648,
  -2147483648,
  9007199254740992,
  1e19,
  1.5,
  0.1,
  "1",
  "",
  "x",
  null,
  true,
];

const quantities = [
  "1",
  "1Gi",
  "100m",
  "0",
  "-1",
  "1.5",
  "0.1m",
  "1e3",
  "1E",
  "1Ki",
  "12XB",
  "x",
  "",
  " 1",
  "1 Gi",
  ".5",
  "5.",
  "+1",
  "9223372036854775808",
  "100Ei",
  "1n",
  "0.0001",
  1,
  0.5,
  -2,
  1e30,
  null,
  "500m",
  "64Mi",
];

const times = [
  "2026-01-05T09:00:00Z",
  "2026-01-05T09:00:00.123456Z",
  "2026-01-05",
  "now",
  "",
  "2026-13-05T09:00:00Z",
  0,
  null,
];

const scalars: Readonly<Record<Scalar, readonly unknown[]>> = {
  string: strings,
  int32: numbers,
  int64: numbers,
  double: [0, 0.5, -1, 1e300, "1", null],
  boolean: [true, false, true, false, "true", "yes", 1, null],
  quantity: quantities,
  intOrString: [0, 1, -1, 80, 65536, 1.5, "http", "50%", "101%", "-1%", "", "80", "1 %", null, true],
  time: times,
  microTime: times,
  byte: ["aGk=", "", "x", "aGk", "a Gk=", 1, null, "%%%"],
  any: [{}, { a: 1 }, [], "text", 1, null],
};

const oddities: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  9007199254740992,
  1e19,
  "",
  "a",
  "é🦄",
  "\u0000",
  [],
  {},
  [null],
  [[]],
  ["a", 1],
  { a: { b: { c: [] } } },
  { "": "" },
  [{}],
  "x".repeat(300),
];

export function oddOfAnyType(random: Random): unknown {
  if (random.below(40) === 0) return nested(random.pick([5, 60, 400]));
  return structuredClone(random.pick(oddities));
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value for a field of this type: mostly one that fits the type, though not always its meaning. */
export function valueFor(name: string, field: Field, random: Random): unknown {
  if (random.below(12) === 0) return oddOfAnyType(random);
  if (field.enum !== undefined && random.below(4) > 0) {
    const choices = [...field.enum, "", "Nope", (field.enum[0] ?? "").toLowerCase()];
    const chosen = random.pick(choices);
    return field.type.kind === "list" ? [chosen, ...(random.below(3) === 0 ? [random.pick(choices)] : [])] : chosen;
  }
  return valueOfType(name, field.type, random, 0);
}

function valueOfType(name: string, type: FieldType, random: Random, depth: number): unknown {
  switch (type.kind) {
    case "scalar":
      return random.pick(scalars[type.scalar] ?? strings);
    case "list":
      return Array.from({ length: random.below(3) }, () => valueOfType(name, type.item, random, depth + 1));
    case "map": {
      const entries = Array.from({ length: random.below(3) }, () => [
        keyOf(name, random),
        valueOfType(name, type.item, random, depth + 1),
      ]);
      return Object.fromEntries(entries);
    }
    case "struct": {
      if (depth > 4) return {};
      const made: Record<string, unknown> = {};
      for (const [key, field] of type.struct.fields) {
        if (field.required ? random.below(8) > 0 : random.below(1 + type.struct.fields.size) < 2)
          made[key] =
            field.enum === undefined ? valueOfType(key, field.type, random, depth + 1) : valueFor(key, field, random);
      }
      return made;
    }
  }
}

const resourceNames = [
  "cpu",
  "memory",
  "storage",
  "pods",
  "ephemeral-storage",
  "example.com/gpu",
  "hugepages-2Mi",
  "requests.cpu",
  "count/pods",
  "nope",
];

function keyOf(name: string, random: Random): string {
  if (/limits|requests|capacity|hard|default|max|min|allocatable|overhead|podFixed|used/i.test(name))
    return random.pick(resourceNames);
  return random.pick(strings);
}
