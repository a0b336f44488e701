// What a check answers.

export type CheckResult =
  | {
      readonly passed: true /** It is not so yet, but will be after this much time if nothing else happens. */;
      readonly inMs?: number;
    }
  | {
      readonly passed: false;
      /** What was found, what was expected, what to look at next: plain sentences. */
      readonly why: string;
      /** What the cluster is still busy with; the learner need only wait. */
      readonly waitsFor?: string;
    };

export const PASSED: CheckResult = { passed: true };

export function failed(why: string): CheckResult {
  return { passed: false, why };
}

export function waiting(why: string, waitsFor: string): CheckResult {
  return { passed: false, why, waitsFor };
}
