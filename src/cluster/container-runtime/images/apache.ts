// Stands for Apache as PHP's images bring it: its notices, its log of requests, and how it is stopped.

import { byteLength } from "../../../bytes/bytes.ts";
import type { Process, Program } from "../../../shell/process.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  serveUntil,
} from "./http-server.ts";

export interface ApacheOptions {
  readonly phpVersion: string;
  readonly respond: (request: HttpRequest, process: Process) => HttpAnswer | PendingAnswer;
}

const SOFTWARE = "Apache/2.4.65 (Debian)";

function dateOf(ms: number): { readonly notice: string; readonly access: string } {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(ms).toUTCString().split(/,? /);
  return {
    notice: `${weekday} ${month} ${day} ${time}.000000 ${year}`,
    access: `${day}/${month}/${year}:${time} +0000`,
  };
}

export function apache({ phpVersion, respond }: ApacheOptions): Program {
  return function* (process) {
    const { machine, stdout, stderr } = process;
    const notice = (text: string): unknown => stderr.write(`[${dateOf(machine.now()).notice}] ${text}\n`);
    const address = machine.network.addresses[0] ?? "127.0.0.1";
    const unnamed = `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
    const taken =
      "(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80\nno listening sockets available, shutting down\n";
    const listener = listenOn(process, 80, taken);
    if (listener === undefined) return 1;
    stderr.write(unnamed + unnamed);
    const software = `${SOFTWARE} PHP/${phpVersion}`;
    notice(`[mpm_prefork:notice] [pid 1:tid 1] AH00163: ${software} configured -- resuming normal operations`);
    notice("[core:notice] [pid 1:tid 1] AH00094: Command line: 'apache2 -D FOREGROUND'");
    let isStopped = false;
    for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
    const logged = (request: HttpRequest, answer: HttpAnswer): HttpAnswer => {
      const { client, method, target, headers } = request;
      const size = byteLength(answer.body) + 230;
      const tail = `"${headers.referer ?? "-"}" "${headers["user-agent"] ?? "-"}"`;
      stdout.write(
        `${client} - - [${dateOf(machine.now()).access}] "${method} ${target} HTTP/1.1" ${answer.status} ${size} ${tail}\n`,
      );
      return answer;
    };
    const serve = (request: HttpRequest): HttpAnswer | PendingAnswer => {
      const answer = respond(request, process);
      if (!("given" in answer)) return logged(request, answer);
      return { given: answer.given, answer: () => logged(request, answer.answer()) };
    };
    yield* serveUntil(new HttpServer(process, [listener], serve, SOFTWARE), () => isStopped);
    notice("[mpm_prefork:notice] [pid 1:tid 1] AH00169: caught SIGTERM, shutting down");
    return 0;
  };
}

export function apacheError(status: number, title: string, text: string, port: number, host: string): HttpAnswer {
  return {
    status,
    headers: { "Content-Type": "text/html; charset=iso-8859-1" },
    body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n<hr>\n<address>${SOFTWARE} Server at ${host} Port ${port}</address>\n</body></html>\n`,
  };
}
