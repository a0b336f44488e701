// The sandbox at a terminal: a cluster, a prompt, and nothing else.

import { type Console, openConsole } from "./console.ts";
import { hostEditor } from "./host-editor.ts";
import { wordList } from "./layout.ts";
import { realPorts } from "./local-ports.ts";
import { isPlain } from "./plainness.ts";
import { Prompt } from "./prompt.ts";
import { chooseCluster, type SandboxOptions } from "./sandbox-world.ts";
import type { LearnerWorld } from "./world.ts";

export async function interactiveSandbox(options: SandboxOptions): Promise<number> {
  const cluster = await chooseCluster(options);
  const console = openConsole(options);
  const { terminal } = console;
  try {
    const world = await cluster.open(Math.floor(Date.now() / 1000) * 1000, {
      editor: hostEditor(terminal),
      ports: realPorts,
      env: promptEnvironment(isPlain(options)),
    });
    if (terminal.interactive) terminal.print([greeting(cluster.about, console), ""]);
    try {
      return await converse(world, console);
    } finally {
      world.close();
    }
  } finally {
    console.close();
  }
}

function greeting(about: string, { styler, texts }: Console): string {
  const word = (name: string) => styler.style("code", name);
  return `${about} ${texts.prompt.sandbox({ map: word("map"), trace: word("trace"), exit: word("exit") })}`;
}

/** A prompt in a world, until whoever sits there leaves it. @param onTick called now and then. */
export async function converse(
  world: LearnerWorld,
  console: Console,
  onTick: () => Promise<void> = async () => undefined,
): Promise<number> {
  const { terminal, texts } = console;
  const prompt = new Prompt(world, terminal, console);
  // There is no task: what is useful here.
  prompt.onTaskKey = () => terminal.announce(["", ...wordList(texts.prompt.help.trimEnd(), terminal.width)]);
  for (;;) {
    const read = await prompt.read(onTick);
    if (read.kind === "end") return world.shell.status;
    if (read.kind === "interrupt" || read.text.trim() === "") continue;
    console.remember(read.text);
    await prompt.run(read.text, onTick);
    if (world.shell.isOver) return world.shell.status;
  }
}

/** What of the host's environment the prompt sees: the choice of editor, and how much of a drawing is wanted. */
export function promptEnvironment(isPlain: boolean): Record<string, string> {
  const { EDITOR, VISUAL, KUBE_EDITOR } = process.env;
  const { K8S_TUTOR_PAGER } = process.env;
  // Without one, `kubectl edit` opens the tutor's own.
  const editor = VISUAL ?? EDITOR ?? (isPlain ? undefined : "edit");
  const found = { EDITOR: editor, KUBE_EDITOR, K8S_TUTOR_PAGER, ...looks(isPlain) };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The same for programs of the prompt that draw. */
export function looks(isPlain: boolean): Record<string, string | undefined> {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  return { NO_COLOR, FORCE_COLOR, K8S_TUTOR_PLAIN: isPlain ? "1" : undefined };
}
