// Stands for mysqladmin: ping, status, version.

import type { Program } from "../../../../shell/process.ts";
import { connectMySql, parseMySqlOptions, warnOfPassword } from "./client.ts";
import type { Release } from "./release.ts";

export function mysqladmin(release: Release): Program {
  const program = release.name === "mysql" ? "mysqladmin" : "mariadb-admin";
  return function* (process) {
    const options = parseMySqlOptions(process);
    const [command = ""] = options.words;
    warnOfPassword(process, options, program, release);
    if (!["ping", "status", "version", "shutdown"].includes(command)) {
      process.stderr.write(`${program}: Unknown command: '${command}'\n`);
      return 1;
    }
    if (command !== "ping") {
      process.stderr.write(`k8s-tutor does not simulate ${program} ${command}\n`);
      return 1;
    }
    const connected = yield* connectMySql(process, options, release, {});
    const { host } = options;
    if (connected.kind === "connected") {
      connected.socket.close();
      process.stdout.write("mysqld is alive\n");
      return 0;
    }
    const { message, number = 0 } = connected.error;
    // A server that turns somebody away is there.
    if (number === 1045) {
      process.stderr.write(`${program}: connect to server at '${host ?? "localhost"}' failed\nerror: '${message}'\n`);
      return 0;
    }
    const hint =
      host === undefined
        ? `Check that mysqld is running and that the socket: '${/'([^']*)'/.exec(message)?.[1] ?? ""}' exists!`
        : `Check that mysqld is running on ${host} and that the port is ${options.port}.\nYou can check this by doing 'telnet ${host} ${options.port}'`;
    process.stderr.write(
      `${program}: connect to server at '${host ?? "localhost"}' failed\nerror: '${message}'\n${hint}\n`,
    );
    return 1;
  };
}
