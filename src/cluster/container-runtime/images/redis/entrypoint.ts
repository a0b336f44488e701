// Stands for docker-entrypoint.sh of the redis image: options and configuration files alone are meant for redis-server.

import type { Program } from "../../../../shell/process.ts";

export const redisEntrypoint: Program = function* (process) {
  const { env, cwd, stdin, stdout, stderr, machine } = process;
  const args = process.argv.slice(1);
  const [first = ""] = args;
  const argv = first.startsWith("-") || first.endsWith(".conf") || first === "" ? ["redis-server", ...args] : args;
  const program = machine.findProgram(argv[0] ?? "", env, cwd);
  if (typeof program === "string") {
    stderr.write(`/usr/local/bin/docker-entrypoint.sh: exec: line 20: ${argv[0]}: ${program}\n`);
    return program === "not found" ? 127 : 126;
  }
  return yield* process.replace({ program, argv, env, cwd, stdin, stdout, stderr });
};
