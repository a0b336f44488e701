// The command line. Each command's module is loaded only when it is run.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { closest } from "../tutor/format/slip.ts";
import type { NewOptions } from "./authoring/new.ts";
import type { PreviewOptions } from "./authoring/preview.ts";
import type { RecordOptions } from "./authoring/record.ts";
import { addTools } from "./program-tools.ts";
import { addWorkshop } from "./program-workshop.ts";
import type { StartOptions } from "./start.ts";
import type { TestOptions } from "./test-lessons.ts";

declare const __VERSION__: string;

/** Runs what the arguments ask for; sets the exit code. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = exitCodeOf(error);
  }
}

// Wrong usage is 2; help and version, which commander raises too, are not errors.
function exitCodeOf(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}

/** The whole command line; also what completion and the manual page are read off. */
export function createProgram(): Command {
  const program = new Command("k8s-tutor")
    .description("Learn Kubernetes in your terminal, on a simulated cluster that answers kubectl as the real one does.")
    .version(__VERSION__)
    .showHelpAfterError("(k8s-tutor --help lists what there is)")
    .exitOverride()
    .addOption(
      new Option("--lang <language>", "the language to learn in: en or de (default: K8S_TUTOR_LANG, or your locale's)"),
    )
    .hook("preAction", (_, command) => findCourse(command))
    .hook("preAction", (_, command) => findTexts(command));
  addLearning(program);
  addCluster(program);
  addAuthoring(program);
  addWorkshop(program);
  addTools(program);
  return program;
}

