// The sandbox at a terminal: a cluster, a prompt, and nothing else.

import type { Styler } from "../terminal/style.ts";
import { type Console, openConsole } from "./console.ts";
import { hostEditor } from "./host-editor.ts";
import { realPorts } from "./local-ports.ts";
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
      env: editorEnvironment(),
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
  return `${about} Type kubectl commands; ${styler.style("code", "exit")} leaves.`;
}

async function converse(world: LearnerWorld, { terminal, styler, remember }: Console): Promise<number> {
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

/** What of the host's environment the prompt sees: the choice of editor. */
export function editorEnvironment(): Record<string, string> {
  const { EDITOR, VISUAL, KUBE_EDITOR } = process.env;
  const found = { EDITOR: VISUAL ?? EDITOR, KUBE_EDITOR };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
