// A course other than the built-in one. Who wrote it may be unknown, so it is kept apart: its progress and files have a place of their own.

import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { courseDirectory, lessonsDirectory } from "./course-files.ts";
import { keepApart } from "./places.ts";

/** The folder of the course. */
export function otherCourse(named: string): string {
  const directory = realpathSync(courseDirectory(named));
  // Lessons of two courses may have the same id.
  if (directory !== realpathSync(lessonsDirectory())) keepApart(placeOf(directory));
  return directory;
}

function placeOf(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return `${name}-${createHash("sha256").update(directory).digest("hex").slice(0, 8)}`;
}
