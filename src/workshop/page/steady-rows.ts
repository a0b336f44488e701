// The list of learners, and the groups they are in, kept steady below a pointer.

import { useMemo, useRef } from "preact/hooks";
import type { LearnerView, RoomView } from "../protocol/view.ts";
import { groupOf } from "./learner-groups.ts";
import { type Listing, listLearners } from "./learner-list.ts";

interface Steady {
  readonly listing: Listing;
  readonly learners: readonly LearnerView[];
  readonly keyOf: (learner: LearnerView) => string;
}

/** While somebody points at a row or has the keyboard in it, rows keep their places, and learners their groups: nobody is to click on
 * another than they meant. */
export function useSteady(
  learners: ReadonlyMap<string, LearnerView>,
  listing: Listing,
  lessons: RoomView["lessons"],
  isBusy: boolean,
): Steady {
  const before = useRef<Steady>({ listing, learners: [], keyOf: groupOf });
  const steady = useMemo((): Steady => {
    const listed = listLearners(learners.values(), listing, lessons);
    const { listing: was, learners: kept, keyOf } = before.current;
    if (!isBusy || was !== listing) {
      const keys = new Map(listed.map((learner) => [learner.id, groupOf(learner)]));
      return { listing, learners: listed, keyOf: (learner) => keys.get(learner.id) ?? groupOf(learner) };
    }
    const known = new Set(kept.map(({ id }) => id));
    const again = kept.flatMap(({ id }) => learners.get(id) ?? []);
    return { listing, learners: [...again, ...listed.filter(({ id }) => !known.has(id))], keyOf };
  }, [learners, listing, lessons, isBusy]);
  before.current = steady;
  return steady;
}
