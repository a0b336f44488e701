// What learners are told when a condition does not hold: in words, not in CEL. Where the engine has none, the author writes them.

import { compileExpression } from "../checks/cel.ts";
import { wordlessParts } from "../checks/claim.ts";
import type { Located } from "../format/source.ts";
import type { Say, Specimen } from "./finding.ts";

/** @param told places that have been told of: another draw of the same lesson has other values there. */
export function lintWording({ document }: Pick<Specimen, "document">, told: Set<string>, say: Say): void {
  for (const node of expressionsOf(document)) {
    const place = `${node.line}:${node.column}`;
    const [part] = told.has(place) ? [] : wordlessParts(compileExpression(String(node.value)));
    if (part === undefined) continue;
    told.add(place);
    say(
      node,
      `Learners would read \`${part}\` where this does not hold. Write \`missing:\` beside the check: in plain words, what is not so yet.`,
      "warning",
    );
  }
}

type Scalar = Extract<Located, { kind: "scalar" }>;

/** The expressions that stand without an author's words, where learners are told of them: checks of `when` and `ready` only decide. */
function* expressionsOf(node: Located): Generator<Scalar> {
  if (node.kind === "list") for (const item of node.items) yield* expressionsOf(item);
  if (node.kind !== "map") return;
  for (const [key, { value }] of node.entries) {
    if (key !== "checks") yield* expressionsOf(value);
    else if (value.kind === "list") for (const item of value.items) yield* expressionsIn(checkIn(item));
  }
}

/** An exam's check stands beside its points. */
function checkIn(item: Located): Located {
  return (item.kind === "map" && item.entries.get("check")?.value) || item;
}

/** Of a `not` the reason is never told, and of an `any` that of its last. */
function* expressionsIn(check: Located): Generator<Scalar> {
  if (check.kind !== "map" || check.entries.has("missing")) return;
  const at = (key: string) => check.entries.get(key)?.value;
  yield* whereOf(check);
  const file = at("file");
  if (file?.kind === "map") yield* whereOf(file);
  const [all, any, whatIf] = [at("all"), at("any"), at("whatIf")];
  if (all?.kind === "list") for (const item of all.items) yield* expressionsIn(item);
  const last = any?.kind === "list" ? any.items.at(-1) : undefined;
  if (last !== undefined) yield* expressionsIn(last);
  const then = whatIf?.kind === "map" ? whatIf.entries.get("then")?.value : undefined;
  if (then?.kind === "list") for (const item of then.items) yield* expressionsIn(item);
}

function* whereOf({ entries }: Extract<Located, { kind: "map" }>): Generator<Scalar> {
  const where = entries.get("where")?.value;
  if (where?.kind === "scalar") yield where;
}
