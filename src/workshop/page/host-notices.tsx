// What the host has to say of itself: at once and large when it cannot keep anything, else a list that is opened.

import { useHostClock, useRoom } from "./room.tsx";
import { harmlessLine } from "./screen-text.ts";
import { count, duration } from "./words.ts";

export function HostTrouble() {
  const { host } = useRoom().state.view;
  const why = host?.trouble ?? null;
  return (
    <div role="alert">
      {why !== null && (
        <p class="alarm">
          <strong>The host cannot keep anything just now:</strong> {harmlessLine(why)}. Nothing is lost: what learners
          do waits on their machines, and orders have to be given again. Make room, and it goes on by itself.
        </p>
      )}
    </div>
  );
}

export function HostNotices() {
  const { state } = useRoom();
  const now = useHostClock(state, 5000);
  const notices = state.view.host?.notices ?? [];
  if (notices.length === 0) return null;
  return (
    <details class="card">
      <summary>{count(notices.length, "word")} from the host</summary>
      <ul class="notices">
        {notices.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <span class="quiet">{duration(now - at)} ago:</span> {harmlessLine(text)}
          </li>
        ))}
      </ul>
    </details>
  );
}
