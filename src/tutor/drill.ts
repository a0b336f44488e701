// Stands for a review task: a lesson of one step, with other names and numbers each time. It is read as such a lesson, so that all that plays
// and proves lessons plays and proves it, too.

import { integer, list, object, oneOf, optional, required, type Shape, text } from "./format/shape.ts";
import type { Located, Problems } from "./format/source.ts";
import { identifier } from "./format/values.ts";
import { FORMAT, type Lesson, type Setup, type Step, setupShape, stepShape } from "./lesson.ts";

/** The folder of review tasks; no track may be called so. */
export const DRILLS = "review";

const DRILL_FORMAT = "k8s-tutor-review/v1";

interface DrillDocument {
  readonly format: typeof DRILL_FORMAT;
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly level: Lesson["level"];
  readonly concepts: readonly string[];
  readonly setup?: Setup;
  readonly step: Step;
}

/** A lesson's `teaches` are the task's concepts; it has neither a story nor a quiz. */
export type Drill = Lesson;

export function isDrill({ track }: Lesson): boolean {
  return track === DRILLS;
}

export function isDrillDocument(document: Located): boolean {
  const format = document.kind === "map" ? document.entries.get("format")?.value : undefined;
  return format?.kind === "scalar" && format.value === DRILL_FORMAT;
}

/** Reads the shape; the loader looks at the sense, as it does for lessons. */
export function readDrill(document: Located, problems: Problems): Drill | undefined {
  const read = drillShape().read(document, problems);
  if (read === undefined) return undefined;
  const { concepts, step, format: _, ...rest } = read;
  return {
    ...rest,
    format: FORMAT,
    track: DRILLS,
    teaches: concepts,
    objectives: [],
    intro: "",
    steps: [step],
    quiz: [],
    review: [],
  };
}

export function drillShape(): Shape<DrillDocument> {
  return object<DrillDocument>(
    {
      format: required(oneOf(DRILL_FORMAT), "the version of this format"),
      id: required(identifier(), "the task's id, the same as the file's name"),
      title: required(text(), "at most 48 characters"),
      minutes: required(integer(), "how long it takes, 1 to 4"),
      level: required(oneOf("beginner", "intermediate", "advanced"), "for whom"),
      concepts: required(list(text(), { min: 1 }), "ids of concepts from lessons' `teaches`: it comes when one is due"),
      setup: optional(setupShape(), "how the cluster and the working directory start"),
      step: required(stepShape(), "the task"),
    },
    { name: "a review task" },
  );
}
