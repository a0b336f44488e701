// The command line. Each command's module is loaded only when it is run.

import { Command, CommanderError, Option } from "commander";
import { speak } from "../usage/language.ts";
import { addAuthoring } from "./authoring.ts";
import { addCluster } from "./cluster.ts";
import { addLearning, addPractice } from "./learning.ts";
import { addProgress } from "./progress.ts";
import { addTools } from "./tools.ts";
import { addWorkshop } from "./workshop.ts";

declare const __VERSION__: string;

/** Runs what the arguments ask for; sets the exit code. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    const program = createProgram();
    await speak(program, argv);
    await program.parseAsync(argv, { from: "user" });
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
  addPractice(program);
  addProgress(program);
  addCluster(program);
  addAuthoring(program);
  addWorkshop(program);
  addTools(program);
  return program;
}

/** Commands are handed what the tutor says, in the language that was chosen, as `texts`. */
async function findTexts(command: Command): Promise<void> {
  const { lang } = command.optsWithGlobals<{ lang?: string }>();
  const { chooseLanguage } = await import("../language.ts");
  const { textsIn } = await import("../../tutor/language/languages.ts");
  command.setOptionValue("texts", await textsIn(chooseLanguage(lang)));
}

/** Commands are handed the course's folder as `lessons`, however it was named. */
async function findCourse(command: Command): Promise<void> {
  const { course, lessons } = command.opts<{ course?: string; lessons?: string }>();
  // A host is told which lessons it teaches, and finds its course itself.
  if (command.name() === "host") return;
  const named = course ?? lessons;
  if (named === undefined) return;
  const { otherCourse } = await import("../other-course.ts");
  command.setOptionValue("lessons", otherCourse(named));
}
