export const PACKAGES: readonly string[];

export interface ModelTexts {
  readonly about: string;
  readonly fields: Readonly<Record<string, string>>;
}

export function modelTexts(folder: string, apiVersion: string, type: string): ModelTexts | undefined;

export function valueTexts(folder: string): Readonly<Record<string, readonly [about: string, fields: object]>>;
