// Stands for the images of programming languages, as far as lessons use them: a REPL that ends without a terminal, and python's
// http.server.

import { resolvePath } from "../../../shell/paths.ts";
import type { Program } from "../../../shell/process.ts";
import { readAll } from "../../../shell/reading.ts";
import { type HttpAnswer, HttpServer, listenOn, serveUntil } from "./http-server.ts";
import { type Image, versionOf, versions } from "./image.ts";
import { serveFile } from "./static-files.ts";

/** Waits at a terminal for Ctrl-D; without one it finds its input empty and ends at once. */
function repl(banner: string, prompt: string, refuse: string): Program {
  return function* (process) {
    if (process.argv.includes("--version") || process.argv.includes("-V")) {
      process.stdout.write(`${banner.split("\n")[0]}\n`);
      return 0;
    }
    if (process.argv.length > 1) {
      process.stderr.write(`k8s-tutor does not simulate ${refuse} programs, only the interpreter's prompt\n`);
      return 1;
    }
    if (process.stdin.isTerminal) process.stdout.write(`${banner}\n${prompt}`);
    yield* readAll(process.stdin);
    return 0;
  };
}

const missing: HttpAnswer = {
  status: 404,
  headers: { "Content-Type": "text/html;charset=utf-8" },
  body: '<!DOCTYPE HTML>\n<html lang="en">\n    <head>\n        <meta charset="utf-8">\n        <title>Error response</title>\n    </head>\n    <body>\n        <h1>Error response</h1>\n        <p>Error code: 404</p>\n        <p>Message: File not found.</p>\n    </body>\n</html>\n',
};

function python(version: string): Program {
  const prompt = repl(`Python ${version}`, ">>> ", "Python");
  return function* (process) {
    const { argv, machine, stderr } = process;
    const module = argv.indexOf("http.server");
    if (module < 0 || argv[module - 1] !== "-m") return yield* prompt(process);
    const rest = argv.slice(module + 1);
    const port = Number(rest.find((word) => /^\d+$/.test(word)) ?? 8000);
    const option = rest.findIndex((word) => word === "-d" || word === "--directory");
    const root = resolvePath(process.cwd, option < 0 ? "." : (rest[option + 1] ?? "."));
    const listener = listenOn(process, port, "OSError: [Errno 98] Address already in use\n");
    if (listener === undefined) return 1;
    if (process.env.PYTHONUNBUFFERED !== undefined || argv.includes("-u")) {
      process.stdout.write(`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...\n`);
    }
    // Python has no handler for TERM, so as PID 1 it does not hear it.
    let isStopped = false;
    process.onSignal("SIGINT", () => (isStopped = true));
    const respond = (request: Parameters<ConstructorParameters<typeof HttpServer>[2]>[0]): HttpAnswer => {
      const served = serveFile(machine.files, root, request.path, ["index.html", "index.htm"]);
      const listing =
        served === "forbidden"
          ? directoryListing(machine.files.list(resolvePath("/", root + request.path)), request.path)
          : undefined;
      const answer = listing ?? (typeof served === "string" ? missing : served);
      const [date = "", time = ""] = new Date(machine.now()).toISOString().slice(0, 19).split("T");
      const day = new Date(machine.now()).toUTCString().slice(5, 16).replaceAll(" ", "/");
      stderr.write(
        `${request.client} - - [${date === "" ? "" : day} ${time}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} -\n`,
      );
      return answer;
    };
    yield* serveUntil(
      new HttpServer(process, [listener], respond, `SimpleHTTP/0.6 Python/${version}`),
      () => isStopped,
    );
    return 0;
  };
}

function directoryListing(names: readonly string[], path: string): HttpAnswer {
  const items = names.map((name) => `<li><a href="${name}">${name}</a></li>\n`).join("");
  const title = `Directory listing for ${path}`;
  return {
    status: 200,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>\n<h1>${title}</h1>\n<hr>\n<ul>\n${items}</ul>\n<hr>\n</body>\n</html>\n`,
  };
}

export const interpreterImages: readonly Image[] = [
  {
    repository: "docker.io/library/python",
    sizeBytes: 412_000_000,
    hasTag: versions(/^3(\.(\d|1[0-4]))?(\.\d+)?$/),
    config: (tag) => {
      const version = versionOf(tag, "3.14.0");
      const program = python(version);
      return {
        cmd: ["python3"],
        env: { PYTHON_VERSION: version },
        userland: tag.includes("alpine") ? "alpine" : "debian",
        programs: { "/usr/local/bin/python3": program, "/usr/local/bin/python": program },
      };
    },
  },
  {
    repository: "docker.io/library/node",
    sizeBytes: 396_000_000,
    hasTag: (tag) => /^(lts|current)(-|$)/.test(tag) || versions(/^(1\d|2[0-5])(\.\d+)?(\.\d+)?$/)(tag),
    config: (tag) => {
      const version = versionOf(tag, "25.1.0");
      return {
        entrypoint: [],
        cmd: ["node"],
        env: { NODE_VERSION: version },
        userland: tag.includes("alpine") ? "alpine" : "debian",
        users: { node: 1000 },
        programs: { "/usr/local/bin/node": repl(`v${version}`, "> ", "Node.js") },
      };
    },
  },
];
