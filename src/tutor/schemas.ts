// The JSON Schemas of a course's files, for editors. Made from the same shapes that the loaders read with, so that both say the same.

import { checkSchema } from "./checks/check.ts";
import { conceptsShape } from "./concepts.ts";
import { CONCEPTS_FILE, COURSE_FILE, courseShape, EXAMS, PLACEMENT_FILE } from "./course.ts";
import { DRILLS, drillShape } from "./drill.ts";
import { examShape } from "./exam/exam.ts";
import type { JsonSchema } from "./format/shape.ts";
import { lessonShape } from "./lesson.ts";
import { choiceSchemas, withChoices, withOnly, withPick } from "./pick-schema.ts";
import { placementShape } from "./placement.ts";

/** Each is published as `NAME.schema.json` beside course.yaml. */
export const SCHEMAS = ["lesson", "review", "exam", "placement", "concepts", "course"] as const;

export type SchemaName = (typeof SCHEMAS)[number];

export function schemaOf(name: SchemaName): JsonSchema {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...contentOf(name) };
}

/** The content of the published file. */
export function formatSchema(name: SchemaName): string {
  return `${JSON.stringify(schemaOf(name), null, 2)}\n`;
}

export function schemaFile(name: SchemaName): string {
  return `${name}.schema.json`;
}

/** @param file by its path in the course. */
export function schemaNameOf(file: string): SchemaName {
  const [folder = ""] = file.split("/");
  if (folder === COURSE_FILE) return "course";
  if (folder === CONCEPTS_FILE) return "concepts";
  if (folder === PLACEMENT_FILE) return "placement";
  if (folder === EXAMS) return "exam";
  return folder === DRILLS ? "review" : "lesson";
}

/** The line at the head of such a file that tells editors of its schema. */
export function schemaLine(name: SchemaName): string {
  const isInFolder = name === "lesson" || name === "review" || name === "exam";
  return `# yaml-language-server: $schema=${isInFolder ? "../" : "./"}${schemaFile(name)}`;
}

function contentOf(name: SchemaName): JsonSchema {
  switch (name) {
    case "lesson":
      return { title: "A lesson of k8s-tutor", ...playable(lessonShape().schema) };
    case "review":
      return { title: "A review task of k8s-tutor", ...playable(drillShape().schema) };
    case "exam":
      return { title: "An exam of k8s-tutor", ...playable(examShape().schema) };
    case "placement":
      return { title: "The placement check of a course of k8s-tutor", ...placementShape().schema };
    case "concepts":
      return { title: "What there is to know in a course of k8s-tutor", ...conceptsShape().schema };
    case "course":
      return { title: "A course of k8s-tutor", ...courseShape().schema };
  }
}

/** With `pick`, and with checks, which stand in lists nearly always: an item of a list may have `only`. */
function playable(document: JsonSchema): JsonSchema {
  return { ...withPick(document), $defs: { check: withOnly(withChoices(checkSchema())), ...choiceSchemas() } };
}
