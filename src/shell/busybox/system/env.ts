// Stands for env, printenv, nohup and nice: a program under other circumstances.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* env(run: Run): Doing<number> {
  const options = run.options("+iu:0", { "ignore-environment": "i" });
  const words = [...options.operands];
  const variables: Record<string, string> = options.has("i") || words[0] === "-" ? {} : { ...run.process.env };
  if (words[0] === "-") words.shift();
  for (const name of options.values("u")) delete variables[name];
  while (/^[^=]+=/.test(words[0] ?? "")) {
    const word = words.shift() ?? "";
    variables[word.slice(0, word.indexOf("="))] = word.slice(word.indexOf("=") + 1);
  }
  const [name] = words;
  if (name === undefined) {
    for (const [key, value] of Object.entries(variables)) run.print(`${key}=${value}\n`);
    return 0;
  }
  return yield* become(run, words, variables);
}

function* become(run: Run, argv: readonly string[], variables: Readonly<Record<string, string>>): Doing<number> {
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", variables, process.cwd);
  if (program === "not found") run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  if (program === "permission denied") run.fail(`can't execute '${argv[0]}': Permission denied`, 126);
  const { cwd, stdin, stdout, stderr } = process;
  return yield* process.replace({ program, argv, env: variables, cwd, stdin, stdout, stderr });
}

export function* timeLess(run: Run): Doing<number> {
  const words = run.args[0] === "-n" ? run.args.slice(2) : run.args;
  if (run.name === "nohup") run.process.onSignal("SIGHUP", "ignore");
  return yield* become(run, words, run.process.env);
}

export function printenv(run: Run): number {
  const { env: variables } = run.process;
  if (run.args.length === 0) for (const [name, value] of Object.entries(variables)) run.print(`${name}=${value}\n`);
  let status = 0;
  for (const name of run.args) {
    const value = variables[name];
    if (value === undefined) status = 1;
    else run.print(`${value}\n`);
  }
  return status;
}
