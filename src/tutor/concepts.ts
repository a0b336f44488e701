// Stands for concepts.yaml: what there is to know, row by row, each with the lessons that teach it or the reason why none does.

import { list, object, oneOf, optional, required, type Shape, text } from "./format/shape.ts";
import { type Problem, Problems, parseSource } from "./format/source.ts";
import { identifier } from "./format/values.ts";
import { inOrder } from "./load.ts";

export interface Concept {
  readonly id: string;
  readonly text: string;
  readonly lessons?: readonly string[];
  /** Why no lesson teaches it. */
  readonly "deliberately-not"?: string;
}

interface ConceptsFile {
  readonly format: "k8s-tutor-concepts/v1";
  readonly concepts: readonly Concept[];
}

export function conceptsShape(): Shape<ConceptsFile> {
  const concept = object<Concept>({
    id: required(identifier(), "its id"),
    text: required(text(), "what there is to know"),
    lessons: optional(list(identifier(), { min: 1 }), "the lessons that teach it"),
    "deliberately-not": optional(text(), "why no lesson does"),
  });
  return object<ConceptsFile>({
    format: required(oneOf("k8s-tutor-concepts/v1"), "the version of this format"),
    concepts: required(list(concept, { min: 1 }), "what there is to know"),
  });
}

export function loadConcepts(
  file: string,
  content: string,
): { readonly concepts: readonly Concept[]; readonly problems: readonly Problem[] } {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const read = source && conceptsShape().read(source, problems);
  return { concepts: read?.concepts ?? [], problems: inOrder(problems.found) };
}

type ConceptState = "covered" | "deliberately not" | "uncovered";

export interface ConceptReport extends Concept {
  readonly state: ConceptState;
  /** Lessons that the row names and that are not there. */
  readonly missing: readonly string[];
}

/** Which rows the course covers. */
export function judgeConcepts(concepts: readonly Concept[], known: ReadonlySet<string>): readonly ConceptReport[] {
  return concepts.map((concept) => {
    const { lessons = [], "deliberately-not": reason } = concept;
    const missing = lessons.filter((id) => !known.has(id));
    const isCovered = missing.length < lessons.length;
    const state = isCovered ? "covered" : reason === undefined ? "uncovered" : "deliberately not";
    return { ...concept, state, missing };
  });
}
