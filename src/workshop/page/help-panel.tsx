// Who waits for help: raised hands, the longest wait first, then those who say nothing and are stuck.

import { Button } from "./button.tsx";
import { listLearners, queueOfHands } from "./learner-list.ts";
import { MarkOf } from "./marks.tsx";
import { useHostClock, useRoom } from "./room.tsx";
import { duration, whereIs } from "./words.ts";

const STUCK_SHOWN = 20;

export function HelpPanel({ onLook }: { readonly onLook: (learner: string) => void }) {
  const { state, order } = useRoom();
  const now = useHostClock(state, 5000);
  const queue = queueOfHands(state.learners.values());
  const stuck = listLearners(state.learners.values(), { sort: "need", shown: "stuck", find: "" }, state.view.lessons);
  return (
    <section class="stack">
      <h2>Raised hands</h2>
      {queue.length === 0 && <p class="quiet">Nobody has raised a hand.</p>}
      <ol class="queue">
        {queue.map((learner) => (
          <li key={learner.id}>
            <p>
              <MarkOf mark="hand">{learner.name}</MarkOf>{" "}
              <span class="quiet">
                waits for {duration(now - (learner.hand?.since ?? now))}, {whereIs(learner)}
              </span>
            </p>
            {learner.hand?.about !== undefined && <p class="about">“{learner.hand.about}”</p>}
            <p class="buttons">
              <Button class="main" onClick={() => onLook(learner.id)}>
                Look and help<span class="unseen"> {learner.name}</span>
              </Button>
              <Button onClick={() => order({ kind: "hand-seen", to: learner.id }, `${learner.name}'s hand is down.`)}>
                Seen to<span class="unseen"> {learner.name}</span>
              </Button>
            </p>
          </li>
        ))}
      </ol>
      <h2>Stuck, and silent</h2>
      {stuck.length === 0 && <p class="quiet">Nobody seems to be stuck.</p>}
      <ul class="queue">
        {stuck.slice(0, STUCK_SHOWN).map((learner) => (
          <li key={learner.id}>
            <p>
              <MarkOf mark="stuck">{learner.name}</MarkOf>{" "}
              <span class="quiet">
                {learner.why}, {whereIs(learner)}
              </span>
            </p>
            <p class="buttons">
              <Button onClick={() => onLook(learner.id)}>
                Look<span class="unseen"> at {learner.name}</span>
              </Button>
            </p>
          </li>
        ))}
      </ul>
      {stuck.length > STUCK_SHOWN && <p class="quiet">And {stuck.length - STUCK_SHOWN} more, in the table.</p>}
    </section>
  );
}
