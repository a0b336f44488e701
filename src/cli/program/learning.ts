// The commands of who learns: lessons, and what brings them back.

import { type Command, Option } from "commander";
import type { StartOptions } from "../start.ts";
import { courseOption, oldCourseOption, wholeNumber } from "./arguments.ts";

export function addLearning(program: Command): void {
  program
    .command("start")
    .description("the tutor: goes on where you were, or shows the lessons")
    .argument("[lesson]", "a lesson's id, as first-pod")
    .addOption(courseOption())
    .addOption(oldCourseOption())
    .option("--plain", "plain text: no colours, no boxes, no redrawing (also K8S_TUTOR_PLAIN=1)")
    .option("--seed <number>", "what a lesson leaves to chance comes from this number", wholeNumber)
    .addOption(
      new Option(
        "--script <file>",
        "play the lesson from a file of lines (- for standard input); nothing is kept of it",
      ).conflicts("kubeconfig"),
    )
    .option("--json", "with --script: what was entered, what it printed and what the tutor said, as JSON")
    .option("--kubeconfig <file>", "work in the cluster of this kubeconfig instead of the built-in one")
    .option("--context <name>", "with --kubeconfig: another context than its current one")
    .option("--yes", "with --kubeconfig: do not ask whether that cluster is meant")
    .action(async (lesson: string | undefined, options: Omit<StartOptions, "lesson">) => {
      const { start } = await import("../start.ts");
      process.exitCode = await start({ ...options, ...(lesson === undefined ? {} : { lesson }) });
    });
  program
    .command("list")
    .description("the course, with marks for what you have done")
    .addOption(courseOption())
    .addOption(oldCourseOption())
    .option("--json", "as JSON")
    .action(async (options: { lessons?: string; json?: boolean }) => {
      const { list } = await import("../list.ts");
      process.exitCode = list(options);
    });
}

export function addPractice(program: Command): void {
  program
    .command("review")
    .description("what you have learned comes back: cards and small tasks, 2 to 5 minutes")
    .addOption(courseOption())
    .addOption(oldCourseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--seed <number>", "the names and numbers of tasks come from this number", wholeNumber)
    .option("--json", "what is due, as JSON")
    .action(async (options) => {
      const { review } = await import("../review.ts");
      process.exitCode = await review(options);
    });
  program
    .command("placement")
    .description("a short check for who knows some of it: shows which lessons you may skip")
    .addOption(courseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--json", "which lessons it has marked as known, as JSON")
    .action(async (options) => {
      const { placement } = await import("../placement.ts");
      process.exitCode = await placement(options);
    });
  program
    .command("exam")
    .description("tasks against the clock; without an id, which exams there are and how they went")
    .argument("[id]", "an exam's id")
    .option("--practice", "the clock stands while you are away")
    .option("--abandon", "give up the exam that is under way")
    .addOption(courseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--seed <number>", "the names and numbers of tasks come from this number", wholeNumber)
    .option("--json", "exams and results, as JSON")
    .action(async (id: string | undefined, options) => {
      const { exam } = await import("../exam.ts");
      process.exitCode = await exam(id, options);
    });
}
