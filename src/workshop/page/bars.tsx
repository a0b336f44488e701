// Bars whose numbers are written beside them.

interface Bar {
  readonly label: string;
  readonly value: number;
  /** Of the first vote, where this is the second. */
  readonly before?: number;
  readonly isRight?: boolean;
}

export function Bars({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const all = Math.max(1, sum(bars.map(({ value }) => value)));
  const allBefore = Math.max(1, sum(bars.map(({ before = 0 }) => before)));
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ label, value, before, isRight = false }) => (
        <li key={label} class={isRight ? "right" : ""}>
          <span class="bar-label">
            {label}
            {isRight && <strong> ✓ right</strong>}
          </span>
          <span class="bar-number">
            {value} ({share(value, all)}){before !== undefined && `, before: ${before} (${share(before, allBefore)})`}
          </span>
          <Track part={value / all} />
          {before !== undefined && <Track part={before / allBefore} isFaint />}
        </li>
      ))}
    </ul>
  );
}

function Track({ part, isFaint = false }: { readonly part: number; readonly isFaint?: boolean }) {
  return (
    <svg class={isFaint ? "track faint" : "track"} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="whole" width="100" height="4" />
      <rect class="part" width={100 * part} height="4" />
    </svg>
  );
}

/** One bar of several parts, the words for it beneath. */
export function Progress({ done, of, words }: { readonly done: number; readonly of: number; readonly words: string }) {
  return (
    <div class="progress">
      <Track part={of === 0 ? 0 : done / of} />
      <p>{words}</p>
    </div>
  );
}

function share(part: number, all: number): string {
  return `${Math.round((100 * part) / all)} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
