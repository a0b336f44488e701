import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isLessonFile, loadCourse } from "../../src/tutor/course.ts";
import { formatProblem } from "../../src/tutor/format/source.ts";
import { judgeTexts } from "../../src/tutor/lesson-text.ts";
import { loadEveryDraw } from "../../src/tutor/load.ts";
import { formatSchema, SCHEMAS, schemaFile, schemaLine, schemaNameOf, schemaOf } from "../../src/tutor/schemas.ts";

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

  it.each(SCHEMAS)("have a JSON Schema for editors that is in step with the loader: %s", (name) => {
    const file = join(folder, schemaFile(name));
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, formatSchema(name));
    expect(JSON.parse(readFileSync(file, "utf8")), "run this test with UPDATE_SCHEMA=1").toEqual(schemaOf(name));
  });

  it("name that schema at their head, and are valid by it, too", () => {
    const own = [...lessonFiles()].filter(([name]) => !name.startsWith("translations/"));
    for (const schema of SCHEMAS) {
      const files = own.filter(([name]) => schemaNameOf(name) === schema);
      expect(files.length, schema).toBeGreaterThan(0);
      const validate = new Ajv2020({ allowUnionTypes: true }).compile(schemaOf(schema));
      for (const [name, content] of files) {
        expect(content.split("\n")[0], name).toBe(schemaLine(schema));
        expect(validate(parse(content)) ? [] : validate.errors, name).toEqual([]);
      }
    }
  });
});
