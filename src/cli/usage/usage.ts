// The two hidden commands: what shells ask (`__complete`), and the manual page for whoever builds the package (`__man`).

import { createProgram } from "../program/program.ts";
import { manPage } from "./man.ts";
import { answerShell } from "./shells.ts";

export async function answerUsage(name: string, words: readonly string[], version: string): Promise<number> {
  if (name === "__complete" && words[0] === "kubectl" && words.length > 1) {
    const { hostKubectl } = await import("../kubectl/host-kubectl.ts");
    return hostKubectl(["__complete", ...words.slice(1)], version);
  }
  const program = createProgram();
  process.stdout.write(name === "__man" ? manPage(program, version) : answerShell(program, words));
  return 0;
}
