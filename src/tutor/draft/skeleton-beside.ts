// The review task and the exam that `new` writes: playable from the first minute, as the lesson is.

import { TO_WRITE } from "../lint/unwritten.ts";
import type { Draft } from "./lesson-yaml.ts";
import type { Wish } from "./wish.ts";

export function reviewTaskOf({ id, title, level, does }: Wish): Draft {
  return {
    format: "k8s-tutor-review/v1",
    id,
    title,
    minutes: 2,
    level,
    concepts: [`${TO_WRITE} concepts from the \`teaches\` of lessons`],
    pick: { name: ["bakery", "florist", "tailor"] },
    step: {
      id: "task",
      task: `${TO_WRITE} what to reach, by intent: ${does}`,
      checks: [
        { title: "The Pod ${{ name }} is ready", resource: "Pod/${{ name }}", where: "ready(obj)", within: "60s" },
      ],
      hints: [
        `${TO_WRITE} where to look`,
        `${TO_WRITE} which concept it is`,
        `${TO_WRITE} nearly the command, between backticks`,
      ],
      feedback: [
        {
          id: "deployment",
          when: { resource: "Deployment/${{ name }}" },
          say: `${TO_WRITE} the likely belief, and what to look at`,
        },
      ],
      solutions: [
        { name: "run", run: ["kubectl run ${{ name }} --image=nginx", { advance: "20s" }] },
        {
          name: "apply",
          run: [
            "kubectl run ${{ name }} --image=nginx --dry-run=client -o yaml > pod.yaml",
            "kubectl apply -f pod.yaml",
            { advance: "20s" },
          ],
        },
      ],
      counterexamples: [
        {
          name: "deployment",
          run: ["kubectl create deployment ${{ name }} --image=nginx"],
          feedback: "deployment",
        },
      ],
      why: `${TO_WRITE} why it worked`,
    },
  };
}

export const EXAM_EXPLANATIONS: Readonly<Record<string, string>> = {
  pick: "What differs from one sitting to the next.",
  tasks: "Each check is worth points. Doing nothing must earn none, and a task solved must earn nothing for another.",
};

export function examOf({ id, title, level, does }: Wish): Draft {
  const ready = { resource: "Pod/${{ name }}", where: "ready(obj)", within: "60s" };
  const replicas = { resource: "Deployment/${{ shop }}", where: "obj.spec.replicas == 3" };
  return {
    format: "k8s-tutor-exam/v1",
    id,
    title,
    minutes: 20,
    level,
    pass: 66,
    pick: { name: ["porter", "runner"], shop: ["bakery", "florist"] },
    intro: `${TO_WRITE} what to expect`,
    setup: { do: ["kubectl create deployment ${{ shop }} --image=nginx --replicas=1"] },
    tasks: [
      {
        id: "first",
        title: `${TO_WRITE} a few words`,
        task: `${TO_WRITE} what to reach, by intent: ${does}`,
        lessons: ["the-lesson-that-teaches-it"],
        checks: [{ points: 4, check: { title: "The Pod ${{ name }} is ready", ...ready } }],
        solutions: [{ name: "run", run: ["kubectl run ${{ name }} --image=nginx", { advance: "20s" }] }],
      },
      {
        id: "second",
        title: `${TO_WRITE} a few words`,
        task: `${TO_WRITE} what to reach, by intent`,
        lessons: ["the-lesson-that-teaches-it"],
        checks: [
          { points: 2, check: { title: "${{ shop }} wants three copies", ...replicas } },
          {
            points: 2,
            check: {
              title: "Three copies are ready",
              ...replicas,
              where: "obj.status.readyReplicas == 3",
              within: "60s",
            },
          },
        ],
        solutions: [{ name: "scale", run: ["kubectl scale deployment ${{ shop }} --replicas=3", { advance: "20s" }] }],
        partial: [
          {
            name: "broken-image",
            run: [
              "kubectl scale deployment ${{ shop }} --replicas=3",
              "kubectl set image deployment ${{ shop }} nginx=nginx:no-such-tag",
            ],
            points: 2,
          },
        ],
      },
    ],
  };
}
