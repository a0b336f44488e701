// Every command of kubectl 1.33 with all its flags: what `kubectl COMMAND --help` of a real one lists is what ours declares.

import { expect, test } from "vitest";
import type { Command, LazyCommand } from "../../src/kubectl/command.ts";
import { allCommands } from "../../src/kubectl/command-table.ts";
import { commandHelp } from "../../src/kubectl/help.ts";
import { emptyHome, execute, findRealKubectl, type Ran } from "./real-kubectl.ts";

const kubectl = await findRealKubectl();
if (kubectl === undefined) console.warn("No kubectl 1.33 is on the PATH: its flags are not compared with ours.");


interface OurCommand {
  readonly command: Command;
  readonly parentPath: string;
}

interface Facts {
  readonly subcommands: readonly string[];
  readonly aliases: string;
  readonly usage: string;
  /** Lines as in `-n, --namespace=''`. */
  readonly flags: readonly string[];
}

async function ours(commands: readonly LazyCommand[], parentPath = "kubectl"): Promise<OurCommand[]> {
  const found: OurCommand[] = [];
  for (const lazy of commands) {
    const command = await lazy.load();
    found.push({ command, parentPath }, ...(await ours(command.subcommands ?? [], `${parentPath} ${command.name}`)));
  }
  return found;
}

function factsOf(help: string): Facts {
  const section = (title: string) => new RegExp(`^${title}:\n((?:.+\n|\n(?=[ \t]))*)`, "m").exec(help)?.[1] ?? "";
  return {
    subcommands: [...section("Available Commands").matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name ?? ""),
    aliases: section("Aliases").trim(),
    usage: section("Usage").trim(),
    flags: flagLines(section("Options")),
  };
}

function flagLines(text: string): string[] {
  return [...text.matchAll(/^ {4}(\S.*):$/gm)].map(([, line]) => line ?? "");
}

async function helps(paths: readonly string[]): Promise<Map<string, Ran>> {
  const env = emptyHome();
  const entries: [string, Ran][] = [];
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const ran = await execute(kubectl ?? "", [...path.split(" ").slice(1), "--help"], env);
      entries.push([path, ran]);
    }
  };
  await Promise.all([worker(), worker()]);
  return new Map(entries);
}

test.skipIf(kubectl === undefined)(
  "Every command has the flags of kubectl 1.33, with their shorthands and defaults",
  async () => {
    const commands = await ours(allCommands());
    const paths = commands.map(({ command, parentPath }) => `${parentPath} ${command.name}`);
    const real = await helps(paths);
    const wrong: Record<string, unknown> = {};
    for (const { command, parentPath } of commands) {
      const path = `${parentPath} ${command.name}`;
      const [theirs, mine] = [factsOf(real.get(path)?.stdout ?? ""), factsOf(commandHelp(command, parentPath))];
      if (JSON.stringify(theirs) !== JSON.stringify(mine))
        wrong[path] = {
          missing: theirs.flags.filter((f) => !mine.flags.includes(f)),
          extra: mine.flags.filter((f) => !theirs.flags.includes(f)),
          ...(theirs.usage !== mine.usage ? { usage: [theirs.usage, mine.usage] } : {}),
          ...(theirs.aliases !== mine.aliases ? { aliases: [theirs.aliases, mine.aliases] } : {}),
          ...(theirs.subcommands.join() !== mine.subcommands.join()
            ? { subs: [theirs.subcommands, mine.subcommands] }
            : {}),
        };
    }
    console.log(JSON.stringify(wrong, null, 1));
    expect(Object.keys(wrong).length).toBe(0);
  },
  120_000,
);
