// `k8s-tutor doctor`: looks at everything that the tutor needs, and says of each thing what to do about it.

import { homedir } from "node:os";
import { backgroundOf } from "../../terminal/abilities.ts";
import type { Styler } from "../../terminal/style.ts";
import { outputWidth, wrapText } from "../layout.ts";
import { stylerFor } from "../looks.ts";
import { isPlain } from "../plainness.ts";
import type { Finding } from "./finding.ts";
import { examineInstallation, examineNode } from "./installation.ts";
import { examineCompletion, examineEditor, examineKubectl } from "./neighbours.ts";
import { examineStorage } from "./storage.ts";
import { examineTerminal } from "./terminal.ts";

declare const __VERSION__: string;

export function doctor({ json, plain }: { readonly json?: boolean; readonly plain?: boolean }): number {
  const { env, platform, stdout, version } = process;
  const isTerminal = stdout.isTTY === true;
  const { columns, rows } = stdout;
  const findings: readonly Finding[] = [
    examineNode(version),
    examineInstallation(__VERSION__),
    ...examineTerminal({ env, platform, isTerminal, columns, rows }),
    ...examineStorage(),
    examineKubectl(env),
    examineEditor(env, platform),
    examineCompletion(env, env.HOME ?? homedir()),
  ];
  const isWell = findings.every(({ state }) => state !== "broken");
  if (json === true) stdout.write(`${JSON.stringify({ ok: isWell, findings }, null, 2)}\n`);
  else {
    const sight = { isTerminal, plain: isPlain({ plain: plain === true }), background: () => backgroundOf(env) };
    const width = outputWidth(80);
    stdout.write(`${renderFindings(findings, width, stylerFor(env, sight)).join("\n")}\n`);
  }
  return isWell ? 0 : 1;
}

const marks = { ok: ["done", "success"], advice: ["hint", "warning"], broken: ["wrong", "error"] } as const;
/** The word says it, whoever cannot see the mark. */
const words = { ok: "", advice: " (advice)", broken: " (broken)" } as const;

export function renderFindings(findings: readonly Finding[], width: number, styler: Styler): readonly string[] {
  const lines = findings.flatMap(({ about, state, found, remedy }) => {
    const [mark, tone] = marks[state];
    const sign = styler.mark(mark);
    const indent = " ".repeat(sign.length + 1);
    const [first = "", ...more] = wrapText(`${about}${words[state]}: ${found}`, width - indent.length);
    const todo = remedy === undefined ? [] : wrapText(`To do: ${remedy}`, width - indent.length);
    return [`${styler.style(tone, sign)} ${first}`, ...[...more, ...todo].map((line) => indent + line)];
  });
  return [...lines, "", ...wrapText(summaryOf(findings), width)];
}

function summaryOf(findings: readonly Finding[]): string {
  const count = findings.filter(({ state }) => state === "broken").length;
  if (count === 0) return "Everything that is needed is there. k8s-tutor start begins.";
  return count === 1 ? "One thing is broken." : `${count} things are broken.`;
}
