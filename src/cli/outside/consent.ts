// Asks before anything is done to a cluster outside: which one it is, and what would be done there. Nobody shall be surprised.

import { createInterface } from "node:readline/promises";
import { UserError } from "../failure.ts";
import type { ChosenContext } from "./chosen-context.ts";

export interface Plan {
  readonly context: ChosenContext;
  readonly namespace: string;
  /** What would be done, a sentence each. */
  readonly intents: readonly string[];
}

/** Returns when somebody has agreed; throws otherwise. `yes`: they have agreed on the command line. */
export async function agreeTo(plan: Plan, yes: boolean): Promise<void> {
  if (yes) return;
  const { context, namespace, intents } = plan;
  if (!canAsk()) {
    throw new UserError(
      `this would work in the namespace ${namespace} of the cluster at ${context.access.server} (context ${context.name}), and there is nobody to ask; add --yes if you mean it`,
      2,
    );
  }
  const lines = [
    "This cluster is not a part of k8s-tutor:",
    `  context    ${context.name}`,
    `  server     ${context.access.server}`,
    `  namespace  ${namespace}`,
    ...intents,
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
  if (!(await isYes("Go on?"))) throw new UserError("nothing was done there");
}

/** Asks a question whose usual answer is no. Without a terminal it is no. */
export async function isYes(question: string): Promise<boolean> {
  if (!canAsk()) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  // Ctrl-C and Ctrl-D are no, and no crash.
  reader.once("SIGINT", () => left.abort());
  reader.once("close", () => left.abort());
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal: left.signal });
    return /^y(es)?$/i.test(answer.trim());
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
