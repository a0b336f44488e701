// `k8s-tutor start LESSON --script FILE`: a lesson played from a file of lines, for tests and other programs. In the script's format
// (sandbox --script) stand the tutor's own words, too: `$ hint`, `$ check`, `$ answer 2`.

import type { Lesson } from "../../tutor/lesson.ts";
import { readScript } from "../sandbox.ts";
import type { ScriptStep } from "../script.ts";
import { type PlayOptions, playLesson, tellAsJson } from "./play.ts";
import type { Move } from "./player.ts";

export async function startScript(lesson: Lesson, script: string, options: PlayOptions): Promise<number> {
  const steps = [...readScript(script)];
  let startedMs: number | undefined;
  const played = await playLesson(
    lesson,
    async (nowMs) => {
      startedMs ??= nowMs;
      return moveOf(steps.shift(), nowMs, startedMs);
    },
    undefined,
    options,
  );
  if (options.json === true) tellAsJson(played);
  return 0;
}

function moveOf(step: ScriptStep | undefined, nowMs: number, startedMs: number): Move {
  if (step === undefined) return { kind: "end" };
  if (step.kind === "command") return { kind: "line", text: step.text };
  return { kind: "wait", untilMs: step.kind === "advance" ? nowMs + step.ms : startedMs + step.ms };
}
