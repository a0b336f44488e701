// Stands for the Apache httpd image.

import { byteLength } from "../../../bytes/bytes.ts";
import type { Program } from "../../../shell/process.ts";
import { type HttpAnswer, HttpServer, listenOn, reasonPhrase, serveUntil } from "./http-server.ts";
import { type Image, versionOf, versions } from "./image.ts";
import { serveFile } from "./static-files.ts";

const NEWEST = "2.4.65";
const ROOT = "/usr/local/apache2";
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function parts(ms: number): { day: string; date: string; month: string; year: string; time: string } {
  const date = new Date(ms);
  const [day, time] = date.toISOString().slice(0, 19).split("T");
  const [year = "", , number = ""] = (day ?? "").split("-");
  return {
    day: DAYS[date.getUTCDay()] ?? "",
    date: number,
    month: MONTHS[date.getUTCMonth()] ?? "",
    year,
    time: time ?? "",
  };
}

function errorPage(status: number, path: string): HttpAnswer {
  const why =
    status === 404
      ? "The requested URL was not found on this server."
      : `You don't have permission to access this resource.`;
  const title = `${status} ${reasonPhrase(status)}`;
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${reasonPhrase(status)}</h1>\n<p>${why}</p>\n</body></html>\n`;
  return { status, headers: { "Content-Type": "text/html; charset=iso-8859-1" }, body: path === "" ? "" : body };
}

function httpd(version: string): Program {
  return function* (process) {
    const { argv, machine, stderr } = process;
    const order = argv.includes("-k") ? argv[argv.indexOf("-k") + 1] : undefined;
    if (order === "stop" || order === "graceful" || order === "graceful-stop" || order === "restart") {
      const main = machine
        .processes()
        .find(({ argv: words, pid }) => words[0]?.includes("httpd") === true && pid !== process.pid);
      if (main === undefined) {
        stderr.write("httpd (no pid file) not running\n");
        return 1;
      }
      machine.signal(main.pid, order === "stop" ? "SIGTERM" : order === "graceful-stop" ? "SIGQUIT" : "SIGHUP");
      return 0;
    }
    const say = (level: string, code: string, text: string): void => {
      const { day, date, month, year, time } = parts(machine.now());
      stderr.write(
        `[${day} ${month} ${date} ${time}.000000 ${year}] [${level}] [pid ${process.pid}:tid ${process.pid}] ${code}: ${text}\n`,
      );
    };
    const config = `${ROOT}/conf/httpd.conf`;
    const port = Number(
      /^Listen (?:.*:)?(\d+)/m.exec(machine.files.exists(config) ? machine.files.read(config) : "")?.[1] ?? 80,
    );
    const address = machine.network.addresses[0] ?? "127.0.0.1";
    const notice = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
    stderr.write(notice);
    const complaint = `(98)Address already in use: AH00072: make_sock: could not bind to address [::]:${port}\n(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`;
    const listener = listenOn(process, port, complaint);
    if (listener === undefined) return 1;
    stderr.write(notice);
    say("mpm_event:notice", "AH00489", `Apache/${version} (Unix) configured -- resuming normal operations`);
    say("core:notice", "AH00094", "Command line: 'httpd -D FOREGROUND'");
    let signal: string | undefined;
    for (const name of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) process.onSignal(name, () => (signal = name));
    // Apache stops gracefully at a change of its terminal's size: it is what its image asks the runtime to send.
    process.onSignal("SIGHUP", () => say("mpm_event:notice", "AH00494", "SIGHUP received.  Attempting to restart"));
    const server = new HttpServer(
      process,
      [listener],
      (request) => {
        const served = serveFile(machine.files, `${ROOT}/htdocs`, request.path, ["index.html"]);
        const answer =
          served === "missing"
            ? errorPage(404, request.path)
            : served === "forbidden" || served === "denied"
              ? errorPage(403, request.path)
              : served;
        const { date, month, year, time } = parts(machine.now());
        process.stdout.write(
          `${request.client} - - [${date}/${month}/${year}:${time} +0000] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${byteLength(answer.body)}\n`,
        );
        return answer;
      },
      `Apache/${version} (Unix)`,
    );
    yield* serveUntil(server, () => signal !== undefined);
    say("mpm_event:notice", "AH00491", "caught SIGTERM, shutting down");
    return 0;
  };
}

export const httpdImages: readonly Image[] = [
  {
    repository: "docker.io/library/httpd",
    sizeBytes: 45_139_421,
    hasTag: versions(/^2(\.4)?(\.\d+)?$/),
    config: (tag) => {
      const version = versionOf(tag, NEWEST);
      const program = httpd(version);
      return {
        cmd: ["httpd-foreground"],
        env: {
          PATH: `${ROOT}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
          HTTPD_PREFIX: ROOT,
          HTTPD_VERSION: version,
        },
        workingDir: ROOT,
        userland: tag.includes("alpine") ? "alpine" : "debian",
        users: { "www-data": 33 },
        files: {
          [`${ROOT}/htdocs/index.html`]: "<html><body><h1>It works!</h1></body></html>\n",
          [`${ROOT}/conf/httpd.conf`]:
            'ServerRoot "/usr/local/apache2"\nListen 80\nDocumentRoot "/usr/local/apache2/htdocs"\n',
          [`${ROOT}/logs/`]: "",
        },
        programs: { "/usr/local/bin/httpd-foreground": program, [`${ROOT}/bin/httpd`]: program },
      };
    },
  },
];
