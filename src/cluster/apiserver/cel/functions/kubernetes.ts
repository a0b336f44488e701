// The libraries of Kubernetes: quantities, URLs, addresses, named formats, semantic versions.

import {
  dns1035LabelErrors,
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  labelValueErrors,
  qualifiedNameErrors,
} from "../../../../api/names.ts";
import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  type Quantity,
  quantityError,
  subtractQuantity,
} from "../../../../api/quantity.ts";
import { formatFault } from "../../custom-resources/validate/formats.ts";
import { fail, NONE, noOverload, Opaque, Optional } from "../values.ts";
import { addressFunctions } from "./addresses.ts";
import type { Implementation, Implementations } from "./implementation.ts";
import { semverFunctions } from "./semver.ts";

const QUANTITY = "kubernetes.Quantity";
const FORMAT = "kubernetes.NamedFormat";
const NANO = 1_000_000_000n;

function quantityValue(value: Quantity): Opaque<Quantity> {
  return new Opaque(QUANTITY, value, String(value.nano));
}

function quantity(value: unknown): Quantity {
  if (typeof value === "bigint") return { nano: value * NANO, format: "DecimalSI" };
  return value instanceof Opaque && value.kind === QUANTITY ? (value.value as Quantity) : noOverload();
}

function parsedQuantity(value: unknown): Opaque<Quantity> {
  const parsed = parseQuantity(String(value));
  return parsed === undefined ? fail(quantityError(String(value)) ?? "") : quantityValue(parsed);
}

const FORMATS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  dns1123Label: dns1123LabelErrors,
  dns1123Subdomain: dns1123SubdomainErrors,
  dns1035Label: dns1035LabelErrors,
  qualifiedName: qualifiedNameErrors,
  dns1123LabelPrefix: (text) => dns1123LabelErrors(text.replace(/-$/, "a")),
  dns1123SubdomainPrefix: (text) => dns1123SubdomainErrors(text.replace(/[-.]$/, "a")),
  dns1035LabelPrefix: (text) => dns1035LabelErrors(text.replace(/-$/, "a")),
  labelValue: labelValueErrors,
  ...Object.fromEntries(
    ["uri", "uuid", "byte", "date", "datetime"].map((name) => [
      name,
      (text: string) => (formatFault(text, name, "")?.isValid === false ? [`invalid ${name}`] : []),
    ]),
  ),
};

function formatValue(name: string): Opaque<string> {
  return new Opaque(FORMAT, name, name);
}

const validate: Implementation = (format, text) => {
  if (!(format instanceof Opaque) || typeof text !== "string") return noOverload();
  const errors = FORMATS[format.key]?.(text) ?? [];
  return errors.length === 0 ? NONE : new Optional(errors);
};

/** Of quantities and versions, which are compared by the same names. */
function compared(of: (order: number) => unknown): Implementation {
  return (a, b) => {
    const other = semverFunctions["@compare"]?.(a, b);
    return of(typeof other === "number" ? other : compareQuantity(quantity(a), quantity(b)));
  };
}

export const kubernetesFunctions: Implementations = {
  ...addressFunctions,
  ...semverFunctions,
  quantity: parsedQuantity,
  isQuantity: (value) => parseQuantity(String(value)) !== undefined,
  sign: (value) => BigInt(Math.sign(Number(quantity(value).nano))),
  isInteger: (value) => quantity(value).nano % NANO === 0n,
  asInteger: (value) =>
    quantity(value).nano % NANO === 0n ? quantity(value).nano / NANO : fail("cannot convert value to integer"),
  asApproximateFloat: (value) => Number(quantity(value).nano) / 1e9,
  add: (a, b) => quantityValue(addQuantity(quantity(a), quantity(b))),
  sub: (a, b) => quantityValue(subtractQuantity(quantity(a), quantity(b))),
  isGreaterThan: compared((order) => order > 0),
  isLessThan: compared((order) => order < 0),
  compareTo: compared((order) => BigInt(Math.sign(order))),
  "format.named": (name) => (typeof name === "string" && name in FORMATS ? new Optional(formatValue(name)) : NONE),
  ...Object.fromEntries(Object.keys(FORMATS).map((name) => [`format.${name}`, () => formatValue(name)])),
  validate,
};
