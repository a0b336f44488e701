// A part that scrolls by itself, by the keyboard too.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface ScreenProps {
  readonly label: string;
  readonly lines: readonly string[];
  /** Long lines go on in the next one, and the end is shown. */
  readonly isTerminal?: boolean;
}

/** What a terminal shows, as plain text. */
export function Screen({ label, lines, isTerminal = false }: ScreenProps) {
  const section = useRef<HTMLElement>(null);
  const text = lines.join("\n");
  useEffect(() => {
    if (isTerminal) section.current?.scrollTo(0, section.current.scrollHeight);
  }, [text, isTerminal]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too.
    <section ref={section} class={isTerminal ? "screen typed" : "screen"} tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}

interface ScrolledProps {
  readonly label: string;
  readonly onScroll: (top: number) => void;
  /** Whether somebody points at it or has the keyboard in it. */
  readonly onBusy: (isBusy: boolean) => void;
  readonly children: ComponentChildren;
}

export function Scrolled({ label, onScroll, onBusy, children }: ScrolledProps) {
  return (
    <section
      class="scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too.
      tabIndex={0}
      aria-label={label}
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      onPointerEnter={() => onBusy(true)}
      onPointerLeave={() => onBusy(false)}
      onFocusIn={() => onBusy(true)}
      onFocusOut={() => onBusy(false)}
    >
      {children}
    </section>
  );
}
