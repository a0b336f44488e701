// Commands around the tutor: how the machine is, shells, the manual.

import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { courseOption, wholeNumber } from "./arguments.ts";

export function addTools(program: Command): void {
  program
    .command("doctor")
    .description("looks whether everything is well here: terminal, versions, files, kubectl; says what to do")
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean; plain?: boolean }) => {
      const { doctor } = await import("../doctor/doctor.ts");
      process.exitCode = doctor(options);
    });
  program
    .command("replay")
    .description("plays a session again: what was typed, what came of it, what the tutor said")
    .argument("[file]", "a file that `k8s-tutor progress export` wrote (default: your own progress)")
    .addOption(new Option("--lesson <lesson>", "which lesson's session (default: the last one)"))
    .option("--to <number>", "only so many commands and answers", wholeNumber)
    .option("--speed <factor>", "in a terminal: so many times as fast as it was (default: at once)", factor)
    .addOption(courseOption())
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .option("--json", "as JSON: an entry for each command and answer")
    .action(async (file: string | undefined, options) => {
      const { replay } = await import("../lesson-script/replay.ts");
      process.exitCode = await replay(file, options);
    });
  program
    .command("completion")
    .description("prints what teaches your shell to complete k8s-tutor")
    .addArgument(new Argument("<shell>", "yours").choices(["bash", "zsh", "fish", "powershell"]))
    .addHelpText("after", HOW_TO_INSTALL)
    .action(async (shell: string) => {
      const { printCompletion } = await import("../usage/shells.ts");
      process.exitCode = printCompletion(shell);
    });
}

const HOW_TO_INSTALL = `
Once and for all:
  bash        echo 'source <(k8s-tutor completion bash)' >>~/.bashrc
  zsh         echo 'source <(k8s-tutor completion zsh)' >>~/.zshrc
  fish        k8s-tutor completion fish >~/.config/fish/completions/k8s-tutor.fish
  powershell  k8s-tutor completion powershell >>$PROFILE`;

function factor(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("it must be a number above 0, as 2 or 0.5.");
  return value;
}
