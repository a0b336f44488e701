// What `k8s-tutor doctor` finds out about one thing, and what to do about it.

export interface Finding {
  readonly about: string;
  /** `advice`: everything works, and could be better. `broken`: something will not work. */
  readonly state: "ok" | "advice" | "broken";
  readonly found: string;
  readonly remedy?: string;
}

export function ok(about: string, found: string): Finding {
  return { about, state: "ok", found };
}

export function advice(about: string, found: string, remedy: string): Finding {
  return { about, state: "advice", found, remedy };
}

export function broken(about: string, found: string, remedy: string): Finding {
  return { about, state: "broken", found, remedy };
}
