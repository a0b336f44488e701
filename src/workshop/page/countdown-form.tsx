// A countdown on everybody's screen.

import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { useHostClock, useRoom } from "./room.tsx";
import { clock } from "./words.ts";

export function CountdownForm() {
  const { state, order } = useRoom();
  const { countdown } = state.view;
  const now = useHostClock(state, 1000);
  const [minutes, setMinutes] = useState("5");
  const [about, setAbout] = useState("");
  const set = (until: number | null, why: string | undefined, done: string) => {
    const told = why === undefined || why === "" ? {} : { about: why };
    return order({ kind: "countdown", until, ...told }, done);
  };
  const start = async (event: Event) => {
    event.preventDefault();
    await set(Math.round(now + Number(minutes) * 60_000), about.trim(), "The countdown runs.");
  };
  return (
    <section>
      <h2>Countdown</h2>
      {countdown === null ? (
        <form class="row" onSubmit={start}>
          <label class="short">
            Minutes
            <input
              type="number"
              min="0.5"
              max="600"
              step="0.5"
              required
              value={minutes}
              onInput={(event) => setMinutes(event.currentTarget.value)}
            />
          </label>
          <label>
            What for (if you like)
            <input maxLength={200} value={about} onInput={(event) => setAbout(event.currentTarget.value)} />
          </label>
          <button type="submit">Start the countdown</button>
        </form>
      ) : (
        <>
          <p>
            <strong class="clock">{clock(countdown.until - now)}</strong> {countdown.about}
          </p>
          <p class="buttons">
            <Button onClick={() => set(Math.max(now, countdown.until) + 60_000, countdown.about, "A minute more.")}>
              One minute more
            </Button>
            <Button onClick={() => set(null, undefined, "The countdown is off.")}>Call it off</Button>
          </p>
        </>
      )}
    </section>
  );
}
