// Stands for the instructor's page: the room in one glance, and everything an instructor orders.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Announcer } from "./announcer.tsx";
import type { Line, Wish } from "./connection.ts";
import { Confirmation, type Question } from "./dialog.tsx";
import { EndPanel } from "./end-panel.tsx";
import { HelpPanel } from "./help-panel.tsx";
import { HostNotices, HostTrouble } from "./host-notices.tsx";
import { countMarks, type Mark } from "./learner-list.ts";
import { LearnerTable } from "./learner-table.tsx";
import { LearnerWindow } from "./learner-window.tsx";
import { MarkOf, markWord } from "./marks.tsx";
import { useMedia } from "./media.ts";
import { PacePanel } from "./pace-panel.tsx";
import { JoinPanel } from "./qr.tsx";
import { type Room, RoomContext, useConnection, useRoom } from "./room.tsx";
import type { RoomState } from "./room-state.ts";
import { StepNow } from "./step-now.tsx";
import { Tabs } from "./tabs.tsx";
import { TalkPanel } from "./talk-panel.tsx";
import { TokenForm } from "./token-form.tsx";
import { count, doorOf } from "./words.ts";

interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

const NOTICE_MS = 8000;

export function InstructorPage({ token }: { readonly token: string | undefined }) {
  const { state, line, ask } = useConnection(token);
  if (token === undefined || line === "refused") return <TokenForm isRefused={line === "refused"} />;
  if (state === undefined)
    return (
      <main class="page narrow">
        <h1>The workshop</h1>
        <p role="status">{line === "away" ? "The host cannot be reached; trying again." : "Connecting to the host."}</p>
      </main>
    );
  return <Workshop state={state} line={line} token={token} ask={ask} />;
}

interface WorkshopProps {
  readonly state: RoomState;
  readonly line: Line;
  readonly token: string;
  readonly ask: (wish: Wish) => Promise<void>;
}

function Workshop({ state, line, token, ask }: WorkshopProps) {
  const [notice, setNotice] = useState<Notice>();
  const [question, setQuestion] = useState<Question>();
  const [looksAt, setLooksAt] = useState<string>();
  const act = async (wish: Wish, done?: string) => {
    try {
      await ask(wish);
      if (done !== undefined) setNotice({ text: done, isBad: false });
      return true;
    } catch (error) {
      setNotice({ text: `Not done: ${error instanceof Error ? error.message : String(error)}.`, isBad: true });
      return false;
    }
  };
  const room: Room = {
    state,
    line,
    token,
    act,
    order: (order, done) => act({ kind: "order", order }, done),
    complain: (text) => setNotice({ text, isBad: true }),
    confirm: (text, yes) =>
      new Promise((answered) => {
        const answer = (isMeant: boolean) => {
          setQuestion(undefined);
          answered(isMeant);
        };
        setQuestion({ question: text, yes, answer });
      }),
  };
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const counts = useMemo(() => countMarks(state.learners.values()), [state.learners]);
  useEffect(() => {
    document.title = `${counts.hand === 0 ? "" : `(${count(counts.hand, "hand")}) `}${state.view.room.name} – k8s-tutor`;
  }, [counts.hand, state.view.room.name]);
  return (
    <RoomContext.Provider value={room}>
      <div class="page">
        <Head counts={counts} />
        <HostTrouble />
        <Body onLook={setLooksAt} hands={counts.hand} />
        <p class={`notice ${notice?.isBad ? "bad" : ""}`} role="status">
          {notice?.text}
        </p>
        <Announcer />
        {looksAt !== undefined && <LearnerWindow id={looksAt} key={looksAt} onClose={() => setLooksAt(undefined)} />}
        {question !== undefined && <Confirmation {...question} />}
      </div>
    </RoomContext.Provider>
  );
}

const COUNTED: readonly Mark[] = ["hand", "stuck", "working", "done", "waiting"];

function Head({ counts }: { readonly counts: Readonly<Record<Mark, number>> }) {
  const { state, line, token } = useRoom();
  const all = state.learners.size;
  return (
    <header class="head">
      <h1>{state.view.room.name}</h1>
      <ul class="counts" aria-label="The room in numbers">
        <li>
          <strong>{all.toLocaleString("en")}</strong> {all === 1 ? "learner" : "learners"}
        </li>
        {COUNTED.map((mark) => (
          <li key={mark} class={counts[mark] === 0 ? "none" : ""}>
            <MarkOf mark={mark}>{`${markWord(mark)} ${counts[mark].toLocaleString("en")}`}</MarkOf>
          </li>
        ))}
      </ul>
      <p class="line" role="status">
        {line === "open" ? "" : "○ No line to the host; what you see may be old."}
        {state.isClosed && "The workshop is over."}
      </p>
      <a class="button" href={`/projector#${token}`} target="_blank" rel="noopener noreferrer">
        Projector view
      </a>
    </header>
  );
}

interface BodyProps {
  readonly onLook: (learner: string) => void;
  readonly hands: number;
}

function Body({ onLook, hands }: BodyProps) {
  const { view } = useRoom().state;
  const isWide = useMedia("(min-width: 60rem)");
  const overview = (
    <>
      <StepNow />
      <LearnerTable onLook={onLook} />
      <HostNotices />
    </>
  );
  const door = doorOf(view, location);
  const tabs = [
    ...(isWide ? [] : [{ id: "room", name: "Room", panel: overview }]),
    { id: "pace", name: "Pace", panel: <PacePanel /> },
    { id: "talk", name: "Talk", panel: <TalkPanel /> },
    { id: "help", name: hands === 0 ? "Help" : `Help (${hands})`, panel: <HelpPanel onLook={onLook} /> },
    { id: "join", name: "Join", panel: <JoinPanel door={door} /> },
    { id: "end", name: "Results", panel: <EndPanel /> },
  ];
  if (!isWide)
    return (
      <main>
        <Tabs tabs={tabs} label="Parts of the page" />
      </main>
    );
  return (
    <main class="two">
      <div class="overview">{overview}</div>
      <Tabs tabs={tabs} label="What to do" />
    </main>
  );
}
