// Learners × steps, live. Of thousands only the rows in sight are drawn.

import { useMemo, useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { GroupRow } from "./group-row.tsx";
import { LearnerChoices } from "./learner-choices.tsx";
import { GROUPED_FROM, groupLearners, type Row, rowsOf } from "./learner-groups.ts";
import type { Listing } from "./learner-list.ts";
import { LearnerRow } from "./learner-row.tsx";
import { useHostClock, useRoom } from "./room.tsx";
import { Scrolled } from "./scrolled.tsx";
import { useSteady } from "./steady-rows.ts";
import { count } from "./words.ts";

/** As in page.css. */
const ROW_PX = 44;
const DRAWN_WHOLE = 200;
const DRAWN = 60;
const BEFORE = 15;

export function LearnerTable({ onLook }: { readonly onLook: (learner: string) => void }) {
  const { state } = useRoom();
  const { lessons, step } = state.view;
  const now = useHostClock(state, 5000);
  const [listing, setListing] = useState<Listing>({ sort: "need", shown: "all", find: "" });
  const [chosen, setChosen] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { learners, keyOf } = useSteady(state.learners, listing, lessons, isBusy);
  const [wished, setWished] = useState<boolean>();
  // Who looks for a name wants to see names.
  const isGrouped = (wished ?? state.learners.size > GROUPED_FROM) && listing.find.trim() === "";
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo((): readonly Row[] => {
    if (!isGrouped) return learners.map((learner) => ({ kind: "learner", learner }));
    return rowsOf(groupLearners(learners, listing.sort, lessons, keyOf), open);
  }, [learners, keyOf, isGrouped, listing.sort, lessons, open]);
  const [top, setTop] = useState(0);
  const lesson = lessons.find(({ id }) => id === (chosen ?? step?.lesson)) ?? lessons[0];
  const first = rows.length <= DRAWN_WHOLE ? 0 : Math.max(0, Math.min(Math.floor(top / ROW_PX), rows.length) - BEFORE);
  const last = rows.length <= DRAWN_WHOLE ? rows.length : first + DRAWN;
  const columns = 4 + (lesson?.steps.length ?? 0);
  return (
    <section class="card learners">
      <h2>Learners</h2>
      <LearnerChoices listing={listing} onChoose={setListing}>
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
      </LearnerChoices>
      {state.learners.size > 1 && (
        <p class="buttons">
          <Button aria-pressed={isGrouped} onClick={() => setWished(!isGrouped)} disabled={listing.find.trim() !== ""}>
            In groups, by step and state
          </Button>
          {isGrouped && open.size > 0 && <Button onClick={() => setOpen(new Set())}>Close all groups</Button>}
        </p>
      )}
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
            {rows
              .slice(first, last)
              .map((row, index) =>
                row.kind === "group" ? (
                  <GroupRow
                    key={row.group.key}
                    group={row.group}
                    isOpen={row.isOpen}
                    columns={columns}
                    index={first + index + 2}
                    onToggle={() => setOpen(toggled(open, row.group.key))}
                  />
                ) : (
                  <LearnerRow
                    key={row.learner.id}
                    learner={row.learner}
                    lesson={lesson}
                    now={now}
                    index={first + index + 2}
                    onLook={onLook}
                  />
                ),
              )}
            <Gap rows={Math.max(0, rows.length - last)} columns={columns} />
          </tbody>
        </table>
      </Scrolled>
      <p class="legend quiet">
        ✓ solved alone, ◐ with help, ↷ skipped, ▶ here now, · open. {count(learners.length, "learner")} listed.
      </p>
    </section>
  );
}

function toggled(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return open.has(key) ? new Set([...open].filter((each) => each !== key)) : new Set([...open, key]);
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
