// A group of learners in one row: how many, where, how they get on; opened, it has them below it.

import { Button } from "./button.tsx";
import type { Group } from "./learner-groups.ts";
import { MarkOf } from "./marks.tsx";

interface GroupRowProps {
  readonly group: Group;
  readonly isOpen: boolean;
  readonly columns: number;
  readonly index: number;
  readonly onToggle: () => void;
}

export function GroupRow({ group, isOpen, columns, index, onToggle }: GroupRowProps) {
  const { where, mark, learners, away } = group;
  return (
    <tr aria-rowindex={index} class="group">
      <th scope="rowgroup" colSpan={columns}>
        <Button class="name" title={where} aria-expanded={isOpen} onClick={onToggle}>
          <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> {where}
        </Button>
        <MarkOf mark={mark} /> <strong>{learners.length.toLocaleString("en")}</strong>
        <span class="of">{learners.length === 1 ? " learner" : " learners"}</span>
        {away > 0 && <span class="quiet"> {away} away</span>}
      </th>
    </tr>
  );
}
