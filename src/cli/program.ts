// The command line. Each command's module is loaded only when it is run.

import { Command, InvalidArgumentError, Option } from "commander";

declare const __VERSION__: string;

export function createProgram(): Command {
  const program = new Command("k8s-tutor")
    .description("Learn Kubernetes in your terminal, on a simulated cluster that answers kubectl as the real one does.")
    .version(__VERSION__)
    .showHelpAfterError("(k8s-tutor --help lists what there is)")
    .exitOverride();
  addLearning(program);
  addCluster(program);
  addAuthoring(program);
  return program;
}

function addLearning(program: Command): void {
  program
    .command("start")
    .description("the tutor: goes on where you were, or shows the lessons")
    .argument("[lesson]", "a lesson's id, as first-pod")
    .option("--lessons <dir>", "a course other than the built-in one")
    .option("--plain", "plain text: no colours, no boxes, no redrawing (also K8S_TUTOR_PLAIN=1)")
    .action(async (lesson: string | undefined, options: { lessons?: string; plain?: boolean }) => {
      const { start } = await import("./start.ts");
      process.exitCode = await start({ ...options, ...(lesson === undefined ? {} : { lesson }) });
    });
  program
    .command("list")
    .description("the course, with marks for what you have done")
    .option("--lessons <dir>", "a course other than the built-in one")
    .option("--json", "as JSON")
    .action(async (options: { lessons?: string; json?: boolean }) => {
      const { list } = await import("./list.ts");
      process.exitCode = list(options);
    });
  const progress = program
    .command("progress")
    .description("your progress: show (default), where, export, import, reset");
  progress
    .command("show", { isDefault: true })
    .description("what you have done")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const { showProgress } = await import("./progress-commands.ts");
      process.exitCode = showProgress(options);
    });
  progress
    .command("where")
    .description("the file it is kept in")
    .action(async () => {
      const { whereProgress } = await import("./progress-commands.ts");
      process.exitCode = whereProgress();
    });
  progress
    .command("export")
    .argument("[file]", "where to write it; standard output when absent")
    .description("writes it out, to take to another machine")
    .action(async (file: string | undefined) => {
      const { exportProgress } = await import("./progress-commands.ts");
      process.exitCode = exportProgress(file);
    });
  progress
    .command("import")
    .argument("<file>", "a file that export wrote")
    .description("takes over what another machine exported; what you have here and there is merged")
    .action(async (file: string) => {
      const { importProgress } = await import("./progress-commands.ts");
      process.exitCode = importProgress(file);
    });
  progress
    .command("reset")
    .argument("[lesson]", "one lesson; all of them when absent")
    .option("--yes", "do not ask")
    .description("forgets it")
    .action(async (lesson: string | undefined, options: { yes?: boolean }) => {
      const { resetProgress } = await import("./progress-commands.ts");
      process.exitCode = await resetProgress(lesson, options);
    });
}

function addCluster(program: Command): void {
  program
    .command("sandbox")
    .description("a free cluster and a prompt")
    .option("--script <file>", "run commands from a file (- for standard input) instead of asking for them")
    .option("--json", "with --script: answer with a JSON array, one entry a command")
    .option("--dir <dir>", "working directory for files (default: the current one)")
    .option("--namespace <name>", "the context's namespace; created if absent")
    .addOption(new Option("--cluster <profile>", "a profile's name (city) or file").conflicts("nodes"))
    .option("--nodes <names>", "names of the nodes, separated by commas; the first is the control plane", commaList)
    .option("--seed <number>", "chance comes from this number: same seed, same cluster", wholeNumber, 1)
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .action(async (options) => {
      const { sandbox } = await import("./sandbox.ts");
      process.exitCode = await sandbox(options);
    });
}

function addAuthoring(program: Command): void {
  program
    .command("lint")
    .description("checks lesson files; every mistake is named with file, line and column")
    .argument("[paths...]", "lesson files or folders (default: the built-in lessons)")
    .option("--json", "as JSON")
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { lint } = await import("./lint.ts");
      process.exitCode = lint(paths, options);
    });
  program
    .command("test")
    .description("proves lessons: every solution passes, doing nothing does not, mistakes get their feedback")
    .argument("[paths...]", "lesson files or folders (default: the built-in lessons)")
    .option("--seed <number>", "chance comes from this number", wholeNumber, 1)
    .option("--json", "as JSON")
    .action(async (paths: string[], options: { json?: boolean; seed: number }) => {
      const { testLessons } = await import("./test-lessons.ts");
      process.exitCode = await testLessons(paths, options);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("it must be a whole number, 0 or more.");
  return value;
}

function commaList(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("write the names as a,b,c.");
  return names;
}
