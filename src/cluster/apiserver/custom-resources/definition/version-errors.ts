// What belongs to a version beside its schema: subresources, columns, fields to select by.

import { duplicate, invalid, required, tooMany } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import { fieldPathIn } from "../schema/field-path.ts";
import { isIntOrString, type Schema } from "../schema/schema.ts";
import type { PrinterColumn, SelectableField, Subresources, Version } from "./definition.ts";

export function deprecationErrors({ deprecated, deprecationWarning }: Version, path: string): FieldError[] {
  if (deprecationWarning === undefined) return [];
  const refuse = (text: string): FieldError => invalid(`${path}.deprecationWarning`, deprecationWarning, text);
  const errors = deprecated === true ? [] : [refuse("can only be set for deprecated versions")];
  if (deprecationWarning === "") errors.push(refuse("must not be an empty string"));
  if (deprecationWarning.length > 256) errors.push(refuse("must be <= 256 characters long"));
  const odd = deprecationWarning.search(/[^\P{C}]|[^\P{Z} ]/u);
  if (odd >= 0) {
    const text = "must only contain printable UTF-8 characters; non-printable character found at index";
    errors.push(refuse(`${text} ${odd}`));
  }
  return errors;
}

export function subresourceErrors({ scale }: Subresources, path: string): FieldError[] {
  if (scale === undefined) return [];
  const under = (
    name: "specReplicasPath" | "statusReplicasPath" | "labelSelectorPath",
    roots: RegExp,
    text: string,
  ) => {
    const value = scale[name] ?? "";
    const at = `${path}.scale.${name}`;
    const errors = simplePathErrors(value, at);
    if (errors.length > 0 || roots.test(value)) return errors;
    return [invalid(at, value, `should be a json path under ${text}`)];
  };
  return [
    ...(scale.specReplicasPath
      ? under("specReplicasPath", /^\.spec\./, ".spec")
      : [required(`${path}.scale.specReplicasPath`)]),
    ...(scale.statusReplicasPath
      ? under("statusReplicasPath", /^\.status\./, ".status")
      : [required(`${path}.scale.statusReplicasPath`)]),
    ...(scale.labelSelectorPath ? under("labelSelectorPath", /^\.(status|spec)\./, "either .spec or .status") : []),
  ];
}

function simplePathErrors(path: string, field: string): FieldError[] {
  return path.startsWith(".") ? [] : [invalid(field, path, "must be a simple json path starting with .")];
}

const TYPES = ["boolean", "date", "integer", "number", "string"];
const FORMATS = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

export function columnErrors(columns: readonly PrinterColumn[], path: string): FieldError[] {
  return columns.flatMap((column, index) => oneColumn(column, `${path}[${index}]`));
}

function oneColumn({ name, type = "", format = "", jsonPath = "" }: PrinterColumn, path: string): FieldError[] {
  const types = `must be one of ${TYPES.join(",")}`;
  const errors: FieldError[] = name ? [] : [required(`${path}.name`)];
  if (type === "") errors.push(required(`${path}.type`, types));
  else if (!TYPES.includes(type)) errors.push(invalid(`${path}.type`, type, types));
  if (format !== "" && !FORMATS.includes(format))
    errors.push(invalid(`${path}.format`, format, `must be one of ${FORMATS.join(",")}`));
  if (jsonPath === "") return [...errors, required(`${path}.JSONPath`)];
  return [...errors, ...simplePathErrors(jsonPath, `${path}.JSONPath`)];
}

const MAX_SELECTABLE_FIELDS = 8;
const SELECTABLE =
  "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";

export function selectableFieldErrors(
  fields: readonly SelectableField[],
  schema: Schema | undefined,
  path: string,
): FieldError[] {
  const seen = new Set<string>();
  const errors = fields.flatMap(({ jsonPath = "" }, index) => {
    const at = `${path}[${index}].jsonPath`;
    if (jsonPath === "") return [required(at)];
    const found = fieldPathIn(jsonPath, schema ?? {});
    if (found.kind === "fault") return [invalid(at, jsonPath, `is an invalid path: ${found.text}`)];
    const isKnown = seen.has(found.path);
    seen.add(found.path);
    return [
      ...(/^metadata\b/.test(found.path) ? [invalid(at, jsonPath, "must not point to fields in metadata")] : []),
      ...(isSelectable(found.schema) ? [] : [invalid(at, jsonPath, SELECTABLE)]),
      ...(isKnown ? [duplicate(at, jsonPath)] : []),
    ];
  });
  return seen.size > MAX_SELECTABLE_FIELDS ? [...errors, tooMany(path, seen.size, MAX_SELECTABLE_FIELDS)] : errors;
}

function isSelectable(schema: Schema): boolean {
  return !isIntOrString(schema) && ["string", "boolean", "integer"].includes(schema.type ?? "");
}
