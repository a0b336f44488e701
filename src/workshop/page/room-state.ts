// Stands for the room as the page knows it: what the host told first, and every change since. Pure.

import type { LearnerView, LookView, RoomView, ToInstructor } from "../protocol/view.ts";

export interface RoomState {
  readonly view: Omit<RoomView, "learners">;
  readonly learners: ReadonlyMap<string, LearnerView>;
  readonly look: LookView | undefined;
  /** The host's clock is ahead of the page's by so much. */
  readonly clockAheadMs: number;
  readonly isClosed: boolean;
}

export function takeMessage(state: RoomState | undefined, message: ToInstructor, here: number): RoomState | undefined {
  if (message.kind === "room") {
    const { learners, ...view } = message.view;
    const byId = new Map(learners.map((learner) => [learner.id, learner]));
    return { view, learners: byId, look: undefined, clockAheadMs: view.now - here, isClosed: false };
  }
  if (state === undefined) return undefined;
  switch (message.kind) {
    case "changed": {
      const learners = new Map(state.learners);
      for (const learner of message.learners) learners.set(learner.id, learner);
      for (const id of message.gone) learners.delete(id);
      const view = { ...state.view, ...message.parts };
      return { ...state, view, learners, clockAheadMs: message.now - here };
    }
    case "looked":
      return { ...state, look: message.look };
    case "ordered":
      return message.order.order.kind === "closed" ? { ...state, isClosed: true } : state;
    case "done":
    case "refused":
      return state;
  }
}
