// Which language the learner is spoken to in: that of --lang, of K8S_TUTOR_LANG, or of the environment's locale; else English.

import type { Texts } from "../tutor/language/english.ts";
import { isLanguage, LANGUAGES, type LanguageCode, textsIn } from "../tutor/language/languages.ts";
import { UserError } from "./failure.ts";

/** @param asked what stands behind --lang. A locale that nobody has translated for is no mistake; who asks for one by name hears of it. */
export function chooseLanguage(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): LanguageCode {
  if (asked !== undefined && languageOf(asked) === undefined) {
    const known = Object.entries(LANGUAGES).map(([code, name]) => `${code} (${name})`);
    throw new UserError(`the tutor does not speak ${asked}; it speaks ${known.join(", ")}`, 2);
  }
  const { K8S_TUTOR_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  const named = [asked, K8S_TUTOR_LANG, LC_ALL, LC_MESSAGES, LANG].find((name) => name !== undefined && name !== "");
  return languageOf(named ?? "") ?? "en";
}

/** `de` for `de_AT.UTF-8`. */
function languageOf(locale: string): LanguageCode | undefined {
  const [code = ""] = locale.toLowerCase().split(/[_.@-]/);
  return isLanguage(code) ? code : undefined;
}

/** The texts for what is told before, or instead of, a command: its arguments are not read yet. */
export function textsForArguments(argv: readonly string[]): Promise<Texts> {
  const at = argv.findIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  const asked = argv[at]?.startsWith("--lang=") === true ? argv[at].slice("--lang=".length) : argv[at + 1];
  const named = at < 0 || languageOf(asked ?? "") === undefined ? undefined : asked;
  return textsIn(chooseLanguage(named));
}
