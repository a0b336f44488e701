// One served version as it takes objects in, keeps them and shows them.

import { apiVersionOf } from "../../../../api/catalogue.ts";
import type { FieldSchema } from "../../../../api/field-schema.ts";
import { ApiError, unsupported } from "../../../../api/status.ts";
import type { AnyObject } from "../../../../api/types.ts";
import type { Decoded } from "../../decode.ts";
import type { CustomKind } from "../../registry/kind.ts";
import { type Definition, isTrue, type Spec, storageVersion, type Version } from "../definition/definition.ts";
import { withDefaults } from "../schema/defaulting.ts";
import { pruneObject } from "../schema/pruning.ts";
import { type Fields, isFields, type Schema } from "../schema/schema.ts";
import { configurationErrors } from "./configuration-errors.ts";
import { mergeOfDefinition } from "./merge.ts";
import { withMetadata } from "./metadata.ts";

export function schemaOf(version: Version | undefined): Schema {
  return version?.schema?.openAPIV3Schema ?? {};
}

/** @param types of what every object has; parsed at first use. */
export function customKind(definition: Definition, version: Version, types: () => FieldSchema): CustomKind {
  const { spec } = definition;
  const schema = schemaOf(version);
  const kept = storageVersion(spec) ?? version;
  const shown = new WeakMap<object, AnyObject>();
  const decode = (body: object, isWhole: boolean): Decoded => {
    const coerced = withMetadata(body, schema, types());
    const pruned = isWhole ? prunedBy(coerced.value, schema, spec) : { value: coerced.value, unknownFields: [] };
    const value = isWhole ? withDefaults(pruned.value, schema) : pruned.value;
    return {
      value: value as Record<string, unknown>,
      unknownFields: [...coerced.unknownFields, ...pruned.unknownFields].sort(),
    };
  };
  return {
    decode: (body) => decode(body, true),
    configured: (body) => decode(body, false),
    configurationErrors: (body) => configurationErrors(body, schema),
    merge: () => mergeOfDefinition(types(), schema),
    shown: (object) => {
      const known = shown.get(object);
      if (known !== undefined) return known;
      const made = sorted(converted(withDefaults(object, schemaOf(kept)) as AnyObject, spec, version));
      shown.set(object, made);
      // What is shown is shown as it is.
      shown.set(made, made);
      return made;
    },
    stored: (object) => converted(object, spec, kept),
    storedVersion: apiVersionOf({ group: spec.group, version: kept.name }),
    isTerminating: isTrue(definition, "Terminating"),
  };
}

/** The same object in another version: nothing is renamed, but each version has fields of its own. */
function converted(object: AnyObject, spec: Spec, version: Version): AnyObject {
  const apiVersion = apiVersionOf({ group: spec.group, version: version.name });
  // Simplified: conversion webhooks are not called, so that a version that would need one cannot be asked for.
  if (object.apiVersion !== apiVersion && spec.conversion?.strategy === "Webhook")
    throw new ApiError(unsupported("conversion webhooks"));
  return prunedBy({ ...object, apiVersion }, schemaOf(version), spec).value as AnyObject;
}

function prunedBy(object: Fields, schema: Schema, spec: Spec): { value: Fields; unknownFields: string[] } {
  // A way of old definitions, in which objects keep whatever they have.
  if (spec.preserveUnknownFields === true) return { value: object, unknownFields: [] };
  return pruneObject(object, schema);
}

/** Go writes fields in the order of their names. */
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T;
  if (!isFields(value)) return value;
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) out[name] = sorted(value[name]);
  return out as T;
}
