// Order independence: checks say the same in any order and as often as they are asked, and change nothing in the cluster.

import { judgeStep, type StepReport } from "../judge.ts";
import type { Step } from "../lesson.ts";
import type { Workbench } from "../world.ts";
import type { Visit } from "./chain.ts";
import type { Findings } from "./report.ts";

const REPETITIONS = 3;

export async function judgeRepeatedly({ step, bench }: Visit, findings: Findings): Promise<void> {
  findings.tried++;
  const before = await revisionOf(bench);
  const said: (readonly string[])[] = [];
  for (let time = 0; time < REPETITIONS; time++) said.push(statesOf(await glance(step, bench)));
  const backwards: Step = { ...step, checks: [...step.checks].reverse() };
  const reversed = [...statesOf(await glance(backwards, bench))].reverse();
  if (said.some((one) => one.join() !== said[0]?.join()))
    findings.fail("checks", "asked three times in a row they do not say the same", step.id);
  if (reversed.join() !== said[0]?.join())
    findings.fail("checks", "in another order they do not say the same", step.id);
  if ((await revisionOf(bench)) !== before) findings.fail("checks", "they change the cluster", step.id);
}

/** What costs a copy of the cluster happens in that copy, and is left out. */
function glance(step: Step, bench: Workbench): Promise<StepReport> {
  const world = Object.create(bench, { looksAhead: { value: false, writable: true } }) as Workbench;
  return judgeStep(step, world, { isThorough: false });
}

function statesOf({ conditions }: StepReport): readonly string[] {
  return conditions.map((condition) => condition.state);
}

/** The revision of everything in the cluster, which a list of anything tells. */
async function revisionOf(bench: Workbench): Promise<string | undefined> {
  const response = await bench.read({ method: "GET", path: "/api/v1/namespaces", query: { limit: "1" } });
  if (response.kind !== "object") return undefined;
  return (response.body as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion;
}
