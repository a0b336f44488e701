// Stands for the commands that are made of others: groups, if, case, loops and conditions.

import type { Compound, Script, Word } from "./ast.ts";
import { evaluateCondition } from "./condition.ts";
import { type ExpansionContext, evaluate, expandPattern, expandText, expandWords } from "./expand.ts";
import { builtinMs } from "./limits.ts";
import { matchPattern } from "./pattern.ts";
import type { Doing } from "./reading.ts";
import type { Flow } from "./running-shell.ts";

/** The shell, as they need it. */
export interface CompoundRunner extends ExpansionContext {
  flow: Flow | undefined;
  loopDepth: number;
  runScript(script: Script, isLast: boolean): Doing<number>;
  runInSubshell(body: Script): Doing<number>;
  /** Here a failure is an answer, not an error: `set -e` looks away. */
  asCondition(running: Doing<number>): Doing<number>;
  spend(ms: number): Doing<void>;
}

/** What a compound command does; its redirections stand already. @returns its exit code */
export function* runCompound(shell: CompoundRunner, compound: Compound, isLast: boolean): Doing<number> {
  switch (compound.kind) {
    case "group":
      return yield* shell.runScript(compound.body, isLast);
    case "subshell":
      return yield* shell.runInSubshell(compound.body);
    case "if":
      return yield* ifCommand(shell, compound, isLast);
    case "for":
      return yield* forCommand(shell, compound);
    case "for arithmetic":
      return yield* forArithmetic(shell, compound);
    case "loop":
      return yield* loop(shell, compound);
    case "case":
      return yield* caseCommand(shell, compound, isLast);
    case "condition":
      return yield* condition(shell, compound.words);
    case "arithmetic command":
      yield* shell.spend(builtinMs);
      return (yield* evaluate(shell, compound.expression)) === 0n ? 1 : 0;
  }
}

function* condition(shell: CompoundRunner, words: readonly Word[]): Doing<number> {
  yield* shell.spend(builtinMs);
  const operands: { text: string; pattern: string }[] = [];
  for (const word of words) {
    operands.push({ text: yield* expandText(shell, word), pattern: yield* expandPattern(shell, word) });
  }
  return evaluateCondition(operands, shell.process);
}

function* ifCommand(shell: CompoundRunner, compound: Compound & { kind: "if" }, isLast: boolean): Doing<number> {
  for (const branch of compound.branches) {
    const answer = yield* shell.asCondition(shell.runScript(branch.condition, false));
    if (shell.flow !== undefined) return shell.state.status;
    if (answer === 0) return yield* shell.runScript(branch.body, isLast);
  }
  shell.state.status = 0;
  return compound.otherwise === undefined ? 0 : yield* shell.runScript(compound.otherwise, isLast);
}

function* forCommand(shell: CompoundRunner, compound: Compound & { kind: "for" }): Doing<number> {
  const values = compound.words === undefined ? shell.state.parameters : yield* expandWords(shell, compound.words);
  let status = 0;
  shell.loopDepth++;
  for (const value of values) {
    shell.state.set(compound.name, value);
    status = yield* shell.runScript(compound.body, false);
    if (leavesLoop(shell)) break;
  }
  shell.loopDepth--;
  return shell.flow === undefined ? status : shell.state.status;
}

function* forArithmetic(shell: CompoundRunner, compound: Compound & { kind: "for arithmetic" }): Doing<number> {
  yield* evaluate(shell, compound.start);
  let status = 0;
  shell.loopDepth++;
  for (;;) {
    yield* shell.spend(builtinMs);
    const isEmpty = compound.test.literal !== undefined && compound.test.literal.trim() === "";
    if (!isEmpty && (yield* evaluate(shell, compound.test)) === 0n) break;
    status = yield* shell.runScript(compound.body, false);
    if (leavesLoop(shell)) break;
    yield* evaluate(shell, compound.step);
  }
  shell.loopDepth--;
  return status;
}

function* loop(shell: CompoundRunner, compound: Compound & { kind: "loop" }): Doing<number> {
  let status = 0;
  shell.loopDepth++;
  for (;;) {
    const answer = yield* shell.asCondition(shell.runScript(compound.condition, false));
    if (leavesLoop(shell) || (answer === 0) === compound.until) break;
    status = yield* shell.runScript(compound.body, false);
    if (leavesLoop(shell)) break;
  }
  shell.loopDepth--;
  return shell.flow === undefined ? status : shell.state.status;
}

function leavesLoop(shell: CompoundRunner): boolean {
  const { flow } = shell;
  if (flow === undefined) return false;
  if (flow.kind === "return") return true;
  if (flow.levels > 1) {
    flow.levels--;
    return true;
  }
  shell.flow = undefined;
  return flow.kind === "break";
}

function* caseCommand(shell: CompoundRunner, compound: Compound & { kind: "case" }, isLast: boolean): Doing<number> {
  const text = yield* expandText(shell, compound.word);
  let fellThrough = false;
  shell.state.status = 0;
  for (const item of compound.items) {
    if (!fellThrough && !(yield* matchesAny(shell, item.patterns, text))) continue;
    const status = yield* shell.runScript(item.body, isLast && !item.fallsThrough);
    if (!item.fallsThrough) return status;
    fellThrough = true;
  }
  return 0;
}

function* matchesAny(shell: CompoundRunner, patterns: readonly Word[], text: string): Doing<boolean> {
  for (const pattern of patterns) if (matchPattern(yield* expandPattern(shell, pattern), text)) return true;
  return false;
}
