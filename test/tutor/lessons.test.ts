import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isLessonFile, loadCourse } from "../../src/tutor/course.ts";
import { formatProblem } from "../../src/tutor/format/source.ts";
import { formatLessonSchema, lessonSchema } from "../../src/tutor/lesson-schema.ts";
import { judgeTexts } from "../../src/tutor/lesson-text.ts";
import { loadEveryDraw } from "../../src/tutor/load.ts";

const folder = join(import.meta.dirname, "../../lessons");

function lessonFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  return new Map(
    names.filter((name) => name.endsWith(".yaml")).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

describe("the lessons", () => {
  const { course, problems } = loadCourse(lessonFiles());

  it("load without a problem", () => {
    expect(problems.map(formatProblem)).toEqual([]);
    const drawn = [...lessonFiles()].filter(([name, content]) => isLessonFile(name) && /^pick:/m.test(content));
    expect(drawn.flatMap((file) => loadEveryDraw(...file).problems.map(formatProblem))).toEqual([]);
    expect(course.tracks.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(2);
  });

  it.each([...course.lessons.values()])("$id keeps to the limits for texts", (lesson) => {
    expect(judgeTexts(lesson).failures).toEqual([]);
  });

  it("have a JSON Schema for editors that is in step with the loader", () => {
    const file = join(folder, "lesson.schema.json");
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, formatLessonSchema());
    expect(JSON.parse(readFileSync(file, "utf8")), "run this test with UPDATE_SCHEMA=1").toEqual(lessonSchema());
  });

  it("are valid by that schema, too", () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(lessonSchema());
    for (const [name, content] of lessonFiles()) {
      if (!isLessonFile(name)) continue;
      expect(validate(parse(content)) ? [] : validate.errors, name).toEqual([]);
    }
  });
});
