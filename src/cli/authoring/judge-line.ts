// Reads a shell line of a lesson without running it: it parses, and each kubectl in it has a command and flags that exist.

import { allCommands } from "../../kubectl/command-table.ts";
import { findCommand, firstArgument } from "../../kubectl/find-command.ts";
import { FlagError, parseFlags } from "../../kubectl/flags/parse.ts";
import { globalFlags } from "../../kubectl/global-flags.ts";
import { suggestionsFor } from "../../kubectl/suggestions.ts";
import type { Command, Script, SimpleCommand, Word, WordPart } from "../../shell/ast.ts";
import { ShellSyntaxError } from "../../shell/lex.ts";
import { isIncomplete, parseScript } from "../../shell/parse.ts";
import type { LineFault } from "../../tutor/lint/lines.ts";
import { homeDirectory } from "../laptop.ts";

/** For a word that only running the line would tell. */
const UNKNOWN = "unknown";

/** One judge for many lines: what it has been asked already it knows. */
export function createLineJudge(): (line: string, kubectl: boolean) => Promise<LineFault | undefined> {
  const globals = globalFlags(homeDirectory);
  const known = new Map<string, LineFault | undefined>();
  return async (line, kubectl) => {
    const key = `${kubectl} ${line}`;
    if (!known.has(key)) known.set(key, await judge(line, kubectl));
    return known.get(key);
  };

  async function judge(line: string, kubectl: boolean): Promise<LineFault | undefined> {
    const parsed = parse(line);
    if ("message" in parsed) return parsed;
    for (const command of kubectl ? commandsOf(parsed.script) : []) {
      const words = command.words.map((word) => word.literal ?? plainText(word.parts) ?? UNKNOWN);
      const [program, ...argv] = words;
      if (program !== "kubectl" && program !== "k") continue;
      const isExact = command.words.every((word) => word.literal !== undefined || plainText(word.parts) !== undefined);
      const message = await faultOf(argv, isExact);
      if (message !== undefined) return { message };
    }
    return undefined;
  }

  async function faultOf(argv: readonly string[], isExact: boolean): Promise<string | undefined> {
    const found = await findCommand(argv, globals, {});
    if (found === undefined) return unknownCommand("kubectl", argv[firstArgument(argv, globals) ?? 0], allCommands());
    const { command, words, parentPath } = found;
    const path = `${parentPath} ${command.name}`;
    const flags = [...globals, ...command.flags];
    const { subcommands } = command;
    if (subcommands !== undefined && (command.run === undefined || command.name === "create")) {
      const typed = words[firstArgument(words, flags) ?? words.length];
      if (typed !== undefined) return unknownCommand(path, typed, subcommands);
    }
    try {
      parseFlags(words, flags);
      return undefined;
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
      // What a variable stands for may be a number, or several words.
      if (!isExact && !error.message.startsWith("unknown")) return undefined;
      return `\`${path}\` does not take this: ${error.message}. \`${path} --help\` lists its flags.`;
    }
  }
}

function unknownCommand(
  path: string,
  typed: string | undefined,
  known: Parameters<typeof suggestionsFor>[1],
): string | undefined {
  if (typed === undefined || typed === UNKNOWN || typed === "help") return undefined;
  const close = suggestionsFor(typed, known)[0];
  const remedy = close === undefined ? `\`${path} --help\` lists what there is.` : `Did you mean \`${close}\`?`;
  return `\`${path}\` has no command \`${typed}\`. ${remedy}`;
}

function parse(line: string): { readonly script: Script } | LineFault {
  try {
    const script = parseScript(line);
    if (!isIncomplete(line)) return { script };
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    if (!error.incomplete)
      return { message: `The shell cannot read this line: ${error.message}. Check its quotes and brackets.` };
  }
  return {
    message:
      "This shell line is not complete. Close its quotes, brackets and here-documents, and end every `do` and `then`.",
  };
}

function commandsOf(script: Script): readonly SimpleCommand[] {
  return script.flatMap(({ command }) => ofCommand(command));
}

function ofCommand(command: Command): readonly SimpleCommand[] {
  switch (command.kind) {
    case "simple":
      return [command, ...wordsOf(command).flatMap(({ parts }) => parts.flatMap(ofPart))];
    case "function":
      return ofCommand(command.body);
    case "pipeline":
      return command.commands.flatMap(ofCommand);
    case "and":
    case "or":
      return [...ofCommand(command.left), ...ofCommand(command.right)];
    case "compound":
      return scriptsIn(command.compound).flatMap(commandsOf);
  }
}

function wordsOf({ words, assignments, redirects }: SimpleCommand): readonly Word[] {
  return [...words, ...assignments.map(({ value }) => value), ...redirects.map(({ target }) => target)];
}

function scriptsIn(compound: Extract<Command, { kind: "compound" }>["compound"]): readonly Script[] {
  switch (compound.kind) {
    case "if":
      return [
        ...compound.branches.flatMap(({ condition, body }) => [condition, body]),
        ...(compound.otherwise === undefined ? [] : [compound.otherwise]),
      ];
    case "loop":
      return [compound.condition, compound.body];
    case "case":
      return compound.items.map(({ body }) => body);
    case "condition":
    case "arithmetic command":
      return [];
    default:
      return [compound.body];
  }
}

function ofPart(part: WordPart): readonly SimpleCommand[] {
  if (part.kind === "command" || part.kind === "process") return commandsOf(part.body);
  return part.kind === "double" ? part.parts.flatMap(ofPart) : [];
}

/** The text of a word that is quoted, and of which nothing is expanded. */
function plainText(parts: readonly WordPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    const inner = part.kind === "double" ? plainText(part.parts) : "text" in part ? part.text : undefined;
    if (inner === undefined) return undefined;
    text += inner;
  }
  return text;
}
