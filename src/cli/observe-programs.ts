// `map` and `trace` at the prompt: what the tutor shows of the cluster when it is asked.

import { type Asked, parseArguments, type ValueOption } from "../observe/arguments.ts";
import type { Paper } from "../observe/paper.ts";
import { NotReadable } from "../observe/reading.ts";
import type { Process, Program } from "../shell/process.ts";
import { backgroundOf, hasUnicode } from "../terminal/abilities.ts";
import { asyncProgram } from "./async-program.ts";
import type { Display } from "./display.ts";
import { stylerFor } from "./looks.ts";
import type { Observatory } from "./observatory.ts";
import type { Pace } from "./pacer.ts";

export const observeNames: readonly string[] = ["help", "map", "trace"];

const help = `Type kubectl commands, or what a shell knows: pipes, files, and the usual small programs. Tab completes.

  map       draws the nodes, the pods on them, and the services; map on keeps it above the prompt
  trace     tells what came of your last write, or follows a request; trace --help
  edit      opens a file in your editor
  less      shows a long text screen by screen: kubectl describe nodes | less
  watch     runs a command again and again: watch kubectl get pods
  exit      leaves
`;

export function observeProgram(
  name: string,
  observatory: Observatory,
  pacer: Pace,
  display: () => Display,
): Program | undefined {
  if (name === "help") return word(pacer, [], async () => help);
  if (name === "map") return word(pacer, [], (asked, run) => showMap(asked, observatory, run, display()));
  if (name === "trace") return word(pacer, ["from"], (asked, run) => showTrace(asked, observatory, run));
  return undefined;
}

interface Running {
  readonly process: Process;
  readonly paper: Paper;
  readonly pacer: Pace;
  readonly interrupted: AbortSignal;
}

type Word = (asked: Asked, running: Running) => Promise<string>;

function word(pacer: Pace, values: readonly ValueOption[], show: Word): Program {
  return asyncProgram(pacer, async (process, interrupted) => {
    const [name = "", ...args] = process.argv;
    const asked = parseArguments(args, values);
    if ("wrong" in asked) {
      process.stderr.write(`${name}: ${asked.wrong}; \`${name} --help\` says what there is\n`);
      return 2;
    }
    try {
      process.stdout.write(await show(asked, { process, pacer, interrupted, paper: paperOf(process, asked) }));
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
  { pacer, paper }: Running,
  display: Display,
): Promise<string> {
  const { readMap, renderMap, mapHelp } = await pacer.hold(import("../observe/map/map.ts"));
  const [operand] = asked.operands;
  if (asked.operands.length === 1 && operand === "off") {
    return display.map?.turnOff() === true ? "" : "The map is not on; `map on` puts it above the prompt.\n";
  }
  if (asked.operands.length === 1 && operand === "on") {
    const reason = display.map === undefined ? noScreen : display.map.turnOn(asked.namespace);
    if (reason === undefined)
      return "The map stays above the prompt and changes with the cluster; `map off` takes it away.\n";
    const drawn = text(renderMap(await readMap(read, asked.namespace ?? namespace()), paper));
    return `${drawn}\nThe map cannot stay: ${reason}.\n`;
  }
  if (asked.isHelp || asked.operands.length > 0) return mapHelp;
  const model = await readMap(read, asked.namespace ?? namespace());
  return asked.isJson ? json(model) : text(renderMap(model, paper));
}

const noScreen = "there is no screen to keep it on; `map` draws it once";

async function showTrace(asked: Asked, observatory: Observatory, running: Running): Promise<string> {
  const { pacer } = running;
  const { traceHelp } = await pacer.hold(import("../observe/trace/trace.ts"));
  const [operand, ...more] = asked.operands;
  if (asked.isHelp || more.length > 0) return traceHelp;
  if (operand?.includes("://") === true) return showRequest(operand, asked, observatory, running);
  return showStory(operand, asked, observatory, running);
}

async function showRequest(
  url: string,
  asked: Asked,
  { read, travel, namespace }: Observatory,
  { pacer, paper, interrupted }: Running,
): Promise<string> {
  const { traceRequest, renderRequest } = await pacer.hold(import("../observe/request/request.ts"));
  if (travel === undefined) throw new NotReadable(notSent);
  const trace = await traceRequest({
    url,
    read,
    namespace: asked.namespace ?? namespace(),
    travel: (from, target) => travel(from, target, interrupted),
    ...(asked.from === undefined ? {} : { from: asked.from }),
  });
  return asked.isJson ? json(trace) : text(renderRequest(trace, paper));
}

const notSent =
  "requests can be followed only through the tutor's own network; here, send one with `kubectl exec POD -- wget -qO- URL`";

async function showStory(
  object: string | undefined,
  asked: Asked,
  { read, writes, namespace }: Observatory,
  { pacer, paper }: Running,
): Promise<string> {
  const { traceWrites, renderStory } = await pacer.hold(import("../observe/trace/trace.ts"));
  if (writes === undefined) throw new NotReadable(elsewhere);
  const root = await traceWrites(writes(), object, { read, namespace: asked.namespace ?? namespace() });
  return asked.isJson ? json(root) : text(renderStory(root, paper));
}

const elsewhere =
  "only the tutor's own cluster tells who wrote what; `kubectl get -o yaml --show-managed-fields` is next to it here";

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
