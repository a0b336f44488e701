// The sandbox at a terminal: a cluster, a prompt, and nothing else.

import { openConsole } from "./console.ts";
import { hostEditor } from "./host-editor.ts";
import { realPorts } from "./local-ports.ts";
import { Prompt } from "./prompt.ts";
import { bootWorld, type SandboxOptions } from "./sandbox-world.ts";

export async function interactiveSandbox(options: SandboxOptions): Promise<number> {
  const { terminal, styler, remember } = openConsole(options);
  try {
    const world = bootWorld(options, Math.floor(Date.now() / 1000) * 1000, {
      editor: hostEditor(terminal),
      ports: realPorts,
      env: editorEnvironment(),
    });
    const prompt = new Prompt(world, terminal, styler);
    if (terminal.interactive) {
      const nodes = options.nodes?.length ?? 3;
      terminal.print([
        `A simulated Kubernetes v1.33.5 cluster with ${nodes} nodes. Type kubectl commands; ${styler.style("code", "exit")} leaves.`,
        "",
      ]);
    }
    for (;;) {
      const read = await prompt.read();
      if (read.kind === "end") return world.shell.status;
      if (read.kind === "interrupt" || read.text.trim() === "") continue;
      remember(read.text);
      await prompt.run(read.text);
      if (world.shell.isOver) return world.shell.status;
    }
  } finally {
    terminal.close();
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
