// The marks of what learners do: a shape and a word for each, and a colour only besides.

import type { JSX } from "preact";
import type { Mark } from "./learner-list.ts";

const WORDS: Readonly<Record<Mark, string>> = {
  hand: "Hand raised",
  stuck: "Stuck",
  working: "Working",
  done: "Done",
  waiting: "Not begun",
};

export function markWord(mark: Mark): string {
  return WORDS[mark];
}

function shapeOf(mark: Mark): JSX.Element {
  switch (mark) {
    case "hand":
      return (
        <path d="M5.5 9V4.2M8 8V2.4M10.5 8.4V3.4M13 9.4V5.4M5.5 9 3.4 7.2M5.5 9v2c0 2.6 1.6 3.8 3.9 3.8S13 13.4 13 11V9.4" />
      );
    case "stuck":
      return <path d="M8 1.8 15 14H1ZM8 6v4M8 11.7v.6" />;
    case "working":
      return <circle cx="8" cy="8" r="5.6" />;
    case "done":
      return <path d="M2 2h12v12H2ZM4.8 8.2l2.4 2.4 4.2-5" />;
    case "waiting":
      return <path d="M4 8h.1M8 8h.1M12 8h.1" />;
  }
}

/** The shape alone: the word stands beside it, or in a label. */
export function Shape({ mark }: { readonly mark: Mark }) {
  return (
    <svg class={`shape ${mark}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {shapeOf(mark)}
    </svg>
  );
}

export function MarkOf({ mark, children }: { readonly mark: Mark; readonly children?: string }) {
  return (
    <span class={`mark ${mark}`}>
      <Shape mark={mark} />
      <span>{children ?? WORDS[mark]}</span>
    </span>
  );
}
