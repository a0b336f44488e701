// The fields that the sources of volumes have in common.

export type SourceField = readonly [label: string, value: unknown];

export interface VolumeSourceText {
  readonly type: string;
  readonly fields: readonly SourceField[];
}

export type Source = Readonly<Record<string, unknown>>;
export type SourceTable = Readonly<Record<string, (source: Source) => VolumeSourceText>>;

export const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
export const number = (value: unknown) => (value === undefined || value === null ? 0 : value);
export const flag = (value: unknown) => value === true;
export const readOnly = (source: Source): SourceField => ["ReadOnly", flag(source.readOnly)];
export const fsType = (source: Source): SourceField => ["FSType", text(source.fsType)];

export function secretRef({ secretRef: reference }: Source): SourceField {
  const { name, namespace } = (reference ?? {}) as { name?: string; namespace?: string };
  if (name === undefined) return ["SecretRef", "nil"];
  const shown =
    namespace === undefined
      ? `LocalObjectReference{Name:${name},}`
      : `SecretReference{Name:${name},Namespace:${namespace},}`;
  return ["SecretRef", `&${shown}`];
}
