// Whether an object keeps to its definition, in the order in which Kubernetes looks.

import { apiVersionOf, type ResourceInfo } from "../../../../api/catalogue.ts";
import type { AnyObject } from "../../../../api/types.ts";
import { formatFieldError, invalid } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import type { Version } from "../definition/definition.ts";
import { valueRuleErrors } from "../rules/value-errors.ts";
import { listTypeErrors } from "../schema/list-types.ts";
import { type Schema, someSchema } from "../schema/schema.ts";
import { NO_PATH, schemaErrors } from "../validate/field-errors.ts";
import type { Correlated } from "../validate/result.ts";
import { embeddedErrors } from "./embedded-errors.ts";
import { stepsOf, valueAt } from "./field-access.ts";
import { schemaOf } from "./form.ts";

const MAX_REPLICAS = 2 ** 31 - 1;

/** The rules of one served version. */
export class ObjectValidation {
  private readonly schema: Schema;
  private readonly hasRules: boolean;

  constructor(
    private readonly version: Version,
    private readonly info: Pick<ResourceInfo, "group" | "version" | "kind">,
  ) {
    this.schema = schemaOf(version);
    this.hasRules = someSchema(this.schema, (each) => (each["x-kubernetes-validations"] ?? []).length > 0);
  }

  /** @param previous what the object takes the place of. */
  errors(object: AnyObject, previous?: AnyObject): readonly FieldError[] {
    const type = this.typeErrors(object);
    if (type.length > 0) return type;
    const before = previous === undefined ? undefined : { old: previous };
    const { scale } = this.version.subresources ?? {};
    const errors = [
      ...schemaErrors(object, this.schema, "", before),
      ...replicaErrors(object, scale?.specReplicasPath),
      ...replicaErrors(object, scale?.statusReplicasPath),
      ...embeddedErrors(object, this.schema),
      ...this.listErrors(object, this.schema, "", before),
    ];
    return [...errors, ...this.ruleErrors(object, before, errors)];
  }

  /** Through the door of the status, which alone may be wrong then. */
  statusErrors(object: AnyObject, previous: AnyObject): readonly FieldError[] {
    const schema = this.schema.properties?.status;
    const before = { old: previous.status };
    const errors = [
      ...(object.status === undefined || schema === undefined
        ? []
        : [
            ...schemaErrors(object.status, schema, "status", before),
            ...replicaErrors(object, this.version.subresources?.scale?.statusReplicasPath),
            ...embeddedErrors(object.status, schema, "status"),
            ...this.listErrors(object.status, schema, "status", before),
          ]),
    ];
    return [...errors, ...this.ruleErrors(object, { old: previous }, errors)];
  }

  /** Warnings about rules that unchanged values break. */
  tolerated(object: AnyObject, previous: AnyObject | undefined): readonly string[] {
    if (!this.hasRules || previous === undefined) return [];
    const { tolerated } = valueRuleErrors(object, this.schema, "", { old: previous }, true);
    return tolerated.map(formatFieldError);
  }

  private typeErrors({ apiVersion, kind }: AnyObject): FieldError[] {
    const wanted = apiVersionOf(this.info);
    return [
      ...(kind === this.info.kind ? [] : [invalid("kind", kind, `must be ${this.info.kind}`)]),
      ...(apiVersion === wanted ? [] : [invalid("apiVersion", apiVersion, `must be ${wanted}`)]),
    ];
  }

  /** What was wrong already may stay wrong. */
  private listErrors(value: unknown, schema: Schema, path: string, before: Correlated | undefined): FieldError[] {
    if (before !== undefined && listTypeErrors(before.old, schema, path).length > 0) return [];
    return listTypeErrors(value, schema, path);
  }

  private ruleErrors(
    object: AnyObject,
    before: Correlated | undefined,
    others: readonly FieldError[],
  ): readonly FieldError[] {
    if (!this.hasRules) return [];
    // Expressions count on values of the types that they were compiled for.
    if (others.some(({ type }) => BLOCKING.has(type))) return [invalid(NO_PATH, null, NOT_CHECKED)];
    return valueRuleErrors(object, this.schema, "", before, true).errors;
  }
}

const BLOCKING: ReadonlySet<FieldError["type"]> = new Set([
  "NotSupported",
  "Required",
  "TooLong",
  "TooMany",
  "TypeInvalid",
]);

const NOT_CHECKED =
  "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

function replicaErrors(object: AnyObject, path: string | undefined): FieldError[] {
  if (!path) return [];
  const value = valueAt(object, stepsOf(path));
  if (typeof value !== "number") return [];
  if (value < 0) return [invalid(path, value, "should be a non-negative integer")];
  return value > MAX_REPLICAS ? [invalid(path, value, `should be less than or equal to ${MAX_REPLICAS}`)] : [];
}
