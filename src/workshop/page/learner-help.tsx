// What the instructor does for one learner: a hint into their terminal, a step begun anew, the map on the wall, an end.

import { useState } from "preact/hooks";
import type { LearnerView } from "../protocol/view.ts";
import { Button } from "./button.tsx";
import { CommandLine } from "./command-line.tsx";
import { useRoom } from "./room.tsx";

interface LearnerHelpProps {
  readonly learner: LearnerView;
  readonly onErased: () => void;
}

export function LearnerHelp({ learner, onErased }: LearnerHelpProps) {
  const { state, act, order, confirm } = useRoom();
  const { id, name } = learner;
  const isOnWall = state.view.stage === id;
  const reset = async () => {
    const isMeant = await confirm(`Begin ${name}'s step anew? What they did in it is undone.`, "Begin it anew");
    if (isMeant) await order({ kind: "reset-step", to: id }, `${name}'s step begins anew.`);
  };
  const erase = async () => {
    const isMeant = await confirm(`Erase ${name} with all that is kept of them? It cannot be undone.`, "Erase");
    if (isMeant && (await act({ kind: "erase", learner: id }, "Erased."))) onErased();
  };
  return (
    <div class="stack">
      <HintForm learner={learner} />
      <p class="buttons">
        {learner.hand !== undefined && (
          <Button onClick={() => order({ kind: "hand-seen", to: id }, `${name}'s hand is down.`)}>
            Hand is seen to
          </Button>
        )}
        <Button onClick={reset}>Begin their step anew…</Button>
        <Button aria-pressed={isOnWall} onClick={() => order({ kind: "stage", learner: isOnWall ? null : id }, "")}>
          Show this map on the projector
        </Button>
        <Button class="grave" onClick={erase}>
          Erase…
        </Button>
      </p>
      {learner.standing !== undefined && (
        <div class="row middle">
          <span class="quiet">A copy of their cluster, in your own terminal:</span>
          <CommandLine command={`k8s-tutor workshop sandbox ${id}`} />
        </div>
      )}
    </div>
  );
}

function HintForm({ learner: { id, name } }: { readonly learner: LearnerView }) {
  const { order } = useRoom();
  const [text, setText] = useState("");
  const send = async (event: Event) => {
    event.preventDefault();
    const hint = { kind: "hint", text: text.trim(), to: id } as const;
    if (await order(hint, `The hint is in ${name}'s terminal.`)) setText("");
  };
  return (
    <form class="row" onSubmit={send}>
      <label>
        A hint for {name}
        <input maxLength={2000} required value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" class="main">
        Send the hint
      </button>
    </form>
  );
}
