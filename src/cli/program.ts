// The command line. Each command's module is loaded only when it is run.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { StartOptions } from "./start.ts";

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

function createProgram(): Command {
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
    .option("--step <id>", "try this step only; the ones before are just solved")
    .option("--seed <number>", "chance comes from this number", wholeNumber, 1)
    .option("--json", "as JSON")
    .action(async (paths: string[], options: { step?: string; json?: boolean; seed: number }) => {
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
