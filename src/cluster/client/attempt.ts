// What a component does without an answer: nothing, for now. It comes back to it.

import { ApiError } from "../../api/status.ts";

/** False when the API server did not answer, or said no: it may do otherwise the next time. */
export function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}
