// Amounts of resources, as `500m`, `1Gi`, `1e3`: exact arithmetic, and the canonical text that Kubernetes prints.

export interface Quantity {
  /** In billionths: Kubernetes knows nothing finer, and rounds up. */
  readonly nano: bigint;
  readonly format: "DecimalSI" | "BinarySI" | "DecimalExponent";
}

const NANO = 1_000_000_000n;
export const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
export const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/** What Kubernetes says of a text that is no quantity. */
export const QUANTITY_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_SUFFIX_ERROR = "unable to parse quantity's suffix";

/** undefined where the text is no quantity; `quantityError` says why. */
export function parseQuantity(text: string): Quantity | undefined {
  const [, sign, digits, suffix = ""] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const [whole = "", fraction = ""] = digits.split(".");
  const { power, format, base } = scaleOf(suffix);
  const numerator = BigInt(`${whole}${fraction}` || "0") * NANO * (power > 0 ? base ** BigInt(power) : 1n);
  const denominator = 10n ** BigInt(fraction.length) * (power < 0 ? base ** BigInt(-power) : 1n);
  const rounded = (numerator + denominator - 1n) / denominator;
  return { nano: sign === "-" ? -rounded : rounded, format };
}

export function quantityError(text: string): string | undefined {
  if (parseQuantity(text) !== undefined) return undefined;
  return /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/.test(text) && /^[+-]?(\d+\.?\d*|\.\d+)/.test(text)
    ? QUANTITY_SUFFIX_ERROR
    : QUANTITY_ERROR;
}

function scaleOf(suffix: string): { power: number; format: Quantity["format"]; base: bigint } {
  if (/^[eE][+-]?\d/.test(suffix)) return { power: Number(suffix.slice(1)), format: "DecimalExponent", base: 10n };
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary > 0) return { power: 10 * binary, format: "BinarySI", base: 2n };
  return { power: 3 * (DECIMAL_SUFFIXES.indexOf(suffix) - 3), format: "DecimalSI", base: 10n };
}

/** The canonical text: no fraction, the largest suffix that leaves a whole number. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return "0";
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  // Small and fractional amounts print in decimal, so that nothing is lost.
  if (format === "BinarySI" && !small && nano % NANO === 0n) return formatBinary(nano / NANO);
  return formatDecimal(nano, format === "DecimalExponent");
}

function formatBinary(value: bigint): string {
  let power = 0;
  let rest = value;
  while (rest % 1024n === 0n && power < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    power++;
  }
  return `${rest}${BINARY_SUFFIXES[power]}`;
}

function formatDecimal(nano: bigint, exponential: boolean): string {
  let index = 0;
  let rest = nano;
  while (rest % 1000n === 0n && index < DECIMAL_SUFFIXES.length - 1) {
    rest /= 1000n;
    index++;
  }
  if (!exponential) return `${rest}${DECIMAL_SUFFIXES[index]}`;
  return index === 3 ? String(rest) : `${rest}e${3 * (index - 3)}`;
}

/** Negative, zero or positive, as `a - b`. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The sum, in the format of the first that is not zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Whole units, rounded up: bytes, or how many. */
export function quantityValue({ nano }: Quantity): number {
  return Number(nano >= 0n ? (nano + NANO - 1n) / NANO : nano / NANO);
}

/** Thousandths, rounded up: millicores. */
export function quantityMilliValue({ nano }: Quantity): number {
  const milli = NANO / 1000n;
  return Number(nano >= 0n ? (nano + milli - 1n) / milli : nano / milli);
}

export const ZERO_QUANTITY: Quantity = { nano: 0n, format: "DecimalSI" };

/** Zero where there is no amount, or none that can be read. */
export function quantityOf(text: string | undefined): Quantity {
  return parseQuantity(String(text ?? "0")) ?? ZERO_QUANTITY;
}

/** What a suffix multiplies by, for those who need no exactness. */
export const SUFFIX_FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
