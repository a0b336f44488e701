// Stands for the entrypoint of the nginx images.

import type { Program } from "../../../../shell/process.ts";
import { mayTouch } from "./places.ts";

const SITE = "/etc/nginx/conf.d/default.conf";

/** The image's entrypoint: it prepares the configuration, then becomes what it was told to run. */
export const entrypoint: Program = function* (process) {
  const args = process.argv.slice(1);
  const { env, cwd, stdin, stdout, stderr, machine } = process;
  const command = args[0] ?? "nginx";
  if (command === "nginx" || command === "nginx-debug") {
    const say = (text: string): unknown => stdout.write(`/docker-entrypoint.sh: ${text}\n`);
    say("/docker-entrypoint.d/ is not empty, will attempt to perform configuration");
    say("Looking for shell scripts in /docker-entrypoint.d/");
    say("Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh");
    const listen = (text: string): unknown => stdout.write(`10-listen-on-ipv6-by-default.sh: info: ${text}\n`);
    if (mayTouch(process, SITE)) {
      listen(`Getting the checksum of ${SITE}`);
      listen(`Enabled listen on IPv6 in ${SITE}`);
    } else listen(`can not modify ${SITE} (read-only file system?)`);
    say("Sourcing /docker-entrypoint.d/15-local-resolvers.envsh");
    say("Launching /docker-entrypoint.d/20-envsubst-on-templates.sh");
    say("Launching /docker-entrypoint.d/30-tune-worker-processes.sh");
    say("Configuration complete; ready for start up");
  }
  const program = machine.findProgram(command, env, cwd);
  if (typeof program === "string") {
    stderr.write(`/docker-entrypoint.sh: exec: line 47: ${command}: ${program}\n`);
    return program === "not found" ? 127 : 126;
  }
  return yield* process.replace({ program, argv: args, env, cwd, stdin, stdout, stderr });
};
