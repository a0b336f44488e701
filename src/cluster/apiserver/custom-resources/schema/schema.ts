// Stands for JSONSchemaProps: how a definition describes its objects, in the words of OpenAPI v3 with Kubernetes' own besides.

export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | readonly Schema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly maximum?: number;
  readonly exclusiveMaximum?: boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly multipleOf?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly example?: unknown;
  readonly externalDocs?: object;
  // Words of JSON schema that definitions may not use.
  readonly id?: string;
  readonly $schema?: string;
  readonly $ref?: string;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalItems?: Schema | boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-validations"?: readonly ValidationRule[];
}

/** One rule in the Common Expression Language. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Fields by their names: whoever wrote them in which order, what is told of them comes in the same one. */
export function byName<T>(fields: Readonly<Record<string, T>> = {}): [name: string, value: T][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The schema of a list's items; definitions have one for all of them. */
export function itemsOf({ items }: Schema): Schema | undefined {
  return Array.isArray(items) ? undefined : (items as Schema | undefined);
}

/** The schema of values under names that `properties` does not have. */
export function valuesOf({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** The schema of one field; undefined where the object has none of that name. */
export function schemaOfField(schema: Schema | undefined, name: string): Schema | undefined {
  if (schema === undefined) return undefined;
  const own = schema.properties;
  return own !== undefined && Object.hasOwn(own, name) ? own[name] : valuesOf(schema);
}

export function preservesUnknown(schema: Schema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true;
}

export function isEmbeddedResource(schema: Schema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

export function isIntOrString(schema: Schema): boolean {
  return schema["x-kubernetes-int-or-string"] === true;
}

/** Whether the schema, or any schema within it, is of this kind. */
export function someSchema(schema: Schema, test: (each: Schema) => boolean): boolean {
  return test(schema) || partsOf(schema).some((part) => someSchema(part, test));
}

function partsOf(schema: Schema): Schema[] {
  const { items, properties, allOf = [], anyOf = [], oneOf = [], not } = schema;
  const values = valuesOf(schema);
  return [
    ...(items === undefined ? [] : Array.isArray(items) ? items : [items as Schema]),
    ...Object.values(properties ?? {}),
    ...(values === undefined ? [] : [values]),
    ...allOf,
    ...anyOf,
    ...oneOf,
    ...(not === undefined ? [] : [not]),
  ];
}

/** What every object has of itself, where a rule or a default looks at its root. */
export const META_FIELDS: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);
