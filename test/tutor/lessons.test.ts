import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadCourse } from "../../src/tutor/course.ts";
import { formatProblem } from "../../src/tutor/format/source.ts";
import { formatLessonSchema } from "../../src/tutor/lesson-schema.ts";
import { judgeTexts } from "../../src/tutor/lesson-text.ts";

const folder = join(import.meta.dirname, "../../lessons");

function lessonFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  return new Map(names.filter((name) => name.endsWith(".yaml")).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

describe("the lessons", () => {
  const { course, problems } = loadCourse(lessonFiles());

  it("load without a problem", () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(course.tracks.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(2);
  });

  it.each([...course.lessons.values()])("$id keeps to the limits for texts", (lesson) => {
    expect(judgeTexts(lesson).failures).toEqual([]);
  });

  // `npx vitest run test/tutor -u` writes it anew.
  it("have a JSON Schema for editors that is in step with the loader", async () => {
    await expect(formatLessonSchema()).toMatchFileSnapshot(join(folder, "lesson.schema.json"));
  });
});
