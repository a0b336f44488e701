// Reads a document with `pick`: as one seed makes it, for learners; or as every choice makes it, for those who write it.

import { everyDraw, problemsOfDraws } from "./every-draw.ts";
import { type Located, Problems, parseSource } from "./format/source.ts";
import { inOrder, type Loaded } from "./load.ts";
import { drawDocument } from "./pick.ts";
import type { Translation } from "./translation/translation.ts";
import { drawnWords } from "./translation/words.ts";

/** What a filled document says; undefined after adding problems. */
type Reader<T> = (document: Located, problems: Problems) => T | undefined;

/** @param translation its texts in another language; one that cannot be read is none. */
export function loadDrawn<T>(
  file: string,
  content: string,
  { seed, translation }: { readonly seed: number; readonly translation?: Translation },
  read: Reader<T>,
): Loaded<T> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const document = source && drawDocument(source, seed, problems);
  const value = document && read(document, problems);
  if (source === undefined || document === undefined || value === undefined || problems.found.length > 0)
    return { problems: inOrder(problems.found) };
  const words = translation && drawnWords(source, document, translation, seed);
  const inOther = new Problems(file);
  const told = words && read(words, inOther);
  return { value: told === undefined || inOther.found.length > 0 ? value : told, problems: [] };
}

/** The problems of everything that it can become. */
export function loadEveryDrawn<T>(file: string, content: string, read: Reader<T>): Loaded<readonly T[]> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const draws = source === undefined ? [] : everyDraw(source, problems);
  const values = draws.flatMap(({ document, problems: own }) => (document && read(document, own)) ?? []);
  const found = [...problems.found, ...problemsOfDraws(draws)];
  return found.length === 0 ? { value: values, problems: [] } : { problems: inOrder(found) };
}

/** An id is its file's name, so that everyone finds the file. */
export function checkFileName(id: string, document: Located, problems: Problems): void {
  const [file = ""] = problems.file.replaceAll("\\", "/").split("/").reverse();
  if (id === file.replace(/\.ya?ml$/, "")) return;
  const at = document.kind === "map" ? (document.entries.get("id")?.value ?? document) : document;
  problems.add(at, `The id is \`${id}\`, but the file is called \`${file}\`. Rename one of them.`);
}
