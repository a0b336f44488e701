// One learner's row of the table.

import type { LearnerView, RoomView } from "../protocol/view.ts";
import { Button } from "./button.tsx";
import { markOf } from "./learner-list.ts";
import { MarkOf } from "./marks.tsx";
import { duration, whereIs } from "./words.ts";

interface LearnerRowProps {
  readonly learner: LearnerView;
  readonly lesson: RoomView["lessons"][number] | undefined;
  readonly now: number;
  readonly index: number;
  readonly onLook: (learner: string) => void;
}

type Status = NonNullable<LearnerView["standing"]>["steps"][number]["status"];

const SIGNS: Readonly<Record<Status | "here", readonly [sign: string, word: string]>> = {
  solo: ["✓", "solved alone"],
  assisted: ["◐", "solved with help"],
  skipped: ["↷", "skipped"],
  here: ["▶", "here now"],
  open: ["·", "open"],
};

export function LearnerRow({ learner, lesson, now, index, onLook }: LearnerRowProps) {
  const { id, name, standing, isConnected, why } = learner;
  const isHere = standing !== undefined && standing.lesson === lesson?.id;
  return (
    <tr aria-rowindex={index} class={isConnected ? "" : "away"}>
      <th scope="row">
        <Button class="name" onClick={() => onLook(id)} title={name}>
          {name}
        </Button>
        {!isConnected && <span class="quiet"> away</span>}
      </th>
      <td title={why}>
        <MarkOf mark={markOf(learner)} />
        {why !== undefined && <span class="why quiet"> {why}</span>}
      </td>
      <td class="where">
        {whereIs(learner)}
        {standing !== undefined && !isHere && <span class="quiet"> of {standing.title}</span>}
      </td>
      <td class="for">{standing === undefined ? "" : duration(now - standing.stepSince)}</td>
      {lesson?.steps.map((step, at) => {
        const [sign, word] = isHere ? SIGNS[statusAt(standing, at)] : ["", "not in this lesson"];
        return (
          <td key={step} class="step">
            <span aria-hidden="true">{sign}</span>
            <span class="unseen">{word}</span>
          </td>
        );
      })}
    </tr>
  );
}

function statusAt({ phase, step, steps }: NonNullable<LearnerView["standing"]>, at: number): Status | "here" {
  const status = steps[at]?.status ?? "open";
  // Who has solved it and waits for the next one to be opened has done with it.
  return phase === "steps" && step === at && status === "open" ? "here" : status;
}
