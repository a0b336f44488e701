// Objects within objects have a kind, an API version and metadata that could stand by themselves.

import { parseApiVersion } from "../../../../api/catalogue.ts";
import { dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { AnyObject } from "../../../../api/types.ts";
import { invalid, invalidEach, required } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import { validateAnnotations, validateLabels } from "../../registry/labels.ts";
import { child } from "../schema/list-types.ts";
import { byName, isEmbeddedResource, isFields, itemsOf, type Schema, schemaOfField } from "../schema/schema.ts";

/** @param isResource whether the value itself is embedded; an object of its own is looked at elsewhere. */
export function embeddedErrors(
  value: unknown,
  schema: Schema | undefined,
  path = "",
  isResource = false,
): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    const isEach = items !== undefined && isEmbeddedResource(items);
    return value.flatMap((item, index) => embeddedErrors(item, items, `${path}[${index}]`, isEach));
  }
  if (!isFields(value)) return [];
  const inner = byName(value).flatMap(([name, each]) => {
    const own = schema.properties;
    const at = own !== undefined && Object.hasOwn(own, name) ? child(path, name) : `${path}[${name}]`;
    const field = schemaOfField(schema, name);
    return embeddedErrors(each, field, at, field !== undefined && isEmbeddedResource(field));
  });
  return isResource ? [...typeErrors(value, path), ...metadataErrors(value, path), ...inner] : inner;
}

function typeErrors(value: Readonly<Record<string, unknown>>, path: string): FieldError[] {
  const { apiVersion, kind } = value as Partial<AnyObject>;
  const errors: FieldError[] = [];
  if (!apiVersion) errors.push(required(`${path}.apiVersion`, "must not be empty"));
  else if (apiVersion.split("/").length > 2 || parseApiVersion(apiVersion).version === "")
    errors.push(invalid(`${path}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  if (!kind) errors.push(required(`${path}.kind`, "must not be empty"));
  return errors;
}

function metadataErrors(value: Readonly<Record<string, unknown>>, path: string): FieldError[] {
  const { metadata } = value as Partial<AnyObject>;
  if (metadata === undefined || metadata === null) return [];
  const at = `${path}.metadata`;
  const { name, labels, annotations } = metadata;
  return [
    ...(name ? invalidEach(`${at}.name`, name, dns1123SubdomainErrors(name)) : []),
    ...validateLabels(labels, `${at}.labels`),
    ...validateAnnotations(annotations, `${at}.annotations`),
  ];
}
