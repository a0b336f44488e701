// What `new` writes, a lesson, a review task or an exam: complete and playable, with marks where its author has something to say.

import { EXAMS } from "../course.ts";
import { DRILLS } from "../drill.ts";
import { TO_WRITE } from "../lint/unwritten.ts";
import { type Draft, draftYaml } from "./lesson-yaml.ts";
import { EXAM_EXPLANATIONS, examOf, reviewTaskOf } from "./skeleton-beside.ts";
import type { Wish } from "./wish.ts";

export function skeletonOf(wish: Wish): string {
  if (wish.track === DRILLS) return draftYaml(reviewTaskOf(wish), {}, "review");
  if (wish.track === EXAMS) return draftYaml(examOf(wish), EXAM_EXPLANATIONS, "exam");
  return draftYaml(lessonOf(wish), EXPLANATIONS);
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  setup: "What is there when the lesson begins: manifests, files, and `ready` checks to wait for.",
  steps: "A step asks for a state, never for a command. Its checks look at the cluster.",
  quiz: "Each wrong option names the belief behind it.",
};

function lessonOf({ track, id, title, level, does }: Wish): Draft {
  return {
    format: "k8s-tutor/v1",
    id,
    title,
    track,
    minutes: 10,
    level,
    teaches: [`${id}.idea`],
    objectives: [capitalized(does)],
    setup: { cluster: "city", files: { "notes.txt": "Rent an apartment called web.\n" } },
    intro: `${TO_WRITE} the story, and where its picture of the city stops`,
    steps: [
      {
        id: "first",
        text: `${TO_WRITE} what happens in the story`,
        task: `${TO_WRITE} what to reach, by intent: ${does}`,
        checks: [{ title: "The Pod web is ready", resource: "Pod/web", where: "ready(obj)", within: "60s" }],
        hints: [
          `${TO_WRITE} where to look`,
          `${TO_WRITE} which concept it is`,
          `${TO_WRITE} nearly the command, between backticks`,
        ],
        feedback: [
          { id: "slip", when: { resource: "Pod/wbe" }, say: `${TO_WRITE} the likely belief, and what to look at` },
        ],
        solutions: [
          { name: "run", run: ["kubectl run web --image=nginx", { advance: "20s" }] },
          {
            name: "apply",
            run: [
              "kubectl run web --image=nginx --dry-run=client -o yaml > web.yaml",
              "kubectl apply -f web.yaml",
              { advance: "20s" },
            ],
          },
        ],
        counterexamples: [{ name: "slip", run: ["kubectl run wbe --image=nginx"], feedback: "slip" }],
        why: `${TO_WRITE} why it worked, and what was surprising`,
      },
    ],
    quiz: [
      {
        id: "first-question",
        ask: `${TO_WRITE} a question about the idea, not about a word`,
        options: [
          { text: `${TO_WRITE} what is right`, correct: true },
          { text: `${TO_WRITE} what many believe instead`, misconception: "first-belief" },
          { text: `${TO_WRITE} another thing that is believed`, misconception: "second-belief" },
        ],
        explain: `${TO_WRITE} why the right one is right`,
      },
    ],
    review: [
      {
        id: "first-card",
        front: `${TO_WRITE} a short question`,
        back: `${TO_WRITE} its answer`,
        concept: `${id}.idea`,
      },
    ],
    instructor: {
      minutes: { demo: 3, lab: 6, debrief: 3 },
      notes: `${TO_WRITE} where learners stall, and what to ask them`,
    },
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
