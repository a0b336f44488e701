// Stands for Go's fmt: how `%v`, `%#v` and `%q` print texts, numbers and what else JSON and YAML hold.
// Promises the same text wherever kubectl or a server shows a value that has no type of its own.

const ANY_MAP = "map[string]interface {}";
const ODD_MAP = "map[interface {}]interface {}";

/** As `%v`: `map[a:1 b:2]`, `[x y]`, `<nil>`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value === "number") return goNumber(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  return `map[${sortedEntries(value)
    .map(([key, each]) => `${key}:${goValue(each)}`)
    .join(" ")}]`;
}

/** As `%#v`: `map[string]interface {}{"a":"b"}`. A Map is one whose keys may be of any type, as `mapType` says that all are. */
export function goSyntax(value: unknown, mapType = ANY_MAP): string {
  return value === null || value === undefined ? "<nil>" : nested(value, mapType);
}

function nested(value: unknown, mapType: string): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (typeof value === "string") return goQuote(value);
  if (typeof value !== "object") return goValue(value);
  const inner = (each: unknown) => nested(each, mapType);
  if (Array.isArray(value)) return `[]interface {}{${value.map(inner).join(", ")}}`;
  const entries = value instanceof Map ? sortedOdd(value) : sortedEntries(value);
  const texts = entries.map(([key, each]) => `${inner(key)}:${inner(each)}`);
  return `${value instanceof Map ? ODD_MAP : mapType}{${texts.join(", ")}}`;
}

/** As `%#v` of what Go's YAML library reads, to which every map is one with keys of any type. */
export function goYamlSyntax(value: unknown): string {
  return goSyntax(value, ODD_MAP);
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

// Go sorts keys of several types by where the types are in memory.
function sortedOdd(map: ReadonlyMap<unknown, unknown>): [unknown, unknown][] {
  const rank = (key: unknown) => ["string", "boolean", "number", "bigint"].indexOf(typeof key);
  return [...map].sort(([a], [b]) => rank(a) - rank(b) || (String(a) < String(b) ? -1 : 1));
}

const SMALLEST_INTEGER = -(2 ** 63);
const INTEGERS_END = 2 ** 64;

/** As `%v` of the number that Go's decoders make of it: an integer where 64 bits hold it, else a float. */
export function goNumber(value: number): string {
  const isInteger = Number.isInteger(value) && value >= SMALLEST_INTEGER && value < INTEGERS_END;
  return isInteger ? String(value) : goFloat(value);
}

/** As `%v` of a float64: with an exponent below 1e-04 and from 1e+06. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-Inf" : "+Inf";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

/** As `%q`: a Go string literal. What is absent is the empty string, as everywhere in Go. */
export function goQuote(text: string | undefined): string {
  return `"${(text ?? "").replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const digits = (length: number, of = code) => of.toString(16).padStart(length, "0");
  if (code < 0x80) return `\\x${digits(2)}`;
  // A byte that is no text, as our strings carry it.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${digits(2, code - 0xdc00)}`;
  return code < 0x10000 ? `\\u${digits(4)}` : `\\U${digits(8)}`;
}
