// Which learners are listed, and in which order, as the instructor chooses it.

import type { ComponentChildren } from "preact";
import type { Listing, Shown, SortKey } from "./learner-list.ts";
import { markWord } from "./marks.tsx";

const SORTS: Readonly<Record<SortKey, string>> = {
  need: "needs help first",
  name: "name",
  progress: "farthest first",
};

const SHOWN: readonly Shown[] = ["all", "hand", "stuck", "working", "done", "waiting", "away"];

interface ChoicesProps {
  readonly listing: Listing;
  readonly onChoose: (listing: Listing) => void;
  readonly children: ComponentChildren;
}

export function LearnerChoices({ listing, onChoose, children }: ChoicesProps) {
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
