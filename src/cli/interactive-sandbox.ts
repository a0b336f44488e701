// The sandbox at a terminal: a cluster, a prompt, and nothing else.

import type { Styler } from "../terminal/style.ts";
import { type Console, openConsole } from "./console.ts";
import { hostEditor } from "./host-editor.ts";
import { realPorts } from "./local-ports.ts";
import { Prompt } from "./prompt.ts";
import { bootWorld, type SandboxOptions } from "./sandbox-world.ts";
import type { LearnerWorld } from "./world.ts";

export async function interactiveSandbox(options: SandboxOptions): Promise<number> {
  const console = openConsole(options);
  const { terminal, styler } = console;
  try {
    const world = bootWorld(options, Math.floor(Date.now() / 1000) * 1000, {
      editor: hostEditor(terminal),
      ports: realPorts,
      env: editorEnvironment(),
    });
    if (terminal.interactive) terminal.print([greeting(world, styler), ""]);
    try {
      return await converse(world, console);
    } finally {
      world.close();
    }
  } finally {
    console.close();
  }
}

function greeting({ options: { profile } }: LearnerWorld, styler: Styler): string {
  const nodes = `${profile.nodes.length} node${profile.nodes.length === 1 ? "" : "s"}`;
  return `A simulated Kubernetes ${profile.kubernetes} cluster with ${nodes}. Type kubectl commands; ${styler.style("code", "exit")} leaves.`;
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
