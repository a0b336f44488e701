// Stands for the nginx images: a web server that serves files as they are at the moment.

import { FileError, type FileTree } from "../../../shell/files.ts";
import { resolvePath } from "../../../shell/paths.ts";
import type { Process, Program } from "../../../shell/process.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  reasonPhrase,
  serveUntil,
} from "./http-server.ts";
import { type Image, type ImageConfig, versionOf, versions } from "./image.ts";
import { locationFor, NginxConfigError, type NginxServer, readNginxConfig } from "./nginx-config.ts";
import { type ProxyTarget, passOn } from "./proxy.ts";
import { namedPrograms } from "./userland.ts";

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const MAIN_CONFIG = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`;

function defaultSite(port: number): string {
  return `server {
    listen       ${port};
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;
}

const NEWEST = "1.29.3";

function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
}

/** The pages that nginx makes up for errors. */
function errorPage(status: number, version: string): HttpAnswer {
  const title = `${status} ${reasonPhrase(status)}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
  return { status, body };
}

function accessLine(request: HttpRequest, answer: HttpAnswer, nowMs: number): string {
  const [date, time] = new Date(nowMs).toISOString().slice(0, 19).split("T");
  const [year, month, day] = (date ?? "").split("-");
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Number(month) - 1];
  const agent = request.headers["user-agent"] ?? "-";
  const size = request.method === "HEAD" ? 0 : answer.body.length;
  return `${request.client} - - [${day}/${name}/${year}:${time} +0000] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${size} "${request.headers.referer ?? "-"}" "${agent}" "${request.headers["x-forwarded-for"] ?? "-"}"\n`;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  txt: "text/plain",
  css: "text/css",
  js: "application/javascript",
  json: "application/json",
  xml: "text/xml",
  svg: "image/svg+xml",
};

/** Serves a file below `root`; a directory by its index file. */
export function serveFile(
  files: FileTree,
  root: string,
  path: string,
  index: readonly string[],
): HttpAnswer | "forbidden" | "missing" {
  const full = resolvePath("/", root + decodeURIComponent(path));
  try {
    if (files.stat(full).type !== "directory") return fileAnswer(files, full);
    if (!path.endsWith("/")) return { status: 301, headers: { Location: `${path}/` }, body: "" };
    const name = index.find((candidate) => files.exists(resolvePath(full, candidate)));
    return name === undefined ? "forbidden" : fileAnswer(files, resolvePath(full, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.code === "EACCES" ? "forbidden" : "missing";
  }
}

function fileAnswer(files: FileTree, path: string): HttpAnswer {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const changed = new Date(files.stat(path).modifiedAt).toUTCString();
  return {
    status: 200,
    headers: { "Content-Type": type, "Last-Modified": changed, "Accept-Ranges": "bytes" },
    body: files.read(path),
  };
}

function answerRequest(
  process: Process,
  server: NginxServer,
  request: HttpRequest,
  version: string,
): HttpAnswer | ProxyTarget {
  const { files } = process.machine;
  const location = locationFor(server, request.path);
  const returns = location?.returns ?? server.returns;
  if (returns !== undefined) {
    const isRedirect = returns.status >= 300 && returns.status < 400;
    const text: Readonly<Record<string, string>> = isRedirect
      ? { Location: returns.body }
      : { "Content-Type": "text/plain" };
    return { status: returns.status, headers: text, body: isRedirect ? "" : returns.body };
  }
  if (location?.proxyPass !== undefined) return { proxyPass: location.proxyPass, prefix: location.prefix };
  const root = location?.alias ?? location?.root ?? server.root;
  const path = location?.alias === undefined ? request.path : `/${request.path.slice(location.prefix.length)}`;
  const served = serveFile(files, root, path, server.index);
  if (typeof served !== "string") return served;
  const full = resolvePath("/", root + path);
  const why =
    served === "missing"
      ? `open() "${full}" failed (2: No such file or directory)`
      : `directory index of "${root}${path}" is forbidden`;
  process.stderr.write(
    `${stamp(process.machine.now())} [error] 29#29: *1 ${why}, client: ${request.client}, server: localhost, request: "${request.method} ${request.target} HTTP/1.1", host: "${request.headers.host ?? ""}"\n`,
  );
  return errorPage(served === "missing" ? 404 : 403, version);
}

