// One learner seen from near: what their terminal shows, live or rewound, and what the instructor can do for them.

import { useEffect, useRef, useState } from "preact/hooks";
import type { LearnerView, LookView } from "../protocol/view.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { LearnerHelp } from "./learner-help.tsx";
import { markOf } from "./learner-list.ts";
import { MarkOf } from "./marks.tsx";
import { useRoom } from "./room.tsx";
import { harmlessLine } from "./screen-text.ts";
import { Screen } from "./scrolled.tsx";
import { whereIs } from "./words.ts";

interface LearnerWindowProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function LearnerWindow({ id, onClose }: LearnerWindowProps) {
  const { state } = useRoom();
  const learner = state.learners.get(id);
  const look = state.look?.learner === id ? state.look : undefined;
  const { inputs, choose } = useLook(id);
  if (learner === undefined)
    return (
      <Dialog title="This learner is gone" onClose={onClose}>
        <p>They have left the room, or have been erased.</p>
      </Dialog>
    );
  return (
    <Dialog title={learner.name} onClose={onClose} isWide>
      <p class="chips">
        <MarkOf mark={markOf(learner)} />
        <span>{whereIs(learner)}</span>
        {learner.standing !== undefined && <span>{learner.standing.title}</span>}
        {learner.why !== undefined && <span>{learner.why}</span>}
        {!learner.isConnected && <span>away</span>}
      </p>
      {learner.hand?.about !== undefined && <p class="about">“{learner.hand.about}”</p>}
      <Rewind learner={learner} inputs={inputs} onChoose={choose} />
      <Screens look={look} />
      <LearnerHelp learner={learner} onErased={onClose} />
    </Dialog>
  );
}

/** What is looked at: null is live. While the host plays one moment, only the last one that was chosen meanwhile waits. */
function useLook(id: string): { readonly inputs: number | null; readonly choose: (inputs: number | null) => void } {
  const { act, line } = useRoom();
  const [inputs, setInputs] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const isAsking = useRef(false);
  const ask = async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    for (;;) {
      const now = wanted.current;
      const isDone = await act({ kind: "look", learner: id, inputs: now });
      if (!isDone || wanted.current === now) break;
    }
    isAsking.current = false;
  };
  const choose = (chosen: number | null) => {
    wanted.current = chosen;
    setInputs(chosen);
    ask();
  };
  useEffect(() => {
    if (line !== "open") return;
    ask();
    return () => {
      act({ kind: "look-away", learner: id });
    };
  }, [id, line]);
  return { inputs, choose };
}

interface RewindProps {
  readonly learner: LearnerView;
  readonly inputs: number | null;
  readonly onChoose: (inputs: number | null) => void;
}

function Rewind({ learner, inputs, onChoose }: RewindProps) {
  const at = inputs ?? learner.inputs;
  return (
    <div class="row rewind">
      <label>
        {inputs === null ? "Live" : `After ${at} of ${learner.inputs} inputs`}
        <input
          type="range"
          min={0}
          max={learner.inputs}
          value={at}
          aria-valuetext={`after ${at} of ${learner.inputs} inputs`}
          onInput={(event) => onChoose(Number(event.currentTarget.value))}
        />
      </label>
      <Button disabled={inputs === null} onClick={() => onChoose(null)}>
        Go live
      </Button>
    </div>
  );
}

function Screens({ look }: { readonly look: LookView | undefined }) {
  if (look === undefined) return <p class="quiet">Their work is being played again.</p>;
  const terminal = look.terminal.length === 0 ? ["Nothing was typed yet."] : look.terminal.map(harmlessLine);
  return (
    <div class="screens">
      <div>
        <h3>Terminal</h3>
        <Screen label="Terminal" lines={terminal} isTerminal />
      </div>
      <div>
        <h3>Cluster</h3>
        <Screen label="Cluster map" lines={look.map.map(harmlessLine)} />
      </div>
    </div>
  );
}
