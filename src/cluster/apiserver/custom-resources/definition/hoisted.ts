// Inside of Kubernetes what all versions share stands once, above them; so do the paths in its error texts.

import { canonicalJson } from "../../../../api/equality.ts";
import type { Schema } from "../schema/schema.ts";
import type { PrinterColumn, SelectableField, Spec, Subresources, Version } from "./definition.ts";

/** One part of a definition with the path that errors about it begin with. */
export interface Placed<T> {
  readonly value: T;
  readonly path: string;
  /** The version that it is of; undefined for what all share. */
  readonly version: Version | undefined;
}

export interface Hoisted {
  readonly schemas: readonly Placed<Schema>[];
  readonly subresources: readonly Placed<Subresources>[];
  readonly columns: readonly Placed<readonly PrinterColumn[]>[];
  readonly selectableFields: readonly (Placed<readonly SelectableField[]> & { readonly schema: Schema | undefined })[];
  /** Which parts stand above the versions, and are printed as absent in them. */
  readonly shared: { readonly [part in keyof Omit<Hoisted, "shared">]: boolean };
}

export function hoisted({ versions }: Spec): Hoisted {
  const schemaOf = ({ schema }: Version): Schema | undefined => schema?.openAPIV3Schema;
  const shared = {
    schemas: isShared(versions, schemaOf),
    subresources: isShared(versions, (each) => each.subresources),
    columns: isShared(versions, (each) => each.additionalPrinterColumns),
    selectableFields: isShared(versions, (each) => each.selectableFields),
  };
  const fields = placed(versions, (each) => each.selectableFields, shared.selectableFields, "", "selectableFields");
  return {
    schemas: placed(versions, schemaOf, shared.schemas, "validation.openAPIV3Schema", "schema.openAPIV3Schema"),
    subresources: placed(versions, (each) => each.subresources, shared.subresources, "", "subresources"),
    columns: placed(versions, (each) => each.additionalPrinterColumns, shared.columns, "", "additionalPrinterColumns"),
    selectableFields: fields.map((each) => {
      const holder = each.version ?? versions[0];
      return { ...each, schema: holder && schemaOf(holder) };
    }),
    shared,
  };
}

function isShared(versions: readonly Version[], part: (version: Version) => unknown): boolean {
  const [first, ...others] = versions.map((version) => canonicalJson(part(version)));
  return others.every((each) => each === first);
}

function placed<T>(
  versions: readonly Version[],
  part: (version: Version) => T | undefined,
  isAbove: boolean,
  above: string,
  within: string,
): Placed<T>[] {
  const [first] = versions;
  if (isAbove) {
    const value = first && part(first);
    return value === undefined ? [] : [{ value, path: `spec.${above === "" ? within : above}`, version: undefined }];
  }
  return versions.flatMap((version, index) => {
    const value = part(version);
    return value === undefined ? [] : [{ value, path: `spec.versions[${index}].${within}`, version }];
  });
}