/** `nginx` itself: the server in the foreground, or `-s signal` and `-t` for one that runs. */
function nginx(version: string): Program {
  return function* (process) {
    const { argv, machine, stderr } = process;
    if (argv.includes("-v")) {
      stderr.write(`nginx version: nginx/${version}\n`);
      return 0;
    }
    const say = (level: string, text: string): void => {
      stderr.write(`${stamp(machine.now())} [${level}] ${process.pid}#${process.pid}: ${text}\n`);
    };
    let servers: readonly NginxServer[];
    try {
      servers = readNginxConfig(machine.files);
    } catch (error) {
      if (!(error instanceof NginxConfigError)) throw error;
      say("emerg", `${error.message} in /etc/nginx/conf.d/default.conf:1`);
      return 1;
    }
    if (argv.includes("-t")) {
      stderr.write(
        "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n",
      );
      return 0;
    }
    const order = argv[argv.indexOf("-s") + 1];
    if (argv.includes("-s")) {
      const signals = { stop: "SIGTERM", quit: "SIGQUIT", reload: "SIGHUP", reopen: "SIGUSR1" } as const;
      const signal = signals[order as keyof typeof signals];
      const main = machine
        .processes()
        .find(({ argv: words }) => words[0]?.endsWith("nginx") === true && !words.includes("-s"));
      if (signal === undefined || main === undefined) {
        stderr.write(`nginx: invalid option: "-s ${order}"\n`);
        return 1;
      }
      say("notice", "signal process started");
      machine.signal(main.pid, signal);
      return 0;
    }
    if (
      machine.user.uid !== 0 &&
      !machine.user.name.startsWith("nginx") &&
      servers.some(({ ports }) => ports.some((port) => port < 1024))
    ) {
      say("emerg", 'mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)');
      return 1;
    }
    const ports = [...new Set(servers.flatMap((server) => server.ports))];
    const listeners = [];
    for (const port of ports) {
      const listener = listenOn(
        process,
        port,
        `${stamp(machine.now())} [emerg] 1#1: bind() to 0.0.0.0:${port} failed (98: Address already in use)\n`,
      );
      if (listener === undefined) {
        // nginx tries five times before it gives up.
        for (let tries = 0; tries < 4; tries++) {
          yield { until: [], forMs: 500 };
          say("emerg", `bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
        }
        say("emerg", "still could not bind()");
        return 1;
      }
      listeners.push(listener);
    }
    for (const text of [
      `using the "epoll" event method`,
      `nginx/${version}`,
      "built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1) ",
      "OS: Linux",
      "getrlimit(RLIMIT_NOFILE): 1048576:1048576",
      "start worker processes",
      "start worker process 29",
      "start worker process 30",
    ]) {
      say("notice", text);
    }
    let signal: string | undefined;
    process.onSignal("SIGTERM", (name) => (signal = name));
    process.onSignal("SIGINT", (name) => (signal = name));
    process.onSignal("SIGQUIT", (name) => (signal = name));
    process.onSignal("SIGHUP", () => {
      say("notice", "signal 1 (SIGHUP) received, reconfiguring");
      try {
        servers = readNginxConfig(machine.files);
      } catch (error) {
        if (!(error instanceof NginxConfigError)) throw error;
        say("emerg", `${error.message} in /etc/nginx/conf.d/default.conf:1`);
      }
    });
    const noted = (request: HttpRequest, answer: HttpAnswer): HttpAnswer => {
      process.stdout.write(accessLine(request, answer, machine.now()));
      return answer;
    };
    const respond = (request: HttpRequest): HttpAnswer | PendingAnswer => {
      const server = servers.find((one) => one.ports.includes(request.port)) ?? servers[0];
      const answer = server === undefined ? errorPage(404, version) : answerRequest(process, server, request, version);
      if (!("proxyPass" in answer)) return noted(request, answer);
      const pending = passOn(process, request, answer, () => errorPage(502, version));
      return { given: pending.given, answer: () => noted(request, pending.answer()) };
    };
    const http = new HttpServer(process, listeners, respond, `nginx/${version}`);
    yield* serveUntil(http, () => signal !== undefined);
    say(
      "notice",
      signal === "SIGQUIT" ? "signal 3 (SIGQUIT) received, shutting down" : "signal 15 (SIGTERM) received, exiting",
    );
    say("notice", "exit");
    return 0;
  };
}

/** The image's entrypoint: it prepares the configuration, then becomes what it was told to run. */
const entrypoint: Program = function* (process) {
  const args = process.argv.slice(1);
  const { env, cwd, stdin, stdout, stderr, machine } = process;
  const command = args[0] ?? "nginx";
  if (command === "nginx" || command === "nginx-debug") {
    const say = (text: string): unknown => stdout.write(`/docker-entrypoint.sh: ${text}\n`);
    say("/docker-entrypoint.d/ is not empty, will attempt to perform configuration");
    say("Looking for shell scripts in /docker-entrypoint.d/");
    say("Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh");
    stdout.write("10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf\n");
    stdout.write("10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf\n");
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

function config(tag: string, port: number, isUnprivileged: boolean): ImageConfig {
  const version = versionOf(tag, NEWEST);
  const isAlpine = tag.includes("alpine");
  return {
    entrypoint: ["/docker-entrypoint.sh"],
    cmd: ["nginx", "-g", "daemon off;"],
    env: { NGINX_VERSION: version, PKG_RELEASE: "1~bookworm" },
    stopSignal: "SIGQUIT",
    userland: isAlpine ? "alpine" : "debian",
    users: { nginx: 101 },
    ...(isUnprivileged ? { user: "101" } : {}),
    files: {
      "/usr/share/nginx/html/index.html": WELCOME,
      "/usr/share/nginx/html/50x.html":
        "<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n",
      "/etc/nginx/nginx.conf": MAIN_CONFIG,
      "/etc/nginx/conf.d/default.conf": defaultSite(port),
      "/etc/nginx/mime.types": "types {\n    text/html html htm;\n}\n",
      "/var/cache/nginx/": "",
      "/var/log/nginx/": "",
    },
    programs: {
      "/docker-entrypoint.sh": entrypoint,
      "/usr/sbin/nginx": nginx(version),
      ...namedPrograms(["curl"], "/usr/bin"),
    },
  };
}

const hasTag = versions(
  /^v?1(\.(2[0-9]|1[0-9]))?(\.\d+)?$/,
  /^(alpine|alpine-slim|alpine-perl|perl|bookworm|bullseye|otel|trixie)(-perl)?$/,
);

export const nginxImages: readonly Image[] = [
  { repository: "docker.io/library/nginx", sizeBytes: 72_223_946, hasTag, config: (tag) => config(tag, 80, false) },
  {
    repository: "docker.io/nginxinc/nginx-unprivileged",
    sizeBytes: 72_301_114,
    hasTag,
    config: (tag) => config(tag, 8080, true),
  },
];
