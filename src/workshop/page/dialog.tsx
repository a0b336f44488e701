// A window of its own over the page: the browser keeps the keyboard inside, and Escape closes it.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "./button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly isWide?: boolean;
}

export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} class={isWide ? "wide" : ""} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <Button class="close" onClick={() => dialog.current?.close()} aria-label="Close">
          <span aria-hidden="true">✕</span>
        </Button>
      </header>
      {children}
    </dialog>
  );
}

export interface Question {
  readonly question: string;
  readonly yes: string;
  readonly answer: (isMeant: boolean) => void;
}

export function Confirmation({ question, yes, answer }: Question) {
  return (
    <Dialog title={question} onClose={() => answer(false)}>
      <p class="buttons">
        <Button onClick={() => answer(false)}>No, go back</Button>
        <Button class="grave" onClick={() => answer(true)}>
          {yes}
        </Button>
      </p>
    </Dialog>
  );
}
