// Every command of kubectl 1.33 with all its flags: what `kubectl COMMAND --help` of a real one lists is what ours declares.

import { expect, test } from "vitest";
import type { Command, LazyCommand } from "../../src/kubectl/command.ts";
import { allCommands } from "../../src/kubectl/command-table.ts";
import { commandHelp } from "../../src/kubectl/help.ts";
import { emptyHome, execute, findRealKubectl } from "./real-kubectl.ts";

const kubectl = await findRealKubectl();
if (kubectl === undefined) console.warn("No kubectl 1.33 is on the PATH: its flags are not compared with ours.");

/** What the help of a command tells, apart from its prose. */
interface Facts {
  readonly subcommands: readonly string[];
  readonly aliases: string;
  readonly usage: string;
  /** As in `-n, --namespace=''`. */
  readonly flags: readonly string[];
}

interface Declared {
  /** As in `kubectl create deployment`. */
  readonly path: string;
  readonly facts: Facts;
}

async function declaredBy(commands: readonly LazyCommand[], parentPath = "kubectl"): Promise<Declared[]> {
  const found: Declared[] = [];
  for (const lazy of commands) {
    const command = await lazy.load();
    const path = `${parentPath} ${command.name}`;
    found.push({ path, facts: factsOf(helpOf(command, parentPath)) });
    found.push(...(await declaredBy(command.subcommands ?? [], path)));
  }
  return found;
}

function helpOf(command: Command, parentPath: string): string {
  return command.helpText ?? commandHelp(command, parentPath);
}

function factsOf(help: string): Facts {
  const section = (title: string) => new RegExp(`^${title}:\n((?:.+\n|\n(?=[ \t]))*)`, "m").exec(help)?.[1] ?? "";
  return {
    subcommands: [...section("Available Commands").matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name ?? ""),
    aliases: section("Aliases").trim(),
    usage: section("Usage").trim(),
    flags: [...section("Options").matchAll(/^ {4}(\S.*):$/gm)].map(([, line]) => line ?? ""),
  };
}

/** What a real kubectl tells of the commands, two of them asked at a time. */
async function realFacts(file: string, paths: readonly string[]): Promise<Record<string, Facts>> {
  const env = emptyHome();
  const queue = [...paths];
  const facts: Record<string, Facts> = {};
  const ask = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const { stdout } = await execute(file, [...path.split(" ").slice(1), "--help"], env);
      facts[path] = factsOf(stdout);
    }
  };
  await Promise.all([ask(), ask()]);
  return facts;
}

test.skipIf(kubectl === undefined)(
  "every command has the flags of kubectl 1.33, with their shorthands and defaults",
  async () => {
    const declared = await declaredBy(allCommands());
    const real = await realFacts(
      kubectl ?? "",
      declared.map(({ path }) => path),
    );
    expect(Object.fromEntries(declared.map(({ path, facts }) => [path, facts]))).toEqual(real);
  },
  120_000,
);
