// What solutions, counter-examples, `whatIf`, `onEnter` and `setup` may do: shell lines, edits of files, time, answers, and faults.

import { parseDocument } from "yaml";
import { parsePath } from "./checks/predicate.ts";
import {
  anything,
  byForm,
  type Fields,
  flag,
  integer,
  mapped,
  object,
  optional,
  record,
  type Shape,
  text,
} from "./format/shape.ts";
import { duration } from "./format/values.ts";
import type { RunResult, Workbench } from "./world.ts";

export type Action =
  | { readonly kind: "run"; readonly command: string; readonly expectError: boolean }
  | {
      readonly kind: "edit";
      readonly file: string;
      readonly set: Readonly<Record<string, unknown>>;
      readonly remove: readonly string[];
    }
  | { readonly kind: "write"; readonly file: string; readonly text: string }
  | { readonly kind: "advance"; readonly ms: number }
  | { readonly kind: "answer"; readonly answers: Readonly<Record<string, string>> }
  | { readonly kind: "stop" | "start"; readonly target: string }
  | { readonly kind: "fail-node" | "restore-node" | "add-node"; readonly node: string }
  | { readonly kind: "crash"; readonly pod: string; readonly container?: string; readonly exitCode: number };

interface Written {
  readonly run?: string;
  readonly expectError?: boolean;
  readonly edit?: string;
  readonly set?: Record<string, unknown>;
  readonly remove?: string;
  readonly write?: string;
  readonly text?: string;
  readonly advance?: number;
  readonly answer?: Record<string, string>;
  readonly stop?: string;
  readonly start?: string;
  readonly failNode?: string;
  readonly addNode?: string;
  readonly restoreNode?: string;
  readonly crash?: string;
  readonly container?: string;
  readonly exitCode?: number;
}

export function actionShape(): Shape<Action> {
  const fields: Fields<Written> = {
    run: optional(text(), "a shell line"),
    expectError: optional(flag(), "with run: the command is meant to fail"),
    edit: optional(text(), "a YAML file to change"),
    set: optional(record(anything()), "with edit: values by path, as in `metadata.labels.env: dev`"),
    remove: optional(text(), "with edit: a path to take out"),
    write: optional(text(), "a file to write"),
    text: optional(text(), "with write: its content"),
    advance: optional(duration(), "lets time pass"),
    answer: optional(record(text()), "answers by question id"),
    stop: optional(text(), "stops a component: `scheduler`, `kube-proxy`, `node/oak` (its kubelet)"),
    start: optional(text(), "starts it again"),
    failNode: optional(text(), "a node goes dark"),
    restoreNode: optional(text(), "it comes back"),
    addNode: optional(text(), "a new node of this name joins the cluster"),
    crash: optional(text(), "a pod's main process dies"),
    container: optional(text(), "with crash: which container"),
    exitCode: optional(integer(), "with crash: its exit code; 1 when absent"),
  };
  const line: Shape<Action> = mapped(text("a shell line"), (command) => ({ kind: "run", command, expectError: false }));
  return byForm<Action>({ scalar: line, map: mapped(object(fields, { name: "an action" }), toAction) });
}

function toAction(written: Written): Action {
  const kinds = (
    [
      "run",
      "edit",
      "write",
      "advance",
      "answer",
      "stop",
      "start",
      "failNode",
      "restoreNode",
      "addNode",
      "crash",
    ] as const
  ).filter((key) => written[key] !== undefined);
  if (kinds.length !== 1) {
    throw new Error(
      `An action does one thing; found ${kinds.length === 0 ? "nothing to do" : kinds.join(" and ")}. Write one action an item.`,
    );
  }
  if (written.run !== undefined)
    return { kind: "run", command: written.run, expectError: written.expectError ?? false };
  if (written.edit !== undefined) return editOf(written, written.edit);
  if (written.write !== undefined) return { kind: "write", file: written.write, text: written.text ?? "" };
  if (written.advance !== undefined) return { kind: "advance", ms: written.advance };
  if (written.answer !== undefined) return { kind: "answer", answers: written.answer };
  if (written.stop !== undefined) return { kind: "stop", target: written.stop };
  if (written.start !== undefined) return { kind: "start", target: written.start };
  if (written.failNode !== undefined) return { kind: "fail-node", node: written.failNode };
  if (written.restoreNode !== undefined) return { kind: "restore-node", node: written.restoreNode };
  if (written.addNode !== undefined) return { kind: "add-node", node: written.addNode };
  const { crash: pod = "", container, exitCode = 1 } = written;
  return { kind: "crash", pod, exitCode, ...(container !== undefined && { container }) };
}

function editOf({ set = {}, remove }: Written, file: string): Action {
  const paths = [...Object.keys(set), ...(remove === undefined ? [] : [remove])];
  if (paths.length === 0) throw new Error("`edit` needs `set` (values by path) or `remove` (a path).");
  const bad = paths.find((path) => parsePath(path) === undefined);
  if (bad !== undefined) throw new Error(`\`${bad}\` is not a path. Write it as \`spec.containers[0].image\`.`);
  return { kind: "edit", file, set, remove: remove === undefined ? [] : [remove] };
}

/** Does it; the result of a command is handed back. */
export async function perform(action: Action, bench: Workbench): Promise<RunResult | undefined> {
  switch (action.kind) {
    case "run":
      return bench.run(action.command);
    case "edit":
      bench.writeFile(action.file, edited(bench.files.read(action.file), action.set, action.remove));
      return undefined;
    case "write":
      bench.writeFile(action.file, action.text);
      return undefined;
    case "advance":
      await bench.advance(action.ms);
      return undefined;
    case "answer":
      for (const [id, said] of Object.entries(action.answers)) bench.answer(id, await looked(said, bench));
      return undefined;
    case "crash": {
      const { pod: name, container, exitCode } = action;
      const pod = { namespace: bench.namespace, name };
      await bench.switch({ kind: "crash", pod, exitCode, ...(container !== undefined && { container }) });
      return undefined;
    }
    default:
      await bench.switch(action);
      return undefined;
  }
}

/** An answer written as `$(command)` is what that command prints: for values that differ from cluster to cluster. */
async function looked(said: string, bench: Workbench): Promise<string> {
  const command = /^\$\((.*)\)$/.exec(said.trim())?.[1];
  return command === undefined ? said : (await bench.run(command)).stdout.trim();
}

/** The YAML text with values set and taken out by path; comments and order stay. */
function edited(content: string, set: Readonly<Record<string, unknown>>, remove: readonly string[]): string {
  const document = parseDocument(content);
  for (const path of remove) document.deleteIn(keysOf(path));
  for (const [path, value] of Object.entries(set)) document.setIn(keysOf(path), document.createNode(value));
  return document.toString();
}

function keysOf(path: string): (string | number)[] {
  return (parsePath(path) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
