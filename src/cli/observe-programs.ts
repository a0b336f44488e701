// `map` and `trace` at the prompt: what the tutor shows of the cluster when it is asked.

import { type Asked, parseArguments, type ValueOption } from "../observe/arguments.ts";
import type { Says } from "../observe/language/english.ts";
import type { Paper } from "../observe/paper.ts";
import { NotReadable } from "../observe/reading.ts";
import type { Process, Program } from "../shell/process.ts";
import { backgroundOf, hasUnicode } from "../terminal/abilities.ts";
import { asyncProgram } from "./async-program.ts";
import type { Display } from "./display.ts";
import { wordList } from "./layout.ts";
import { stylerFor } from "./looks.ts";
import type { Observatory } from "./observatory.ts";
import type { Pace } from "./pacer.ts";

export const observeNames: readonly string[] = ["help", "map", "trace"];

export function observeProgram(
  name: string,
  observatory: Observatory,
  pacer: Pace,
  display: () => Display,
): Program | undefined {
  if (name === "help")
    return word(pacer, display, [], async (_, { paper }) =>
      wordList(display().texts.prompt.help, paper.width).join("\n"),
    );
  if (name === "map") return word(pacer, display, [], (asked, run) => showMap(asked, observatory, run, display()));
  if (name === "trace") return word(pacer, display, ["from"], (asked, run) => showTrace(asked, observatory, run));
  return undefined;
}

interface Running {
  readonly process: Process;
  readonly paper: Paper;
  readonly says: Says;
  readonly pacer: Pace;
  readonly interrupted: AbortSignal;
}

type Word = (asked: Asked, running: Running) => Promise<string>;

function word(pacer: Pace, display: () => Display, values: readonly ValueOption[], show: Word): Program {
  return asyncProgram(pacer, async (process, interrupted) => {
    const [name = "", ...args] = process.argv;
    const { saysIn } = await pacer.hold(import("../observe/language/languages.ts"));
    const says = await pacer.hold(saysIn(display().texts.code));
    const asked = parseArguments(args, values, says.arguments);
    if ("wrong" in asked) {
      process.stderr.write(`${says.arguments.seeHelp(name, asked.wrong)}\n`);
      return 2;
    }
    try {
      // Data is the same in every language.
      const seen = asked.isJson ? await pacer.hold(saysIn("en")) : says;
      const paper = { ...paperOf(process, asked), says: seen };
      process.stdout.write(await show(asked, { process, pacer, interrupted, says: seen, paper }));
      return 0;
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
      process.stderr.write(`${name}: ${error.message}\n`);
      return 1;
    }
  });
}

/** What the terminal, or the pipe, can show; variables of the prompt may ask for less. */
function paperOf({ stdout, env }: Process, { isPlain }: Asked): Paper {
  const { K8S_TUTOR_PLAIN = "" } = env;
  const isWanted = isPlain || (K8S_TUTOR_PLAIN !== "" && K8S_TUTOR_PLAIN !== "0");
  const host = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env };
  // Where lines cannot be drawn on the terminal, sentences say the same; a file or a pipe takes any letter.
  const spoken = isWanted || (stdout.isTerminal === true && !hasUnicode(host, process.platform));
  const sight = { isTerminal: stdout.isTerminal === true, plain: spoken, background: () => backgroundOf(host) };
  const { style } = stylerFor(host, sight);
  const columns = Number(env.COLUMNS);
  const width = stdout.terminal?.columns ?? (Number.isSafeInteger(columns) && columns > 0 ? columns : 80);
  return { width, spoken, style };
}

async function showMap(
  asked: Asked,
  { read, namespace }: Observatory,
  { pacer, paper, says: seen }: Running,
  display: Display,
): Promise<string> {
  const { readMap, renderMap } = await pacer.hold(import("../observe/map/map.ts"));
  const [operand] = asked.operands;
  const { prompt: says } = display.texts;
  const tell = (said: string) => `${display.typeset(said).join("\n")}\n`;
  if (asked.operands.length === 1 && operand === "off") {
    return display.map?.turnOff() === true ? "" : tell(says.mapNotOn);
  }
  if (asked.operands.length === 1 && operand === "on") {
    const reason = display.map === undefined ? says.noScreen : display.map.turnOn(asked.namespace);
    if (reason === undefined) return tell(says.mapStays);
    const drawn = text(renderMap(await readMap(read, asked.namespace ?? namespace(), seen), paper));
    return `${drawn}\n${tell(says.mapCannotStay(reason))}`;
  }
  if (asked.isHelp || asked.operands.length > 0) return seen.map.help;
  const model = await readMap(read, asked.namespace ?? namespace(), seen);
  return asked.isJson ? json(model) : text(renderMap(model, paper));
}

async function showTrace(asked: Asked, observatory: Observatory, running: Running): Promise<string> {
  const [first, second, ...more] = asked.operands;
  // `trace deployment web` is how kubectl would be asked.
  const operand = second === undefined ? first : `${first}/${second}`;
  const isTooMuch = more.length > 0 || (second !== undefined && operand?.split("/").length !== 2);
  if (asked.isHelp || isTooMuch) return running.says.trace.help;
  if (operand?.includes("://") === true) return showRequest(operand, asked, observatory, running);
  return showStory(operand, asked, observatory, running);
}

async function showRequest(
  url: string,
  asked: Asked,
  { read, travel, namespace }: Observatory,
  { pacer, paper, says, interrupted }: Running,
): Promise<string> {
  const { traceRequest, renderRequest } = await pacer.hold(import("../observe/request/request.ts"));
  if (travel === undefined) throw new NotReadable(says.request.notSent);
  const trace = await traceRequest({
    url,
    read,
    says: says.request,
    namespace: asked.namespace ?? namespace(),
    travel: (from, target) => travel(from, target, interrupted),
    ...(asked.from === undefined ? {} : { from: asked.from }),
  });
  return asked.isJson ? json(trace) : text(renderRequest(trace, paper));
}

async function showStory(
  object: string | undefined,
  asked: Asked,
  { read, writes, namespace }: Observatory,
  { pacer, paper, says: { trace: says } }: Running,
): Promise<string> {
  const { traceWrites, renderStory } = await pacer.hold(import("../observe/trace/trace.ts"));
  if (writes === undefined) throw new NotReadable(says.elsewhere);
  const root = await traceWrites(writes(), object, { read, namespace: asked.namespace ?? namespace(), says });
  return asked.isJson ? json(root) : text(renderStory(root, paper));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
