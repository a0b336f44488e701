// Numbers as Go writes them.

const LARGEST_INTEGER = 2n ** 64n;
const SMALLEST_INTEGER = -(2n ** 63n);

/** As `%v` prints a number: exponents below 1e-04 and from 1e+21. */
export function formatGoFloat(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return general(value, 21);
}

/** As the YAML library writes it: what fits into 64 bits as an integer. */
export function formatYamlFloat(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e21) {
    const integer = BigInt(String(value));
    if (integer >= SMALLEST_INTEGER && integer < LARGEST_INTEGER) return String(integer);
  }
  return formatFloat64(value);
}

/** A number as a key of JSON: with no more digits than 32 bits hold, unless it is a whole number. */
export function formatYamlKey(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return general(shortestOf32Bits(value), 6);
}

function shortestOf32Bits(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return value;
}

/** As `strconv.FormatFloat(value, 'g', -1, 64)`. */
export function formatFloat64(value: number): string {
  return general(value, 6);
}

function general(value: number, largestExponent: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value < 0 ? "-.inf" : ".inf";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < largestExponent) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
