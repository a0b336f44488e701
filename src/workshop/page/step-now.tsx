// The step at which most learners are: how many are done, what goes wrong, and how long it takes.

import type { StepView } from "../protocol/view.ts";
import { Progress } from "./bars.tsx";
import { MarkOf } from "./marks.tsx";
import { Prose } from "./prose.tsx";
import { useRoom } from "./room.tsx";
import { count, duration, placeName } from "./words.ts";

export function StepNow() {
  const { view } = useRoom().state;
  const { step } = view;
  if (step === null)
    return (
      <section class="card">
        <h2>The step now</h2>
        <p class="quiet">Nobody has begun a lesson yet.</p>
      </section>
    );
  const { working, done, stuck, behind } = step.counts;
  const all = working + done + stuck + behind;
  return (
    <section class="card step-now">
      <h2>
        Now: {placeName(view.lessons, step)} <span class="quiet">({step.title})</span>
      </h2>
      <p>
        <Prose text={step.task} />
      </p>
      <Progress done={done} of={all} words={`${done} of ${all} done`} />
      <p class="chips">
        <MarkOf mark="working">{`${working} working`}</MarkOf>
        <MarkOf mark="stuck">{`${stuck} stuck`}</MarkOf>
        <span>{behind} behind</span>
        <span>{timeOf(step)}</span>
      </p>
      <Mistakes step={step} />
    </section>
  );
}

function timeOf({ estimateMs, medianMs }: StepView): string {
  const planned = `planned: ${duration(estimateMs)}`;
  return medianMs === undefined ? planned : `takes ${duration(medianMs)} (median), ${planned}`;
}

const KINDS: Readonly<Record<StepView["mistakes"][number]["kind"], string>> = {
  open: "still open",
  error: "error",
  feedback: "feedback",
};

function Mistakes({ step }: { readonly step: StepView }) {
  if (step.mistakes.length === 0) return <p class="quiet">No wrong attempts so far.</p>;
  return (
    <>
      <h3>What goes wrong most often</h3>
      <ol class="mistakes">
        {step.mistakes.map(({ kind, what, learners }) => (
          <li key={`${kind} ${what}`}>
            <span class="quiet">
              {count(learners, "learner")}, {KINDS[kind]}:
            </span>{" "}
            {kind === "error" ? <code>{what}</code> : <Prose text={what} />}
          </li>
        ))}
      </ol>
    </>
  );
}
