// Which languages there are. Each but English is loaded when it is chosen.

import { english, type Texts } from "./english.ts";

/** Their names in themselves, by their codes. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type LanguageCode = keyof typeof LANGUAGES;

export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(LANGUAGES, code);
}

export async function textsIn(code: LanguageCode): Promise<Texts> {
  switch (code) {
    case "en":
      return english;
    case "de":
      return (await import("./german.ts")).german;
  }
}
