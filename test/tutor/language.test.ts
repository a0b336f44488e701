import { describe, expect, it } from "vitest";
import { chooseLanguage } from "../../src/cli/language.ts";
import { english } from "../../src/tutor/language/english.ts";
import { german } from "../../src/tutor/language/german.ts";
import { LANGUAGES, type LanguageCode, textsIn } from "../../src/tutor/language/languages.ts";

// Short words, names and bare joints that are the same in both languages.
const SAME: readonly string[] = [
  "checks.inFile",
  "course.marks.new",
  "course.reviewHint",
  "exam.seconds",
  "outside.resourceIn",
];

/** Every text by its place; of a function what it is made of. */
function textsOf(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value)]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    textsOf(inner, path === "" ? key : `${path}.${key}`),
  );
}

describe("what the tutor says", () => {
  const words = new Map(textsOf(german));

  it("is all in German, but for what is the same there", () => {
    const same = textsOf(english).filter(([place, text]) => words.get(place) === text);
    expect(same.map(([place]) => place)).toEqual(SAME);
  });

  it("names the same words, commands and keys in German", () => {
    const spans = (text: string) => [...text.matchAll(/`[^`$\\]+`/g)].map(([span]) => span).sort();
    const plain = textsOf(english).filter(([, text]) => !text.includes("=>"));
    const lost = plain.filter(([place, text]) => spans(text).join() !== spans(words.get(place) ?? "").join());
    // Yes is ja, and both are understood.
    expect(lost.map(([place]) => place)).toEqual(["review.yesOrNo"]);
  });

  it.each(Object.keys(LANGUAGES))("is loaded for %s", async (code) => {
    expect((await textsIn(code as LanguageCode)).code).toBe(code);
  });
});

describe("the language", () => {
  it.each([
    [undefined, {}, "en"],
    [undefined, { LANG: "de_AT.UTF-8" }, "de"],
    [undefined, { LANG: "fr_FR.UTF-8" }, "en"],
    [undefined, { LANG: "de_DE.UTF-8", LC_MESSAGES: "en_GB.UTF-8" }, "en"],
    [undefined, { LANG: "de_DE.UTF-8", LC_ALL: "C" }, "en"],
    [undefined, { LANG: "de_DE.UTF-8", LC_ALL: "" }, "de"],
    [undefined, { LANG: "en_US.UTF-8", K8S_TUTOR_LANG: "de" }, "de"],
    ["en", { K8S_TUTOR_LANG: "de" }, "en"],
    ["DE", {}, "de"],
  ] as const)("asked for as %s, in %o, is %s", (asked, env, code) => {
    expect(chooseLanguage(asked, env)).toBe(code);
  });

  it("that nobody speaks is a mistake when it is asked for by name", () => {
    expect(() => chooseLanguage("fr", {})).toThrow("the tutor does not speak fr; it speaks en (English), de (Deutsch)");
  });
});
