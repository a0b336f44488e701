// What everybody in the room sees on the wall, in large type: how to join, the task, the time left, how far the room is. No names of those
// who are stuck.

import { useEffect, useRef } from "preact/hooks";
import type { QuestionView } from "../protocol/view.ts";
import { Bars, Progress } from "./bars.tsx";
import { Command } from "./command-line.tsx";
import type { Wish } from "./connection.ts";
import { Prose } from "./prose.tsx";
import { JoinPanel } from "./qr.tsx";
import { useConnection, useHostClock } from "./room.tsx";
import type { RoomState } from "./room-state.ts";
import { harmlessLine } from "./screen-text.ts";
import { Screen } from "./scrolled.tsx";
import { TokenForm } from "./token-form.tsx";
import { clock, count, doorOf, joinCommand, placeName } from "./words.ts";

export function ProjectorPage({ token }: { readonly token: string | undefined }) {
  const { state, line, ask } = useConnection(token);
  if (token === undefined || line === "refused") return <TokenForm isRefused={line === "refused"} />;
  if (state === undefined)
    return (
      <main class="wall">
        <h1>k8s-tutor</h1>
      </main>
    );
  return <Wall state={state} isAway={line !== "open"} ask={ask} />;
}

interface WallProps {
  readonly state: RoomState;
  readonly isAway: boolean;
  readonly ask: (wish: Wish) => Promise<void>;
}

function Wall({ state, isAway, ask }: WallProps) {
  const { view } = state;
  const { step, question, gate, stage } = view;
  const door = doorOf(view, location);
  const hasBegun = step !== null;
  const present = state.learners.size;
  useStage(stage, isAway, ask);
  const isOver = useIsOver(state);
  const isAsked = question !== null && !isOver;
  return (
    <main class={hasBegun ? "wall" : "wall arriving"}>
      <header>
        <h1>{view.room.name}</h1>
        {hasBegun && (
          <p class="door">
            <Command command={joinCommand(door)} />
          </p>
        )}
        {isAway && <p class="quiet">○ no line to the host</p>}
      </header>
      {view.countdown !== null && <Countdown state={state} {...view.countdown} />}
      {state.isClosed && <p class="big">The workshop is over. Thank you!</p>}
      {gate.isHeld && <p class="big held">Please stop here and look up.</p>}
      {isAsked && <Asked question={question} learners={present} />}
      {!isAsked && hasBegun && <Task state={state} />}
      {!isAsked && !hasBegun && (
        <JoinPanel door={door} note={present === 0 ? "Nobody is here yet." : `${count(present, "learner")} here.`} />
      )}
      {!isAsked && view.picture && (
        <section>
          <h2>{view.picture.title}</h2>
          <Screen label="Cluster map" lines={view.picture.lines.map(harmlessLine)} />
        </section>
      )}
      {!isAsked && !view.picture && stage !== null && <Stage state={state} />}
    </main>
  );
}

/** A question has the wall to itself until the room goes on after its answers were shown. */
function useIsOver({ view: { question, step, gate, stage } }: RoomState): boolean {
  const where = `${step?.lesson}/${step?.step} ${JSON.stringify(gate)} ${stage}`;
  const shown = question?.isRevealed === true ? `${question.question}/${question.round}` : undefined;
  const seen = useRef<{ readonly shown: string; readonly where: string } | undefined>(undefined);
  if (shown === undefined) seen.current = undefined;
  else if (seen.current?.shown !== shown) seen.current = { shown, where };
  return seen.current !== undefined && seen.current.where !== where;
}

/** Looks live at whoever is on the stage. */
function useStage(stage: string | null, isAway: boolean, ask: WallProps["ask"]): void {
  useEffect(() => {
    if (stage === null || isAway) return;
    // A look that fails leaves the wall without a map; the instructor's page says why when it looks there.
    const isQuiet = () => undefined;
    ask({ kind: "look", learner: stage, inputs: null }).catch(isQuiet);
    return () => {
      ask({ kind: "look-away", learner: stage }).catch(isQuiet);
    };
  }, [stage, isAway]);
}

function Task({ state }: { readonly state: RoomState }) {
  const { step, lessons } = state.view;
  if (step === null) return null;
  const { working, done, stuck, behind } = step.counts;
  const all = working + done + stuck + behind;
  return (
    <section>
      <h2>{placeName(lessons, step)}</h2>
      <p class="big">
        <Prose text={step.task} />
      </p>
      <Progress done={done} of={all} words={`${done} of ${all} are done, ${all - done} still work on it`} />
    </section>
  );
}

interface CountdownProps {
  readonly state: RoomState;
  readonly until: number;
  readonly about?: string;
}

function Countdown({ state, until, about }: CountdownProps) {
  const left = until - useHostClock(state, 500);
  return (
    <p class="countdown" role="timer" aria-live="off">
      <span class="clock">{clock(left)}</span> {left <= 0 ? "Time is up." : about}
    </p>
  );
}

function Asked({ question, learners }: { readonly question: QuestionView; readonly learners: number }) {
  const { text, options, counts, votes, round, isRevealed, right, firstRound } = question;
  const bars = options.map((label, index) => ({
    label,
    value: counts[index] ?? 0,
    isRight: right === index,
    ...(firstRound === undefined ? {} : { before: firstRound[index] ?? 0 }),
  }));
  return (
    <section class="question">
      <h2>{round === 2 ? "Second vote" : "Question"}</h2>
      <p class="big">{text}</p>
      {isRevealed ? (
        <Bars bars={bars} label="Answers" />
      ) : (
        <>
          <ol>
            {options.map((option) => (
              <li key={option}>{option}</li>
            ))}
          </ol>
          <p>
            {votes} of {learners} have answered
          </p>
        </>
      )}
    </section>
  );
}

function Stage({ state: { look, learners, view } }: { readonly state: RoomState }) {
  if (look === undefined || look.learner !== view.stage) return null;
  return (
    <section>
      <h2>The cluster of {learners.get(look.learner)?.name}</h2>
      <Screen label="Cluster map" lines={look.map.map(harmlessLine)} />
    </section>
  );
}
