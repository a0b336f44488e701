// A command to be typed elsewhere, or copied.

import { useState } from "preact/hooks";
import { Button } from "./button.tsx";

/** Its words are not broken where they fit into a line: a hyphen in a code is no place to break it. */
export function Command({ command }: { readonly command: string }) {
  const pieces = command.split(/( )/);
  return (
    <code class="command">{pieces.map((piece) => (piece === " " ? piece : <span key={piece}>{piece}</span>))}</code>
  );
}

export function CommandLine({ command }: { readonly command: string }) {
  const [word, setWord] = useState("Copy");
  const copy = () => {
    // Browsers give the clipboard to pages that came over TLS only; the command stays there to be selected by hand.
    const copied = navigator.clipboard?.writeText(command) ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => setWord("Copied"),
      () => setWord("Select it and copy"),
    );
  };
  return (
    <p class="command-line">
      <Command command={command} />
      <Button onClick={copy}>{word}</Button>
    </p>
  );
}
