// The review tasks of a course on disk. They are read when a review is wanted, so that starting a lesson does not wait for them.

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { DRILLS, type Drill } from "../tutor/drill.ts";
import { loadLesson } from "../tutor/load.ts";
import { lessonsDirectory, readText, yamlFiles } from "./course-files.ts";

/** Each as this seed draws it. What is wrong with one keeps only that one out: `lint` tells why. */
export function readDrills(directory: string | undefined, seed: number): readonly Drill[] {
  const folder = join(directory ?? lessonsDirectory(), DRILLS);
  if (!existsSync(folder)) return [];
  return yamlFiles(folder).flatMap(
    (file) => loadLesson(`${DRILLS}/${basename(file)}`, readText(file), seed).value ?? [],
  );
}
