// Learners × steps, live. Of thousands only the rows in sight are drawn.

import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { LearnerView, RoomView } from "../protocol/view.ts";
import { type Listing, listLearners, type Shown, type SortKey } from "./learner-list.ts";
import { LearnerRow } from "./learner-row.tsx";
import { markWord } from "./marks.tsx";
import { useHostClock, useRoom } from "./room.tsx";
import { Scrolled } from "./scrolled.tsx";
import { count } from "./words.ts";

/** As in page.css. */
const ROW_PX = 44;
const DRAWN_WHOLE = 200;
const DRAWN = 60;
const BEFORE = 15;

const SORTS: Readonly<Record<SortKey, string>> = {
  need: "needs help first",
  name: "name",
  progress: "farthest first",
};

const SHOWN: readonly Shown[] = ["all", "hand", "stuck", "working", "done", "waiting", "away"];

export function LearnerTable({ onLook }: { readonly onLook: (learner: string) => void }) {
  const { state } = useRoom();
  const { lessons, step } = state.view;
  const now = useHostClock(state, 5000);
  const [listing, setListing] = useState<Listing>({ sort: "need", shown: "all", find: "" });
  const [chosen, setChosen] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const rows = useSteadyRows(state.learners, listing, lessons, isBusy);
  const [top, setTop] = useState(0);
  const lesson = lessons.find(({ id }) => id === (chosen ?? step?.lesson)) ?? lessons[0];
  const first = rows.length <= DRAWN_WHOLE ? 0 : Math.max(0, Math.min(Math.floor(top / ROW_PX), rows.length) - BEFORE);
  const last = rows.length <= DRAWN_WHOLE ? rows.length : first + DRAWN;
  const columns = 4 + (lesson?.steps.length ?? 0);
  return (
    <section class="card learners">
      <h2>Learners</h2>
      <Choices listing={listing} onChoose={setListing}>
        {lessons.length > 1 && (
          <label>
            Lesson
            <select value={lesson?.id} onChange={(event) => setChosen(event.currentTarget.value)}>
              {lessons.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </Choices>
      {rows.length === 0 && (
        <p class="quiet">{state.learners.size === 0 ? "Nobody has joined yet." : "Nobody is listed here."}</p>
      )}
      <Scrolled label="Learners and steps" onScroll={setTop} onBusy={setIsBusy}>
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Learner</th>
              <th scope="col">State</th>
              <th scope="col">Where</th>
              <th scope="col" class="for">
                For
              </th>
              {lesson?.steps.map((name, index) => (
                <th scope="col" class="step" key={name} title={name}>
                  <span class="unseen">Step </span>
                  {index + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={first} columns={columns} />
            {rows.slice(first, last).map((learner, index) => (
              <LearnerRow
                key={learner.id}
                learner={learner}
                lesson={lesson}
                now={now}
                index={first + index + 2}
                onLook={onLook}
              />
            ))}
            <Gap rows={Math.max(0, rows.length - last)} columns={columns} />
          </tbody>
        </table>
      </Scrolled>
      <p class="legend quiet">
        ✓ solved alone, ◐ with help, ↷ skipped, ▶ here now, · open. {count(rows.length, "learner")} listed.
      </p>
    </section>
  );
}

/** While somebody points at a row or has the keyboard in it, rows keep their places: nobody is to click on another than they meant. */
function useSteadyRows(
  learners: ReadonlyMap<string, LearnerView>,
  listing: Listing,
  lessons: RoomView["lessons"],
  isBusy: boolean,
): readonly LearnerView[] {
  const order = useRef<{ readonly listing: Listing; readonly ids: readonly string[] }>({ listing, ids: [] });
  const rows = useMemo(() => {
    const listed = listLearners(learners.values(), listing, lessons);
    if (!isBusy || order.current.listing !== listing) {
      order.current = { listing, ids: listed.map(({ id }) => id) };
      return listed;
    }
    const kept = new Set(order.current.ids);
    const steady = order.current.ids.flatMap((id) => learners.get(id) ?? []);
    return [...steady, ...listed.filter(({ id }) => !kept.has(id))];
  }, [learners, listing, lessons, isBusy]);
  return rows;
}

interface ChoicesProps {
  readonly listing: Listing;
  readonly onChoose: (listing: Listing) => void;
  readonly children: ComponentChildren;
}

function Choices({ listing, onChoose, children }: ChoicesProps) {
  return (
    <div class="row choices">
      <label>
        Sorted by
        <select
          value={listing.sort}
          onChange={(event) => onChoose({ ...listing, sort: event.currentTarget.value as SortKey })}
        >
          {Object.entries(SORTS).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Show
        <select
          value={listing.shown}
          onChange={(event) => onChoose({ ...listing, shown: event.currentTarget.value as Shown })}
        >
          {SHOWN.map((shown) => (
            <option key={shown} value={shown}>
              {shown === "all" ? "everybody" : shown === "away" ? "away" : markWord(shown).toLowerCase()}
            </option>
          ))}
        </select>
      </label>
      <label>
        Name
        <input
          type="search"
          value={listing.find}
          onInput={(event) => onChoose({ ...listing, find: event.currentTarget.value })}
        />
      </label>
      {children}
    </div>
  );
}

/** Stands for rows that are out of sight. */
function Gap({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows === 0) return null;
  return (
    <tr>
      <td colSpan={columns} style={{ height: `${rows * ROW_PX}px` }} />
    </tr>
  );
}
