// Parts of a page of which one is shown. Arrow keys go from tab to tab, as browsers' own do.

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "./button.tsx";

interface Tab {
  readonly id: string;
  readonly name: string;
  readonly panel: JSX.Element;
}

export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const [chosen, setChosen] = useState(tabs[0]?.id);
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  const go = (index: number) => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    setChosen(tab.id);
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  const steer = (event: KeyboardEvent) => {
    const index = tabs.findIndex(({ id }) => id === shown?.id);
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <section class="tabs" aria-label={label}>
      <div role="tablist" aria-label={label} ref={list} onKeyDown={steer}>
        {tabs.map(({ id, name }) => (
          <Button
            key={id}
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === shown?.id}
            aria-controls={`panel-${id}`}
            tabIndex={id === shown?.id ? 0 : -1}
            onClick={() => setChosen(id)}
          >
            {name}
          </Button>
        ))}
      </div>
      {/* All are kept: what somebody has begun to write must not be gone when they come back. */}
      {tabs.map(({ id, panel }) => (
        <div key={id} role="tabpanel" id={`panel-${id}`} aria-labelledby={`tab-${id}`} hidden={id !== shown?.id}>
          {panel}
        </div>
      ))}
    </section>
  );
}
