// The names under which objects of a definition go.

import { dns1035LabelErrors } from "../../../../api/names.ts";
import { invalid, required } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import type { Names } from "./definition.ts";

const MIXED_CASE = "may have mixed case, but should otherwise match: ";

export function missingNames(names: Partial<Names>): FieldError[] {
  return (["plural", "singular", "kind", "listKind"] as const)
    .filter((name) => !names[name])
    .map((name) => required(`spec.names.${name}`));
}

export function namesErrors(names: Partial<Names>, path: string): FieldError[] {
  const { plural, singular, kind, listKind, shortNames = [], categories = [] } = names;
  return [
    ...labelErrors(`${path}.plural`, plural),
    ...labelErrors(`${path}.singular`, singular),
    ...labelErrors(`${path}.kind`, kind, MIXED_CASE),
    ...labelErrors(`${path}.listKind`, listKind, MIXED_CASE),
    ...shortNames.flatMap((name, index) => labelErrors(`${path}.shortNames[${index}]`, name)),
    ...(kind && kind === listKind
      ? [invalid(`${path}.listKind`, listKind, "kind and listKind may not be the same")]
      : []),
    ...categories.flatMap((name, index) => labelErrors(`${path}.categories[${index}]`, name)),
  ];
}

/** @param prefix set where upper case does no harm. */
export function labelErrors(field: string, name: string | undefined, prefix = ""): FieldError[] {
  if (!name) return [];
  const messages = dns1035LabelErrors(prefix === "" ? name : name.toLowerCase());
  return messages.length === 0 ? [] : [invalid(field, name, prefix + messages.join(","))];
}