function addLearning(program: Command): void {
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
      const { start } = await import("./start.ts");
      process.exitCode = await start({ ...options, ...(lesson === undefined ? {} : { lesson }) });
    });
  program
    .command("list")
    .description("the course, with marks for what you have done")
    .addOption(courseOption())
    .addOption(oldCourseOption())
    .option("--json", "as JSON")
    .action(async (options: { lessons?: string; json?: boolean }) => {
      const { list } = await import("./list.ts");
      process.exitCode = list(options);
    });
  addPractice(program);
  const progress = program
    .command("progress")
    .description("your progress: show (default), where, export, import, summary, reset");
  progress
    .command("show", { isDefault: true })
    .description("what you have done")
    .option("--json", "as JSON")
    // A word that is no command comes here, as what is shown by default.
    .allowExcessArguments()
    .action(async (options: { json?: boolean }, { args: [word] }: Command) => {
      if (word !== undefined) unknownCommand(progress, word);
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
    .alias("merge")
    .argument("<file>", "a file that export wrote")
    .description("takes over what another machine exported; what you have here and there is merged")
    .action(async (file: string) => {
      const { importProgress } = await import("./progress-commands.ts");
      process.exitCode = importProgress(file);
    });
  progress
    .command("summary")
    .argument("[file]", "where to write it; standard output when absent")
    .addOption(courseOption())
    .addOption(
      new Option("--format <format>", "how to write it; by the file's name when absent").choices([
        "text",
        "md",
        "json",
      ]),
    )
    .option("--json", "short for --format json")
    .description("what you have completed, on your own or with help, and exams; to keep or to show")
    .action(async (file: string | undefined, options) => {
      const { progressSummary } = await import("./progress-summary.ts");
      process.exitCode = progressSummary(file, options);
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

function addPractice(program: Command): void {
  program
    .command("review")
    .description("what you have learned comes back: cards and small tasks, 2 to 5 minutes")
    .addOption(courseOption())
    .addOption(oldCourseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--seed <number>", "the names and numbers of tasks come from this number", wholeNumber)
    .option("--json", "what is due, as JSON")
    .action(async (options) => {
      const { review } = await import("./review.ts");
      process.exitCode = await review(options);
    });
  program
    .command("placement")
    .description("a short check for who knows some of it: shows which lessons you may skip")
    .addOption(courseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--json", "which lessons it has marked as known, as JSON")
    .action(async (options) => {
      const { placement } = await import("./placement.ts");
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
      const { exam } = await import("./exam.ts");
      process.exitCode = await exam(id, options);
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
    .addOption(new Option("--cluster <profile>", "a profile's name (city, city-registry) or file").conflicts("nodes"))
    .option("--nodes <names>", "names of the nodes, separated by commas; the first is the control plane", commaList)
    .option("--seed <number>", "chance comes from this number: same seed, same cluster", wholeNumber, 1)
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .addOption(
      new Option("--kubeconfig <file>", "the cluster of this kubeconfig instead of a simulated one").conflicts([
        "cluster",
        "nodes",
      ]),
    )
    .option("--context <name>", "with --kubeconfig: another context than its current one")
    .option("--yes", "with --kubeconfig: do not ask whether that cluster is meant")
    .action(async (options) => {
      const { sandbox } = await import("./sandbox.ts");
      process.exitCode = await sandbox(options);
    });
  program
    .command("serve")
    .description("a cluster for kubectl and every other Kubernetes client, until Ctrl-C")
    .option("--port <number>", "the port to listen on (0: any that is free)", wholeNumber, 0)
    .option("--listen <address>", "the address to listen on; others than this machine can then reach it", "127.0.0.1")
    .option("--kubeconfig <file>", "where to write the kubeconfig for clients")
    .addOption(new Option("--cluster <profile>", "a profile's name (city, city-registry) or file").conflicts("nodes"))
    .option("--nodes <names>", "names of the nodes, separated by commas; the first is the control plane", commaList)
    .option("--seed <number>", "chance comes from this number: same seed, same cluster", wholeNumber, 1)
    .action(async (options) => {
      const { serve } = await import("./serve.ts");
      process.exitCode = await serve(options);
    });
  // Only for the list of commands: main.ts hands its arguments on untouched.
  program
    .command("kubectl")
    .description("kubectl, for the cluster of your kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config)")
    .usage("ARGS...");
}

function addAuthoring(program: Command): void {
  program
    .command("new")
    .description("writes the beginning of a lesson")
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
        const { translate } = await import("./authoring/translate.ts");
        process.exitCode = translate(named, options.translate, options.lessons);
        return;
      }
      const { newLesson } = await import("./authoring/new.ts");
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
      const { preview } = await import("./authoring/preview.ts");
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
      const { record } = await import("./authoring/record.ts");
      process.exitCode = await record(file, options);
    });
  program
    .command("lint")
    .description("checks lesson files; every mistake is named with file, line and column, and what to do")
    .argument("[paths...]", "lesson files or folders (default: the whole course)")
    .addOption(courseOption())
    .option("--json", "as JSON")
    .action(async (paths: string[], options: { lessons?: string; json?: boolean }) => {
      const { lint } = await import("./authoring/lint.ts");
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
      const { testLessons } = await import("./test-lessons.ts");
      const wanted = paths.length === 0 && options.lessons !== undefined ? [options.lessons] : paths;
      process.exitCode = await testLessons(wanted, options);
    });
}

function unknownCommand(above: Command, word: string): never {
  const meant = closest(
    word,
    above.commands.map((command) => command.name()),
  );
  above.error(`error: unknown command '${word}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
}

function courseOption(): Option {
  return new Option("--course <dir>", "a course other than the built-in one: its folder, or the name of a package");
}

/** What it was called at first. */
function oldCourseOption(): Option {
  return new Option("--lessons <dir>").hideHelp();
}

/** Commands are handed what the tutor says, in the language that was chosen, as `texts`. */
async function findTexts(command: Command): Promise<void> {
  const { lang } = command.optsWithGlobals<{ lang?: string }>();
  const { chooseLanguage } = await import("./language.ts");
  const { textsIn } = await import("../tutor/language/languages.ts");
  command.setOptionValue("texts", await textsIn(chooseLanguage(lang)));
}

/** Commands are handed the course's folder as `lessons`, however it was named. */
async function findCourse(command: Command): Promise<void> {
  const { course, lessons } = command.opts<{ course?: string; lessons?: string }>();
  // A host is told which lessons it teaches, and finds its course itself.
  if (command.name() === "host") return;
  const named = course ?? lessons;
  if (named === undefined) return;
  const { otherCourse } = await import("./other-course.ts");
  command.setOptionValue("lessons", otherCourse(named));
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
