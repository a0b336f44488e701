// The manual page, in the language of man(7), read off the commander program, so that it tells what the program does.

import type { Command, Option } from "commander";

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["K8S_TUTOR_HOME", "the folder for progress, history and the files of lessons"],
  ["K8S_TUTOR_PLAIN", "1: plain text, for screen readers: no colours, no boxes, no redrawing"],
  ["K8S_TUTOR_TABLES", "records: tables row by row on the screen, each value behind the name of its column"],
  ["K8S_TUTOR_BACKGROUND", "dark or light: what lies behind the text, where the terminal does not tell"],
  ["K8S_TUTOR_LANG", "the language to learn in"],
  ["NO_COLOR, FORCE_COLOR", "no colours at all; colours also where there is no terminal"],
  ["VISUAL, EDITOR", "what the word edit and kubectl edit open"],
  ["KUBECONFIG", "which cluster k8s-tutor kubectl talks to"],
];

const EXIT: readonly (readonly [string, string])[] = [
  ["0", "done"],
  ["1", "the thing failed"],
  ["2", "wrong usage"],
];

export function manPage(program: Command, version: string): string {
  const name = program.name();
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    ".SH NAME",
    `${roff(name)} \\- ${roff(lowerFirst(program.description()).replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${roff(name)}`,
    ".I COMMAND",
    "[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]",
    ".SH DESCRIPTION",
    roff(program.description()),
    roff("Nothing has to be set up: the cluster is simulated, in this program. Begin with"),
    `.BR "${roff(name)} start" .`,
    ".SH COMMANDS",
    ...commandsOf(program).flatMap((command) => commandSection(command)),
    ".SH OPTIONS",
    ...optionsOf(program).flatMap((option) => item(option.flags, option.description)),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([variable, about]) => item(variable, about)),
    ".SH EXIT STATUS",
    ...EXIT.flatMap(([code, about]) => item(code, about)),
    ".SH COMPLETION",
    roff("For bash:"),
    `.B "source <(${roff(name)} completion bash)"`,
    roff("and likewise for zsh; for fish:"),
    `.B "${roff(name)} completion fish | source"`,
    ".SH SEE ALSO",
    ".BR kubectl (1)",
    "",
  ].join("\n");
}

function commandsOf(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help");
}

/** Those that only tell what this page tells are left out. */
function optionsOf(command: Command): Option[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== "--help");
}

function commandSection(command: Command, above = ""): string[] {
  const name = `${above}${command.name()}`;
  const own = [
    ".SS",
    `${roff(name)} ${roff(usageOf(command))}`.trimEnd(),
    roff(sentence(command.description())),
    ...command.registeredArguments.flatMap((argument) =>
      argument.description === "" ? [] : item(argument.name(), argument.description),
    ),
    ...optionsOf(command).flatMap((option) => item(option.flags, withChoices(option))),
  ];
  return [...own, ...commandsOf(command).flatMap((one) => commandSection(one, `${name} `))];
}

function usageOf(command: Command): string {
  return command.usage().replace("[options] ", "").replace("[options]", "").replace("[command]", "").trim();
}

function withChoices({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description} (${argChoices.join(", ")})`;
}

function item(term: string, about: string): string[] {
  return [".TP", `.B "${roff(term)}"`, roff(sentence(about))];
}

function sentence(text: string): string {
  const upper = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return /[.!?)]$/.test(upper) || upper === "" ? upper : `${upper}.`;
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

/** As text that man shows as it stands: a dot or a quote at the beginning of a line would be a request. */
function roff(text: string): string {
  const safe = text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("…", "...").replaceAll('"', "\\(dq");
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}
