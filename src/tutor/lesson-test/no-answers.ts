// Generic wrong answers: who says nothing, or nothing in particular, has not answered.

import { isPassed } from "../judge.ts";
import type { Visit } from "./chain.ts";
import { look } from "./play.ts";
import type { Findings } from "./report.ts";

const NOTHING_SAID = ["", " ", "?", "-", "x", "I do not know"];

/** When all else is done. */
export async function tryNoAnswers({ step, bench }: Visit, findings: Findings): Promise<void> {
  const given = { ...bench.answers };
  for (const { id } of step.questions ?? []) {
    for (const said of NOTHING_SAID) {
      findings.tried++;
      bench.answer(id, said);
      const report = await look({ ...step, checks: [] }, bench, false, false);
      const isTaken = isPassed({ ...report, questions: { [id]: report.questions[id] ?? "unanswered" } });
      const what = said.trim() === "" ? "no answer at all" : `the answer "${said}"`;
      findings.fail(`question ${id}`, isTaken ? `${what} is taken for right` : undefined, step.id);
    }
    bench.answer(id, given[id] ?? "");
  }
}
