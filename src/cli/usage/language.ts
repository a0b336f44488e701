// The program's help in the learner's language. Commander's texts and ours are looked up by their English; what is not found stays English.

import type { Command } from "commander";
import { textsForArguments } from "../language.ts";

/** Turns all that `--help` shows, and what is said of slips on the command line, into the language that the arguments ask for. */
export async function speak(program: Command, argv: readonly string[]): Promise<void> {
  const { code } = await textsForArguments(argv);
  if (code !== "de") return;
  const { GERMAN, GERMAN_SLIPS } = await import("./german.ts");
  const word = (text: string) => (Object.hasOwn(GERMAN, text) ? (GERMAN[text] ?? text) : text);
  const slip = (text: string) => GERMAN_SLIPS.reduce((said, [pattern, german]) => said.replace(pattern, german), text);
  inWords(program, word, slip);
}

type Say = (text: string) => string;

function inWords(command: Command, word: Say, slip: Say): void {
  command.description(word(command.description()));
  for (const argument of command.registeredArguments) argument.description = word(argument.description);
  for (const option of command.options) option.description = word(option.description);
  command.helpOption("-h, --help", word("display help for command"));
  if (command.commands.length > 0) command.helpCommand("help [command]", word("display help for command"));
  command.showHelpAfterError(word("(k8s-tutor --help lists what there is)"));
  command.configureHelp({
    styleTitle: word,
    optionDescription: (option) => withFacts(option.description, option, word),
    argumentDescription: (argument) => withFacts(argument.description, argument, word),
  });
  command.configureOutput({ outputError: (text, write) => write(slip(text)) });
  for (const inner of command.commands) inWords(inner, word, slip);
}

interface Facts {
  readonly argChoices?: readonly string[];
  readonly defaultValue?: unknown;
  readonly defaultValueDescription?: string | undefined;
}

/** As commander adds them: what there is to choose, and what holds without it. */
function withFacts(
  description: string,
  { argChoices, defaultValue, defaultValueDescription }: Facts,
  word: Say,
): string {
  const hasDefault = defaultValue !== undefined && typeof defaultValue !== "boolean";
  const facts = [
    ...(argChoices === undefined ? [] : [`${word("choices")}: ${argChoices.join(", ")}`]),
    ...(hasDefault ? [`${word("default")}: ${defaultValueDescription ?? String(defaultValue)}`] : []),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join(", ")})`;
}
