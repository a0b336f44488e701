// What becomes of a lesson on a cluster that is not the tutor's own: one that cannot be copied, wound forward or tampered with.
// What cannot be judged there is left out where the rest of a step still says enough; otherwise the lesson says why it does not go there.

import type { Action } from "./action.ts";
import { type Check, withInner } from "./checks/check.ts";
import { english, type Texts } from "./language/english.ts";
import type { Lesson, Step } from "./lesson.ts";

export type TaughtElsewhere =
  | { readonly kind: "taught"; readonly lesson: Lesson; readonly notes: readonly string[] }
  /** `why` is the rest of a sentence that begins with the lesson. */
  | { readonly kind: "refused"; readonly why: string };

type Says = Texts["outside"];

export function taughtElsewhere(lesson: Lesson, { outside: says }: Pick<Texts, "outside"> = english): TaughtElsewhere {
  const why = onlyHere(lesson, says);
  if (why !== undefined) return { kind: "refused", why };
  const left = lesson.steps.some(({ checks }) => checks.some(looksAhead));
  const notes = left ? [says.judgesWhatIs] : [];
  return { kind: "taught", lesson: { ...lesson, steps: lesson.steps.map(stepElsewhere) }, notes };
}

/** Nodes that the lesson's own commands and checks name, and that are not there. */
export function missingNodes(lesson: Lesson, storyNodes: readonly string[], found: readonly string[]): string[] {
  const { setup } = lesson;
  const text = JSON.stringify([setup?.manifests, setup?.do, setup?.ready, ...lesson.steps.map(namingPartsOf)], source);
  return storyNodes.filter((name) => !found.includes(name) && new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text));
}

// Expressions and patterns are compiled; what they were written as stands in `source`.
function source(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? value.source : value;
}

function namingPartsOf({ checks, onEnter, ensure, solutions }: Step): unknown {
  return [checks, onEnter, ensure, solutions];
}

function onlyHere(lesson: Lesson, says: Says): string | undefined {
  const { setup, steps } = lesson;
  const doings = [...(setup?.do ?? []), ...steps.flatMap(({ onEnter = [], ensure = [] }) => [...onEnter, ...ensure])];
  const tampering = doings.map((action) => tamperingOf(action, says)).find((what) => what !== undefined);
  if (tampering !== undefined) return tampering;
  const checks = [...(setup?.ready ?? []), ...steps.flatMap((step) => step.checks)];
  if (checks.flatMap(withInner).some((check) => "http" in check || "dns" in check)) return says.asksNetwork;
  const emptied = steps.find((step) => step.checks.length > 0 && step.checks.every(looksAhead) && !step.questions);
  if (emptied !== undefined) return says.judgesCopy(emptied.id);
  if (namesDefault(lesson)) return says.worksInDefault;
  return undefined;
}

function tamperingOf(action: Action, says: Says): string | undefined {
  switch (action.kind) {
    case "stop":
    case "start": {
      const [, node] = /^node\/(.*)/.exec(action.target) ?? [];
      const component = node === undefined ? action.target : says.kubeletOf(node);
      return action.kind === "stop" ? says.stops(component) : says.starts(component);
    }
    case "fail-node":
    case "restore-node":
      return says.switchesNode(action.node);
    case "add-node":
      return says.addsNode(action.node);
    case "crash":
      return says.crashes(action.pod);
    default:
      return undefined;
  }
}

/** As in `-n default`, `namespace: default`, `db.default.svc`: what a lesson's own namespace would break. */
function namesDefault({ setup, steps }: Lesson): boolean {
  const parts = [setup?.manifests, setup?.do, setup?.ready, ...steps.map(namingPartsOf)];
  const text = JSON.stringify(parts, source);
  return /(-n|--namespace)[ =]default\b|namespace\W{1,4}default\b|\.default\.svc\b|\bns\/default\b/.test(text);
}

function looksAhead(check: Check): boolean {
  return withInner(check).some((one) => "whatIf" in one);
}

/** A rule of feedback that cannot be judged would speak at the wrong moment. */
function stepElsewhere(step: Step): Step {
  const checks = step.checks.filter((check) => !looksAhead(check));
  if (step.feedback === undefined) return { ...step, checks };
  const feedback = step.feedback.filter(({ when }) =>
    withInner(when).every((check) => !("whatIf" in check) && !("http" in check) && !("dns" in check)),
  );
  return { ...step, checks, feedback };
}
