// A lesson's text: its `code` and its **strong** words, everything else as it is written.

import type { JSX } from "preact";

const PIECES = /(`[^`]+`|\*\*[^*]+\*\*)/;

export function Prose({ text }: { readonly text: string }) {
  return <>{text.trim().split(PIECES).map(piece)}</>;
}

function piece(text: string, key: number): JSX.Element | string {
  if (/^`.+`$/s.test(text)) return <code key={key}>{text.slice(1, -1)}</code>;
  if (/^\*\*.+\*\*$/s.test(text)) return <strong key={key}>{text.slice(2, -2)}</strong>;
  return text;
}
