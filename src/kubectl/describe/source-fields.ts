// The fields that the sources of volumes have in common.

export type SourceField = readonly [label: string, value: unknown];

export interface VolumeSourceText {
  readonly type: string;
  readonly fields: readonly SourceField[];
}

export type Source = Readonly<Record<string, unknown>>;
/** A PersistentVolume is in no namespace, so its sources name those of what they refer to. */
export type SourceTable = Readonly<Record<string, (source: Source, persistent: boolean) => VolumeSourceText>>;

export const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
export const number = (value: unknown) => (value === undefined || value === null ? 0 : value);
export const flag = (value: unknown) => value === true;
export const readOnly = (source: Source): SourceField => ["ReadOnly", flag(source.readOnly)];
export const fsType = (source: Source): SourceField => ["FSType", text(source.fsType)];

export function secretRef({ secretRef: reference }: Source, persistent: boolean): SourceField {
  const { name, namespace } = (reference ?? {}) as { name?: string; namespace?: string };
  if (name === undefined) return ["SecretRef", "nil"];
  const shown = persistent
    ? `SecretReference{Name:${name},Namespace:${namespace ?? ""},}`
    : `LocalObjectReference{Name:${name},}`;
  return ["SecretRef", `&${shown}`];
}
