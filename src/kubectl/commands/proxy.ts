// Stands for kubectl proxy: an HTTP server on this machine that passes requests on to the API server, with the credentials of the kubeconfig.

import { goQuote } from "../../api/go-values.ts";
import type { Command, CommandContext } from "../command.ts";
import { accessWithCredentials } from "../credential-plugin.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import type { ProxyAddress } from "../io.ts";
import { logError, logWarning } from "../klog.ts";
import { systemMessage } from "../kubeconfig.ts";
import { parsePatterns, type RequestFilter } from "../proxy/filter.ts";
import { routeOf } from "../proxy/route.ts";

const DEFAULT_PORT = 8001;

export const command: Command = {
  name: "proxy",
  short: "Run a proxy to the Kubernetes API server",
  long: "Run a proxy between this machine and the API server: whoever can reach its port acts with your credentials. Static files may be served under a prefix of their own.",
  examples:
    "# The API on port 8001, as in curl localhost:8001/api/v1/pods\nkubectl proxy\n\n# The API under another root, as in curl localhost:8001/custom/api/v1/pods\nkubectl proxy --api-prefix=/custom/\n\n# Any free port, and the files of ./local/www under /static/\nkubectl proxy --port=0 --www=./local/www/",
  usage: "proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]",
  flags: [
    stringFlag(
      "accept-hosts",
      "Regular expressions for hosts that are accepted.",
      "^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$",
    ),
    stringFlag("accept-paths", "Regular expressions for paths that are accepted.", "^.*"),
    stringFlag("address", "The IP address to listen on.", "127.0.0.1"),
    stringFlag("api-prefix", "Prefix under which the API is found.", "/"),
    boolFlag("append-server-path", "If true, the path of the server in the kubeconfig is put before each request's."),
    boolFlag("disable-filter", "If true, every request is passed on: a danger when others can reach the port."),
    durationFlag("keepalive", "The keep-alive period of network connections; 0 for none.", 0),
    intFlag("port", "The port to listen on; 0 for any free one.", DEFAULT_PORT, { shorthand: "p" }),
    stringFlag("reject-methods", "Regular expressions for methods that are refused, as in 'POST,PUT,PATCH'.", "^$"),
    stringFlag(
      "reject-paths",
      "Regular expressions for paths that are refused, even where --accept-paths has them.",
      "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach",
    ),
    stringFlag("unix-socket", "Unix socket to listen on.", "", { shorthand: "u" }),
    stringFlag("www", "Directory with static files to serve as well.", "", { shorthand: "w" }),
    stringFlag("www-prefix", "Prefix under which the static files are found.", "/static/", { shorthand: "P" }),
  ],
  run: runProxy,
};

async function runProxy({ flags, io, session }: CommandContext): Promise<void> {
  const context = flags.string("context");
  if (context !== "" && !session.kubeconfig.contexts.has(context))
    throw new KubectlError(`context ${goQuote(context)} does not exist`);
  const access = await accessWithCredentials(io, session.access);
  const filter = filterOf({ flags, io });
  if (flags.int("port") !== DEFAULT_PORT && flags.string("unix-socket") !== "")
    throw new KubectlError("cannot set --unix-socket and --port at the same time");
  const staticDirectory = flags.string("www");
  if (staticDirectory !== "") checkDirectory(staticDirectory, io);
  const prefix = (name: string) => flags.string(name).replace(/\/?$/, "/");
  const options = { apiPrefix: prefix("api-prefix"), staticPrefix: prefix("www-prefix"), staticDirectory };
  if (staticDirectory !== "" && options.apiPrefix === options.staticPrefix)
    throw new KubectlError(`${options.apiPrefix} cannot be the prefix of the API and of static files`);
  const address = addressOf(flags.string("unix-socket"), flags.string("address"), flags.int("port"));
  if (io.serveProxy === undefined) throw new KubectlError("k8s-tutor cannot listen for other programs here");
  const server = await io.serveProxy({
    address,
    access,
    appendServerPath: flags.bool("append-server-path"),
    keepAliveMs: flags.duration("keepalive"),
    transport: (request) => session.transport(request),
    route: (request) => routeOf(request, { ...options, files: io.files, ...(filter === undefined ? {} : { filter }) }),
    onFailure: (why) => logProxyFailure(io, why),
  });
  try {
    io.stdout.write(`Starting to serve on ${server.shown}\n`);
    await new Promise<void>((resolve) => {
      if (io.interrupted.aborted) resolve();
      io.interrupted.addEventListener("abort", () => resolve());
    });
  } finally {
    server.close();
  }
}

function logProxyFailure(io: CommandContext["io"], why: string): void {
  logError(io, "proxy_server.go:147", `Error while proxying request: ${why}`);
}

function filterOf({ flags, io }: Pick<CommandContext, "flags" | "io">): RequestFilter | undefined {
  if (flags.bool("disable-filter")) {
    if (flags.string("unix-socket") === "")
      logWarning(
        io,
        "proxy.go:177",
        "Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious",
      );
    return undefined;
  }
  const patterns = (name: string) => parsePatterns(io, flags.string(name));
  return {
    acceptPaths: patterns("accept-paths"),
    rejectPaths: patterns("reject-paths"),
    acceptHosts: patterns("accept-hosts"),
    rejectMethods: patterns("reject-methods"),
  };
}

function checkDirectory(path: string, io: CommandContext["io"]): void {
  const kind = io.files.kind(path);
  if (kind === "file") logWarning(io, "proxy.go:202", `Static file directory ${path} is not a directory`);
  if (kind !== undefined) return;
  const why = systemMessage("stat", path, Object.assign(new Error(), { code: "ENOENT" }));
  logWarning(io, "proxy.go:200", `Failed to stat static file directory ${path}: ${why}`);
}

function addressOf(path: string, host: string, port: number): ProxyAddress {
  if (path !== "") return { kind: "unix", path };
  if (port < 0 || port > 65_535) throw new KubectlError(`listen tcp: address ${port}: invalid port`);
  return { kind: "tcp", host, port };
}
