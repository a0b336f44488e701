// `k8s-tutor sandbox`: a free cluster and a prompt; or a script of commands, for tests and other tools.

import { readFileSync } from "node:fs";
import { bytesOfText, readableText, textOfBytes } from "../bytes/bytes.ts";
import { formatDuration } from "../tutor/format/values.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import { systemReason, UserError } from "./failure.ts";
import { isPlain } from "./plainness.ts";
import { chooseCluster, type SandboxOptions } from "./sandbox-world.ts";
import { parseScript, ScriptError, type ScriptStep, waitOf } from "./script.ts";
import type { LearnerWorld } from "./world.ts";

/** A script begins at the same instant whenever it is run, so that its output is the same. */
const scriptStartMs = Date.parse("2026-01-05T09:00:00Z");
/** A command of a script that has not ended after this much virtual time is interrupted. */
const commandLimitMs = 3_600_000;
/** The same of the wall's time, which somebody waits for. */
const outsideLimitMs = 600_000;
/** Whoever waits longer than this for a script is told why. */
const longWaitMs = 10_000;

export async function sandbox(options: SandboxOptions): Promise<number> {
  if (options.json === true && options.script === undefined) {
    throw new UserError(({ prompt }) => prompt.jsonNeedsScript, 2);
  }
  if (options.script !== undefined) return runScript(options, readScript(options.script));
  const { interactiveSandbox } = await import("./interactive-sandbox.ts");
  return interactiveSandbox(options);
}

async function runScript(options: SandboxOptions, steps: readonly ScriptStep[]): Promise<number> {
  const cluster = await chooseCluster(options);
  if (cluster.isOutside) announceWait(steps, options.texts ?? english);
  const world = await cluster.open(scriptStartMs, {
    isTyped: false,
    ...(isPlain(options) ? { env: { K8S_TUTOR_PLAIN: "1" } } : {}),
  });
  try {
    return await play(steps, world, options.json === true, cluster.isOutside ? outsideLimitMs : commandLimitMs);
  } finally {
    world.close();
  }
}

async function play(
  steps: readonly ScriptStep[],
  world: LearnerWorld,
  isJson: boolean,
  limitMs: number,
): Promise<number> {
  const started = world.now();
  const results: unknown[] = [];
  let exitCode = 0;
  for (const step of steps) {
    if (step.kind === "advance") await world.pacer.advanceTo(world.now() + step.ms);
    else if (step.kind === "until") await world.pacer.advanceTo(Math.max(world.now(), started + step.ms));
    else {
      const at = (world.now() - started) / 1000;
      const { text: command } = step;
      const { stdout, stderr, exitCode: code } = await world.runLine(command, world.now() + limitMs);
      exitCode = code;
      if (isJson) results.push({ at, command, stdout: readableText(stdout), stderr: readableText(stderr), exitCode });
      else writeTranscript(command, { stdout, stderr });
    }
  }
  if (!isJson) return exitCode;
  process.stdout.write(`${JSON.stringify(results, null, 1)}\n`);
  return 0;
}

/** Time that cannot be wound is waited for. */
function announceWait(steps: readonly ScriptStep[], { prompt }: Texts): void {
  const ms = waitOf(steps);
  if (ms < longWaitMs) return;
  process.stderr.write(`${prompt.scriptWaits(formatDuration(ms))}\n`);
}

function writeTranscript(command: string, result: { stdout: string; stderr: string }): void {
  process.stdout.write(bytesOfText(`$ ${command.split("\n").join("\n> ")}\n${result.stdout}`));
  process.stderr.write(bytesOfText(result.stderr));
}

/** The script in a file, or `-` for standard input. */
export function readScript(file: string): ScriptStep[] {
  let text: string;
  try {
    text = textOfBytes(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    throw new UserError((texts) => texts.prompt.scriptNotRead(file, systemReason(error, texts)));
  }
  try {
    return parseScript(text);
  } catch (error) {
    if (error instanceof ScriptError)
      throw new UserError(({ prompt }) => `${file === "-" ? prompt.theScript : file}, ${error.message}`, 2);
    throw error;
  }
}
