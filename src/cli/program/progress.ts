// The commands of `k8s-tutor progress`.

import { type Command, Option } from "commander";
import { closest } from "../../tutor/format/slip.ts";
import type { Texts } from "../../tutor/language/english.ts";
import { courseOption } from "./arguments.ts";

export function addProgress(program: Command): void {
  const progress = program
    .command("progress")
    .description("your progress: show (default), where, export, import, summary, reset");
  progress
    .command("show", { isDefault: true })
    .description("what you have done")
    .addOption(courseOption())
    .option("--json", "as JSON")
    // A word that is no command comes here, as what is shown by default.
    .allowExcessArguments()
    .action(async (options: { json?: boolean; texts?: Texts }, { args: [word] }: Command) => {
      if (word !== undefined) unknownCommand(progress, word);
      const { showProgress } = await import("../progress-commands.ts");
      process.exitCode = showProgress(options);
    });
  progress
    .command("where")
    .description("the file it is kept in")
    .addOption(courseOption())
    .action(async () => {
      const { whereProgress } = await import("../progress-commands.ts");
      process.exitCode = whereProgress();
    });
  progress
    .command("export")
    .argument("[file]", "where to write it; standard output when absent")
    .description("writes it out, to take to another machine")
    .addOption(courseOption())
    .action(async (file: string | undefined, options: { texts?: Texts }) => {
      const { exportProgress } = await import("../progress-commands.ts");
      process.exitCode = exportProgress(file, options);
    });
  progress
    .command("import")
    .alias("merge")
    .argument("<file>", "a file that export wrote")
    .description("takes over what another machine exported; what you have here and there is merged")
    .addOption(courseOption())
    .action(async (file: string, options: { texts?: Texts }) => {
      const { importProgress } = await import("../progress-commands.ts");
      process.exitCode = importProgress(file, options);
    });
  progress
    .command("summary")
    .argument("[file]", "where to write it; standard output when absent")
    .addOption(courseOption())
    .addOption(
      new Option("--format <format>", "how to write it; by the file's name when absent").choices([
        "text",
        "md",
        "html",
        "json",
      ]),
    )
    .option("--json", "short for --format json")
    .option("--html <file>", "short for FILE --format html: a page that needs nothing else, to send or to print")
    .description("what you have completed, on your own or with help, and exams; to keep or to show")
    .action(async (file: string | undefined, options) => {
      const { progressSummary } = await import("../progress-summary.ts");
      process.exitCode = progressSummary(file, options);
    });
  progress
    .command("reset")
    .argument("[lesson]", "one lesson; all of them when absent")
    .addOption(courseOption())
    .option("--yes", "do not ask")
    .description("forgets it")
    .action(async (lesson: string | undefined, options: { yes?: boolean; texts?: Texts }) => {
      const { resetProgress } = await import("../progress-commands.ts");
      process.exitCode = await resetProgress(lesson, options);
    });
}

function unknownCommand(above: Command, word: string): never {
  const meant = closest(
    word,
    above.commands.map((command) => command.name()),
  );
  above.error(`error: unknown command '${word}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
}
