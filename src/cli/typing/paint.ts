// Light colouring of the line while it is typed: what is known, what there is not, quotes and pipes. Nothing is said by colour alone:
// commands and verbs are bold, mistakes underlined, the rest has signs of its own.

import type { Styler, Tone } from "../../terminal/style.ts";
import type { Span } from "../../terminal/view.ts";
import { commandWords } from "../typed-words.ts";
import { type KubectlKnowledge, type Meaning, readKubectlLine } from "./kubectl-line.ts";
import { commandsIn, type Token, tokensOf, type Word } from "./tokens.ts";

export interface ShellWords {
  isCommand(word: string): boolean;
  readonly aliases: ReadonlyMap<string, string>;
}

type Look = "command" | "mistake" | "kind" | "quoted" | "operator" | "comment";

export interface Part {
  readonly start: number;
  readonly end: number;
  readonly look: Look;
}

/** The spans of a line, in order. */
export function paintLine(line: string, shell: ShellWords, kubectl: KubectlKnowledge, styler: Styler): readonly Span[] {
  if (!styler.color) return [];
  return partsOf(line, shell, kubectl).map(({ start, end, look }) => ({ start, end, style: styleOf(look, styler) }));
}

const TONES: Readonly<Record<Exclude<Look, "mistake">, Tone>> = {
  command: "strong",
  kind: "code",
  quoted: "success",
  operator: "accent",
  comment: "muted",
};

function styleOf(look: Look, styler: Styler): (text: string) => string {
  if (look !== "mistake") return (text) => styler.style(TONES[look], text);
  return (text) => styler.style("link", styler.style("error", text));
}

export function partsOf(line: string, shell: ShellWords, kubectl: KubectlKnowledge): readonly Part[] {
  const tokens = tokensOf(line);
  const words = new Map<Word, Look>();
  for (const command of commandsIn(tokens)) readCommand(command, line, shell, kubectl, words);
  return tokens.flatMap((token) => partsOfToken(token, words));
}

function partsOfToken(token: Token, words: ReadonlyMap<Word, Look>): readonly Part[] {
  const { start, end } = token;
  if (token.kind === "comment") return [{ start, end, look: "comment" }];
  if (token.kind === "operator") return token.text === "\n" ? [] : [{ start, end, look: "operator" }];
  const look = words.get(token);
  if (look !== undefined) return [{ start, end, look }];
  return token.quoted.map((place) => ({ ...place, look: "quoted" as const }));
}

const LOOKS: Readonly<Record<Meaning, Look>> = {
  verb: "command",
  kind: "kind",
  "unknown-verb": "mistake",
  "unknown-flag": "mistake",
  "unknown-kind": "mistake",
};

function readCommand(
  command: readonly Word[],
  line: string,
  shell: ShellWords,
  kubectl: KubectlKnowledge,
  looks: Map<Word, Look>,
): void {
  const [first] = command.filter(({ text }) => !/^\w+=/.test(text));
  if (first === undefined) return;
  // A word that is no command may be an answer, or the beginning of one: it is not called wrong.
  if (shell.isCommand(first.text)) looks.set(first, "command");
  const words = commandWords([...command.map(({ text }) => text), ""], shell.aliases).slice(0, -1);
  if (words[0] !== "kubectl") return;
  const { meanings } = readKubectlLine(words.slice(1), kubectl);
  const own = Math.min(command.length, meanings.length);
  // Words of an alias stand nowhere in the line: those that do are the last ones.
  for (let back = 1; back <= own; back++) {
    const word = command.at(-back);
    const meaning = meanings.at(-back);
    if (word === undefined || meaning === undefined || word === first) continue;
    const look = LOOKS[meaning];
    // A word under way is not finished, and so not wrong.
    if (look === "mistake" && word.end >= line.length) continue;
    looks.set(word, look);
  }
}

/** The words behind `kubectl` of each command in a line. */
export function kubectlCommands(line: string, aliases: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  return commandsIn(tokensOf(line)).flatMap((command) => {
    const [program, ...words] = commandWords([...command.map(({ text }) => text), ""], aliases).slice(0, -1);
    return program === "kubectl" ? [words] : [];
  });
}
