// Reads a translation file; every mistake is told with its place.

import { Problems, parseSource } from "../format/source.ts";
import { inOrder, type Loaded } from "../load.ts";
import { type Translation, translationShape } from "./translation.ts";

export function loadTranslation(file: string, content: string): Loaded<Translation> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const value = source && translationShape().read(source, problems);
  return value === undefined || problems.found.length > 0
    ? { problems: inOrder(problems.found) }
    : { value, problems: [] };
}
