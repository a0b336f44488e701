// How far and how fast the room goes.

import { useState } from "preact/hooks";
import type { Order } from "../protocol/orders.ts";
import { Button } from "./button.tsx";
import { PlaceChoice } from "./place-choice.tsx";
import { useRoom } from "./room.tsx";
import { nextPlace, type Place, placeName } from "./words.ts";

type Gate = Extract<Order, { kind: "gate" }>;

export function PacePanel() {
  const { state, order, confirm } = useRoom();
  const { lessons, gate, step } = state.view;
  const [chosen, setChosen] = useState<Place>();
  const here: Place | undefined = gate.openTo ?? step ?? undefined;
  const place = chosen ?? here ?? firstPlace(lessons);
  const following = here === undefined ? undefined : nextPlace(lessons, here);
  const setGate = (now: Omit<Gate, "kind">, done: string) => order({ kind: "gate", ...now }, done);
  const open = (to: Place) => setGate({ openTo: plain(to), isHeld: false }, `Open up to ${placeName(lessons, to)}.`);
  const bring = async (to: Place, question: string) => {
    if (!(await confirm(question, "Bring everybody"))) return;
    if (gate.openTo !== null && !(await open(to))) return;
    await order({ kind: "go", ...plain(to), to: null }, `Everybody goes to ${placeName(lessons, to)}.`);
  };
  return (
    <section class="stack">
      <h2>Pace</h2>
      <p class={gate.isHeld ? "gate held" : "gate"}>
        <strong>{gate.isHeld ? "Held: everybody waits." : "Going on."}</strong>{" "}
        {gate.openTo === null ? "All steps are open." : `Open up to ${placeName(lessons, gate.openTo)}.`}
      </p>
      <p class="buttons">
        {gate.isHeld ? (
          <Button class="main" onClick={() => setGate({ openTo: gate.openTo, isHeld: false }, "Let go.")}>
            Let go
          </Button>
        ) : (
          <Button onClick={() => setGate({ openTo: gate.openTo, isHeld: true }, "Everybody is held.")}>
            Hold everybody
          </Button>
        )}
        {gate.openTo !== null && following !== undefined && (
          <Button class="main" onClick={() => open(following)}>
            Open the next step
          </Button>
        )}
        {gate.openTo === null && here !== undefined && <Button onClick={() => open(here)}>Stop after this step</Button>}
        {gate.openTo !== null && (
          <Button onClick={() => setGate({ openTo: null, isHeld: false }, "All steps are open.")}>
            Open all steps
          </Button>
        )}
        {following !== undefined && (
          <Button
            onClick={() => bring(following, `Skip this step: bring everybody to ${placeName(lessons, following)}?`)}
          >
            Skip this step…
          </Button>
        )}
      </p>
      {place !== undefined && (
        <>
          <PlaceChoice label="Step" lessons={lessons} value={place} onChoose={setChosen} />
          <p class="buttons">
            <Button onClick={() => open(place)}>Open up to here</Button>
            <Button onClick={() => bring(place, `Bring everybody to the beginning of ${placeName(lessons, place)}?`)}>
              Bring everybody here…
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

function plain({ lesson, step }: Place): Place {
  return { lesson, step };
}

function firstPlace(lessons: readonly { readonly id: string }[]): Place | undefined {
  const [first] = lessons;
  return first === undefined ? undefined : { lesson: first.id, step: 0 };
}
