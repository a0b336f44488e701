// `k8s-tutor completion SHELL` prints what teaches a shell to ask `k8s-tutor __complete`, and this is what answers.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { scripts } from "../../kubectl/completion/scripts.ts";
import { LANGUAGES } from "../../tutor/language/languages.ts";
import { UserError } from "../failure.ts";
import { packageDirectory } from "../places.ts";
import { profileNames } from "../profiles.ts";
import { type NameSources, type Suggested, suggestWords } from "./words.ts";

export const shellNames = ["bash", "zsh", "fish", "powershell"] as const;

/** The same conversation as kubectl's, which shells know: so are the scripts. */
export function printCompletion(shell: string): number {
  const script = scripts[shell];
  if (script === undefined)
    throw new UserError(`there is no completion for ${shell}; there is one for ${shellNames.join(", ")}`, 2);
  process.stdout.write(script.replaceAll("kubectl", "k8s-tutor"));
  return 0;
}

const directives = { nothing: 4, files: 0, folders: 16 };

/** The answer to __complete: a line a candidate, then what the shell does besides. */
export function answerShell(program: Command, words: readonly string[]): string {
  const { candidates, otherwise } = suggestWords(program, words, namesHere());
  const lines = candidates.map(({ text, about }) => (about === undefined ? text : `${text}\t${about}`));
  return [...lines, `:${directives[otherwise]}`, ""].join("\n");
}

function namesHere(): NameSources {
  return {
    lesson: () => namesIn((file) => /^track: /m.test(file)),
    id: (command) => (command.name() === "exam" ? namesIn((file) => /^pass: /m.test(file)) : []),
    profile: () => profileNames().map((text) => ({ text })),
    language: () => Object.entries(LANGUAGES).map(([text, about]) => ({ text, about })),
  };
}

/** Files of the built-in course by id and title. Nothing is checked: whoever has pressed a key does not wait for that. */
function namesIn(isWanted: (content: string) => boolean): Suggested[] {
  const course = join(packageDirectory(), "lessons");
  const folders = readdirSync(course, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    const files = readdirSync(join(course, name)).filter((file) => file.endsWith(".yaml"));
    return files.flatMap((file) => {
      const content = readFileSync(join(course, name, file), "utf8");
      if (!isWanted(content)) return [];
      const title = /^title: ["']?(.*?)["']?$/m.exec(content)?.[1];
      return [{ text: basename(file, ".yaml"), ...(title === undefined ? {} : { about: title }) }];
    });
  });
}
