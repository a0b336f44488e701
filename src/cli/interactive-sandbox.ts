// The sandbox at a terminal: a cluster, a prompt, and nothing else.

import type { Styler } from "../terminal/style.ts";
import { type Console, openConsole } from "./console.ts";
import { hostEditor } from "./host-editor.ts";
import { realPorts } from "./local-ports.ts";
import { isPlain } from "./plainness.ts";
import { Prompt } from "./prompt.ts";
import { chooseCluster, type SandboxOptions } from "./sandbox-world.ts";
import type { LearnerWorld } from "./world.ts";

export async function interactiveSandbox(options: SandboxOptions): Promise<number> {
  const cluster = await chooseCluster(options);
  const console = openConsole(options);
  const { terminal, styler } = console;
  try {
    const world = await cluster.open(Math.floor(Date.now() / 1000) * 1000, {
      editor: hostEditor(terminal),
      ports: realPorts,
      env: promptEnvironment(isPlain(options)),
    });
    if (terminal.interactive) terminal.print([greeting(cluster.about, styler), ""]);
    try {
      return await converse(world, console);
    } finally {
      world.close();
    }
  } finally {
    console.close();
  }
}

function greeting(about: string, styler: Styler): string {
  const word = (name: string): string => styler.style("code", name);
  return `${about} Type kubectl commands; ${word("map")} draws what there is, ${word("trace")} tells what came of it, ${word("exit")} leaves.`;
}

/** A prompt in a world, until whoever sits there leaves it. */
export async function converse(world: LearnerWorld, { terminal, styler, remember }: Console): Promise<number> {
  const prompt = new Prompt(world, terminal, styler);
  for (;;) {
    const read = await prompt.read();
    if (read.kind === "end") return world.shell.status;
    if (read.kind === "interrupt" || read.text.trim() === "") continue;
    remember(read.text);
    await prompt.run(read.text);
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
