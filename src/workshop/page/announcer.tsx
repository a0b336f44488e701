// Tells who listens to the page that hands have been raised: together, and not more often than one can listen.

import { useEffect, useRef, useState } from "preact/hooks";
import { queueOfHands } from "./learner-list.ts";
import { useRoom } from "./room.tsx";
import { count } from "./words.ts";

const PAUSE_MS = 5000;

export function Announcer() {
  const { learners } = useRoom().state;
  const [text, setText] = useState("");
  const latest = useRef(learners);
  latest.current = learners;
  useEffect(() => {
    let known = new Set(queueOfHands(latest.current.values()).map(({ id }) => id));
    const timer = setInterval(() => {
      const queue = queueOfHands(latest.current.values());
      const fresh = queue.filter(({ id }) => !known.has(id));
      known = new Set(queue.map(({ id }) => id));
      if (fresh.length === 0) return;
      const who = fresh.length > 3 ? count(fresh.length, "learner") : fresh.map(({ name }) => name).join(", ");
      setText(`Hand raised: ${who}. Waiting: ${queue.length}.`);
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="unseen" aria-live="polite">
      {text}
    </p>
  );
}
