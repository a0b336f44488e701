// Asks before anything is done to a cluster outside: which one it is, and what would be done there. Nobody shall be surprised.

import { createInterface } from "node:readline/promises";
import type { Texts } from "../../tutor/language/english.ts";
import { UserError } from "../failure.ts";
import { outputWidth, wrapText } from "../layout.ts";
import { saysYes } from "../yes.ts";
import type { ChosenContext } from "./chosen-context.ts";

export interface Plan {
  /** In the language of who is asked. */
  readonly texts: Texts;
  readonly context: ChosenContext;
  readonly namespace: string;
  /** What would be done, a sentence each. */
  readonly intents: readonly string[];
}

/** Returns when somebody has agreed; throws otherwise. `yes`: they have agreed on the command line. */
export async function agreeTo(plan: Plan, yes: boolean): Promise<void> {
  if (yes) return;
  const { context, namespace, intents, texts } = plan;
  const where = { context: context.name, server: context.access.server, namespace };
  if (!canAsk()) {
    throw new UserError(({ outside }) => outside.nobodyToAsk(where), 2);
  }
  const width = outputWidth();
  const lines = [...texts.outside.notOurs(where), ...intents.flatMap((intent) => wrapText(intent, width))];
  process.stderr.write(`${lines.join("\n")}\n`);
  if (!(await isYes(texts.outside.goOn, texts))) throw new UserError(({ outside }) => outside.nothingDone);
}

/** Asks a question whose usual answer is no. Without a terminal it is no. */
export async function isYes(question: string, { outside: says }: Texts): Promise<boolean> {
  if (!canAsk()) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  // Ctrl-C and Ctrl-D are no, and no crash.
  reader.once("SIGINT", () => left.abort());
  reader.once("close", () => left.abort());
  try {
    const lines = wrapText(`${question} ${says.yesOrNo}`, outputWidth());
    for (const line of lines.slice(0, -1)) process.stderr.write(`${line}\n`);
    const answer = await reader.question(`${lines.at(-1) ?? ""} `, { signal: left.signal });
    return saysYes(answer);
  } catch (error) {
    if (!left.signal.aborted) throw error;
    process.stderr.write("\n");
    return false;
  } finally {
    reader.close();
  }
}

function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
