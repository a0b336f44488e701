// Brings a fresh world to where a lesson, or a step of it, begins.

import { parseAllDocuments } from "yaml";
import type { AnyObject } from "../api/types.ts";
import { type Action, perform } from "./action.ts";
import { type Check, evaluate } from "./checks/check.ts";
import { comparedKinds, needsCopy } from "./judge.ts";
import { kindNamed } from "./kinds.ts";
import type { Lesson, Step } from "./lesson.ts";
import { takeSnapshot } from "./objects.ts";
import type { Workbench } from "./world.ts";

const READY_LIMIT_MS = 180_000;

/** Files, manifests, actions; then time passes until the lesson's `ready` checks hold. Throws an Error that names what is wrong with the setup. */
export async function setUpLesson({ setup }: Lesson, bench: Workbench): Promise<void> {
  for (const [path, content] of Object.entries(setup?.files ?? {})) bench.writeFile(path, content);
  for (const manifest of parseManifests(setup?.manifests ?? "")) await create(manifest, bench);
  await performAll(setup?.do ?? [], bench);
  for (const check of setup?.ready ?? []) {
    const until = bench.now() + READY_LIMIT_MS;
    const world = withoutAhead(bench);
    for (let result = await evaluate(check, world); !result.passed; result = await evaluate(check, world)) {
      if (bench.now() >= until) throw new Error(`setup: the lesson does not get ready. ${result.why}`);
      await bench.advance(1000);
    }
  }
}

/** The step begins: see the effect `enter-step`. */
export async function enterStep(lesson: Lesson, index: number, jump: boolean, bench: Workbench): Promise<void> {
  const step = lesson.steps[index];
  if (step === undefined) throw new Error(`the lesson ${lesson.id} has no step number ${index}`);
  if (jump) await (step.ensure === undefined ? solve(lesson.steps[index - 1], bench) : performAll(step.ensure, bench));
  await performAll(step.onEnter ?? [], bench);
  // What was seen at the instant that ended the step before does not count for this one.
  await bench.advance(1);
  bench.beginStep(await takeSnapshot(bench.read, comparedKinds(step), bench.now()));
}

const SOLVED_LIMIT_MS = 120_000;

/** Does a skipped step for the learner, as far as it goes: what they had begun may stand in the way. */
async function solve(step: Step | undefined, bench: Workbench): Promise<void> {
  for (const action of step?.solutions[0]?.run ?? []) {
    try {
      await perform(action, bench);
    } catch {
      // A file that the learner has moved or broken cannot be edited: the next step begins with what is there.
      return;
    }
  }
  const until = bench.now() + SOLVED_LIMIT_MS;
  for (const check of (step?.checks ?? []).flatMap(awaited)) await settle(check, bench, until);
}

/** What time alone brings: that it lasts, or what a copy would have to show, is not waited for. */
function awaited({ for: _, ...check }: Check): readonly Check[] {
  return needsCopy(check) ? [] : [check];
}

/** Waits until it is so, or until waiting is in vain. */
async function settle(check: Check, bench: Workbench, untilMs: number): Promise<void> {
  const world = withoutAhead(bench);
  const patientUntil = Math.min(untilMs, bench.now() + (check.within ?? 0));
  for (;;) {
    const result = await evaluate(check, world);
    const limit = !result.passed && result.waitsFor !== undefined ? untilMs : patientUntil;
    if (result.passed || bench.now() >= limit) return;
    await bench.advance(1000);
  }
}

/** Time passes here: what would come is not asked of copies. */
function withoutAhead(bench: Workbench): Workbench {
  return Object.create(bench, { looksAhead: { value: false } }) as Workbench;
}

/** What the tutor itself does: a command that fails is told, unless it may. */
async function performAll(actions: readonly Action[], bench: Workbench): Promise<void> {
  for (const action of actions) {
    const result = await perform(action, bench);
    if (action.kind !== "run" || action.expectError || result === undefined || result.exitCode === 0) continue;
    throw new Error(`the lesson's own command failed: ${action.command}: ${result.stderr.trim()}`);
  }
}

function parseManifests(text: string): readonly AnyObject[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document): unknown => document.toJS())
    .filter((value): value is AnyObject => value !== null && value !== undefined);
}

async function create(manifest: AnyObject, bench: Workbench): Promise<void> {
  const info = kindNamed(manifest.kind);
  if (info === undefined) throw new Error(`setup: lessons do not know the kind ${manifest.kind}`);
  const root = manifest.apiVersion.includes("/") ? `/apis/${manifest.apiVersion}` : `/api/${manifest.apiVersion}`;
  const place = info.namespaced ? `/namespaces/${manifest.metadata.namespace ?? bench.namespace}` : "";
  const path = `${root}${place}/${info.resource}`;
  const response = await bench.api({ method: "POST", path, query: {}, body: manifest, userAgent: "k8s-tutor" });
  if (response.status < 300) return;
  const message = response.kind === "object" ? (response.body as { message?: string }).message : undefined;
  throw new Error(
    `setup: ${manifest.kind} ${manifest.metadata.name}: ${message ?? `the API answered ${response.status}`}`,
  );
}
