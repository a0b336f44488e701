// What proving a lesson has brought to light.

export interface Finding {
  readonly step?: string;
  /** As in `solution apply`, `doing nothing`, `counter-example wrong-image`, `intro`. */
  readonly subject: string;
  readonly reason: string;
}

export interface LessonTestReport {
  readonly lesson: string;
  readonly passed: boolean;
  readonly failures: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** How many things were tried. */
  readonly tried: number;
}

/** Collects findings, each once. */
export class Findings {
  readonly failures: Finding[] = [];
  readonly warnings: Finding[] = [];
  tried = 0;

  fail(subject: string, reason: string | undefined, step?: string): void {
    add(this.failures, { ...(step !== undefined && { step }), subject, reason });
  }

  warn(subject: string, reason: string | undefined, step?: string): void {
    add(this.warnings, { ...(step !== undefined && { step }), subject, reason });
  }
}

function add(list: Finding[], { reason, ...rest }: Omit<Finding, "reason"> & { readonly reason: string | undefined }) {
  if (reason === undefined) return;
  const isKnown = list.some((one) => one.step === rest.step && one.subject === rest.subject && one.reason === reason);
  if (!isKnown) list.push({ ...rest, reason });
}
