// The types of the API: what fields an object may have, of which type, and how lists and maps of them merge.

/** What a build of the schema writes: each type as [name, fields, apiVersion of a kind or "", 1 where it merges as a whole]. */
export interface SchemaDocument {
  readonly types: readonly (readonly [
    name: string,
    fields: Readonly<Record<string, string>>,
    apiVersion: string,
    atomic: number,
  ])[];
  readonly enums: readonly string[];
}

export type Scalar =
  | "string"
  | "int32"
  | "int64"
  | "double"
  | "boolean"
  | "quantity"
  | "intOrString"
  | "time"
  | "microTime"
  | "byte"
  | "any";

export type FieldType =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "list"; readonly item: FieldType }
  | { readonly kind: "map"; readonly item: FieldType }
  | { readonly kind: "struct"; readonly struct: StructType };

export interface Field {
  readonly type: FieldType;
  readonly required: boolean;
  /** How server-side apply merges the list; `atomic` also for maps and structs. */
  readonly listType: "map" | "set" | "atomic";
  readonly mapKeys: readonly string[];
  /** How a strategic merge patch treats it. */
  readonly patchStrategy: readonly string[];
  readonly mergeKey: string | undefined;
  readonly enum: readonly string[] | undefined;
}

export class StructType {
  /** The name of the Go struct: `Container`. */
  readonly shortName: string;
  private parsed: Map<string, Field> | undefined;

  /** @param name as OpenAPI has it: `io.k8s.api.core.v1.Container`. */
  constructor(
    readonly name: string,
    /** Set for kinds: `apps/v1`. */
    readonly apiVersion: string,
    /** Server-side apply takes it as a whole. */
    readonly atomic: boolean,
    private readonly parse: () => Map<string, Field>,
  ) {
    this.shortName = name.slice(name.lastIndexOf(".") + 1);
  }

  get fields(): ReadonlyMap<string, Field> {
    this.parsed ??= this.parse();
    return this.parsed;
  }
}

export class FieldSchema {
  private readonly byIndex: readonly StructType[];
  private readonly byKind = new Map<string, StructType>();
  private readonly byName = new Map<string, StructType>();

  constructor(document: SchemaDocument) {
    const structOf = (index: number): StructType => {
      const struct = this.byIndex[index];
      if (struct === undefined) throw new Error(`the schema has no type ${index}`);
      return struct;
    };
    this.byIndex = document.types.map(
      ([name, fields, apiVersion, atomic]) =>
        new StructType(name, apiVersion, atomic === 1, () => parseFields(fields, structOf, document.enums)),
    );
    for (const struct of this.byIndex) {
      this.byName.set(struct.name, struct);
      if (struct.apiVersion !== "") this.byKind.set(`${struct.apiVersion}/${struct.shortName}`, struct);
    }
  }

  /** The type of a kind: `kind("apps/v1", "Deployment")`. */
  kind(apiVersion: string, kind: string): StructType | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  type(name: string): StructType | undefined {
    return this.byName.get(name);
  }

  all(): readonly StructType[] {
    return this.byIndex;
  }
}

/** The schema of what a build wrote; anything else than such a document is an empty schema. */
export function parseFieldSchema(document: unknown): FieldSchema {
  const { types = [], enums = [] } = document as Partial<SchemaDocument>;
  return new FieldSchema({ types, enums });
}

/** Descriptions as a build writes them: by type name, of the type and of its fields. */
export type Descriptions = Readonly<
  Record<string, readonly [about: string, fields: Readonly<Record<string, string>>] | undefined>
>;

/** The struct that a type holds, through lists and maps. */
export function structOf(type: FieldType): StructType | undefined {
  if (type.kind === "struct") return type.struct;
  return type.kind === "scalar" ? undefined : structOf(type.item);
}

function parseFields(
  fields: Readonly<Record<string, string>>,
  struct: (index: number) => StructType,
  enums: readonly string[],
): Map<string, Field> {
  return new Map(Object.entries(fields).map(([name, text]) => [name, parseField(text, struct, enums)]));
}

function parseField(text: string, struct: (index: number) => StructType, enums: readonly string[]): Field {
  const [typeText = "", ...words] = text.split(" ");
  const required = typeText.endsWith("!");
  const wordOf = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const mapKeys = wordOf("map")?.split(",") ?? [];
  const enumIndex = wordOf("enum");
  return {
    type: parseType(required ? typeText.slice(0, -1) : typeText, struct),
    required,
    listType: mapKeys.length > 0 ? "map" : words.includes("set") ? "set" : "atomic",
    mapKeys,
    patchStrategy: wordOf("patch")?.split(",") ?? [],
    mergeKey: wordOf("key"),
    enum: enumIndex === undefined ? undefined : enumValues(enums[Number(enumIndex)] ?? ""),
  };
}

function parseType(text: string, struct: (index: number) => StructType): FieldType {
  if (text.startsWith("[]")) return { kind: "list", item: parseType(text.slice(2), struct) };
  if (text.startsWith("{}")) return { kind: "map", item: parseType(text.slice(2), struct) };
  if (text.startsWith("#")) return { kind: "struct", struct: struct(Number(text.slice(1))) };
  return { kind: "scalar", scalar: text as Scalar };
}

/** Values stand apart by spaces, or by `|` where they have spaces themselves. */
function enumValues(text: string): readonly string[] {
  return text.split(text.includes("|") ? "|" : " ");
}
