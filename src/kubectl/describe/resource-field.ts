// The value that a container's own resources give to an environment variable.

import { formatQuantity, parseQuantity, quantityMilliValue, quantityValue } from "../../api/quantity.ts";
import type { Container } from "../../api/types.ts";

/** `limits.cpu`, `requests.memory` and their like, divided and rounded up; empty when the field is not known. */
export function containerResourceValue(container: Container, field: string, divisor: string | undefined): string {
  const match = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.exec(field);
  if (match === null) return "";
  const [, list = "", name = ""] = match;
  const amounts = list === "limits" ? container.resources?.limits : container.resources?.requests;
  const quantity = parseQuantity(amounts?.[name] ?? "0");
  const given = parseQuantity(divisor ?? "0");
  if (quantity === undefined) return "";
  const unit = given === undefined || given.nano === 0n ? parseQuantity("1") : given;
  if (unit === undefined) return "";
  if (name === "cpu") return String(Math.ceil(quantityMilliValue(quantity) / quantityMilliValue(unit)));
  return String(Math.ceil(quantityValue(quantity) / quantityValue(unit)));
}

/** The canonical text of a quantity. */
export function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text);
  return quantity === undefined ? text : formatQuantity(quantity);
}
