// The commands of who writes lessons.

import { type Command, Option } from "commander";
import type { NewOptions } from "../authoring/new.ts";
import type { PreviewOptions } from "../authoring/preview.ts";
import type { RecordOptions } from "../authoring/record.ts";
import type { TestOptions } from "../test-lessons.ts";
import { courseOption, wholeNumber } from "./arguments.ts";

export function addAuthoring(program: Command): void {
  program
    .command("new")
    .description("writes the beginning of a lesson, of a review task or of an exam")
    .argument("[track/id]", "where it goes and what it is called, as services/my-service")
    .option("--title <title>", "its title")
    .addOption(new Option("--level <level>", "for whom it is").choices(["beginner", "intermediate", "advanced"]))
    .option("--does <text>", "what the learner does in it")
    .option(
      "--translate <language>",
      "instead: write or update the translation of a lesson (or another file) that is there",
    )
    .addOption(courseOption())
    .option("--yes", "do not ask")
    .action(async (named: string | undefined, options: NewOptions & { readonly translate?: string }) => {
      if (options.translate !== undefined) {
        const { translate } = await import("../authoring/translate.ts");
        process.exitCode = translate(named, options.translate, options.lessons);
        return;
      }
      const { newLesson } = await import("../authoring/new.ts");
      process.exitCode = await newLesson(named, options);
    });
  program
    .command("preview")
    .description("shows a lesson as learners see it, anew each time its file is saved")
    .argument("<file>", "the lesson's file")
    .option("--step <id>", "this step only")
    .option("--seed <number>", "what the lesson leaves to chance comes from this number", wholeNumber)
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .action(async (file: string, options: PreviewOptions) => {
      const { preview } = await import("../authoring/preview.ts");
      process.exitCode = await preview(file, options);
    });
  program
    .command("record")
    .description("a sandbox whose commands become a lesson: `start` marks where it begins, `finish` writes it")
    .argument("<file>", "the lesson to write, as lessons/services/my-service.yaml")
    .option("--cluster <profile>", "the cluster that it begins with: city, city-ingress or city-registry", "city")
    .option("--title <title>", "its title")
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .action(async (file: string, options: RecordOptions) => {
      const { record } = await import("../authoring/record.ts");
      process.exitCode = await record(file, options);
    });
  program
    .command("lint")
    .description("checks lesson files; every mistake is named with file, line and column, and what to do")
    .argument("[paths...]", "lesson files or folders (default: the whole course)")
    .addOption(courseOption())
    .option("--json", "as JSON")
    .action(async (paths: string[], options: { lessons?: string; json?: boolean }) => {
      const { lint } = await import("../authoring/lint.ts");
      process.exitCode = await lint(paths, options);
    });
  program
    .command("test")
    .description("proves lessons: every solution passes, doing nothing does not, mistakes get their feedback")
    .argument("[paths...]", "lesson files or folders (default: the built-in lessons)")
    .option("--step <id>", "try this step only; the ones before are just solved")
    .addOption(courseOption())
    .option("--seed <number>", "chance comes from this number, also what a lesson leaves to it", wholeNumber)
    .option("--thorough", "tries everything that may differ apart, and with 20 seeds")
    .option("--coverage", "tells instead what the lessons use and teach, and what none teaches")
    .option("--jobs <number>", "so many lessons at the same time (default: one a processor)", wholeNumber)
    .option("--json", "as JSON")
    .action(async (paths: string[], options: TestOptions & { lessons?: string }) => {
      const { testLessons } = await import("../test-lessons.ts");
      const wanted = paths.length === 0 && options.lessons !== undefined ? [options.lessons] : paths;
      process.exitCode = await testLessons(wanted, options);
    });
}
