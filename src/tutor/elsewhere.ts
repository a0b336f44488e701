// What becomes of a lesson on a cluster that is not the tutor's own: one that cannot be copied, wound forward or tampered with.
// What cannot be judged there is left out where the rest of a step still says enough; otherwise the lesson says why it does not go there.

import type { Action } from "./action.ts";
import { type Check, withInner } from "./checks/check.ts";
import type { Lesson, Step } from "./lesson.ts";

export type TaughtElsewhere =
  | { readonly kind: "taught"; readonly lesson: Lesson; readonly notes: readonly string[] }
  /** `why` is the rest of a sentence that begins with the lesson. */
  | { readonly kind: "refused"; readonly why: string };

export function taughtElsewhere(lesson: Lesson): TaughtElsewhere {
  const why = onlyHere(lesson);
  if (why !== undefined) return { kind: "refused", why };
  const left = lesson.steps.some(({ checks }) => checks.some(looksAhead));
  const notes = left ? ["This cluster cannot be copied to see what would happen next: the tutor judges what is."] : [];
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

function onlyHere(lesson: Lesson): string | undefined {
  const { setup, steps } = lesson;
  const doings = [...(setup?.do ?? []), ...steps.flatMap(({ onEnter = [], ensure = [] }) => [...onEnter, ...ensure])];
  const tampering = doings.map(tamperingOf).find((what) => what !== undefined);
  if (tampering !== undefined) return `${tampering}, which only the built-in cluster lets it do`;
  const checks = [...(setup?.ready ?? []), ...steps.flatMap((step) => step.checks)];
  if (checks.flatMap(withInner).some((check) => "http" in check || "dns" in check))
    return "asks what goes over the network, which only the built-in cluster sees";
  const emptied = steps.find((step) => step.checks.length > 0 && step.checks.every(looksAhead) && !step.questions);
  if (emptied !== undefined)
    return `judges its step ${emptied.id} on a copy of the cluster, and only the built-in cluster can be copied`;
  if (namesDefault(lesson)) return "works in the namespace `default`, and elsewhere it has one of its own";
  return undefined;
}

function tamperingOf(action: Action): string | undefined {
  switch (action.kind) {
    case "stop":
    case "start":
      return `${action.kind}s the ${action.target.replace(/^node\//, "kubelet of ")}`;
    case "fail-node":
    case "restore-node":
      return `switches the node ${action.node} off and on`;
    case "add-node":
      return `adds the node ${action.node}`;
    case "crash":
      return `lets the Pod ${action.pod} crash`;
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
