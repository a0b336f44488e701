// The review tasks of a course on disk. They are read when a review is wanted, so that starting a lesson does not wait for them.

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { DRILLS, type Drill } from "../tutor/drill.ts";
import { loadLesson } from "../tutor/load.ts";
import { lessonsDirectory, readText, translationOf, yamlFiles } from "./course-files.ts";

/** Each as this seed draws it. What is wrong with one keeps only that one out: `lint` tells why.
 * @param language that of the learner. */
export function readDrills(directory: string | undefined, seed: number, language = "en"): readonly Drill[] {
  const root = directory ?? lessonsDirectory();
  const folder = join(root, DRILLS);
  if (!existsSync(folder)) return [];
  return yamlFiles(folder).flatMap((path) => {
    const file = `${DRILLS}/${basename(path)}`;
    return loadLesson(file, readText(path), seed, translationOf(root, file, language)).value ?? [];
  });
}
