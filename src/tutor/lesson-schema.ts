// The JSON Schema of lesson files, for editors. Made from the same shapes that the loader reads with.

import { checkSchema } from "./checks/check.ts";
import type { JsonSchema } from "./format/shape.ts";
import { FORMAT, lessonShape } from "./lesson.ts";
import { choiceSchemas, withChoices, withOnly, withPick } from "./pick-schema.ts";

export function lessonSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `A lesson of k8s-tutor (${FORMAT})`,
    ...withPick(lessonShape().schema),
    // Checks stand in lists nearly always, and an item of a list may have `only`.
    $defs: { check: withOnly(withChoices(checkSchema())), ...choiceSchemas() },
  };
}

/** The content of lessons/lesson.schema.json. */
export function formatLessonSchema(): string {
  return `${JSON.stringify(lessonSchema(), null, 2)}\n`;
}
