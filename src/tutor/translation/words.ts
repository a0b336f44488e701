// A file of a course as one seed makes it, in the words of its translation. Only texts are taken from there: everything else is what it is without one.

import { type Located, Problems } from "../format/source.ts";
import { choose, fillDocument, readPicks } from "../pick.ts";
import { textsOf, withTexts } from "./places.ts";
import { type Translation, translated } from "./translation.ts";

/** @param drawn the same file in its own words.
 * @returns undefined where the translation cannot be drawn. */
export function drawnWords(
  source: Located,
  drawn: Located,
  translation: Translation,
  seed: number,
): Located | undefined {
  const problems = new Problems("");
  const picks = readPicks(source, problems);
  const told = translated(source, translation);
  const toldPicks = readPicks(told, problems);
  if (picks === undefined || toldPicks === undefined) return undefined;
  // What was chosen, and what `only` speaks of, are the ids of the source, where a translated text is its own id.
  const ids = new Map(picks.map((pick) => [pick.name, pick.ids]));
  const named = toldPicks.map((pick) => ({ ...pick, ids: ids.get(pick.name) ?? pick.ids }));
  const words = fillDocument(told, named, choose(picks, seed), problems);
  if (words === undefined || problems.found.length > 0) return undefined;
  const texts = new Map(textsOf(words).map(({ place, text }) => [place, text]));
  return withTexts(drawn, (place, text) => texts.get(place) ?? text);
}
