// What nginx answers a request, as its configuration says.

import type { FileTree } from "../../../../shell/files.ts";
import { resolvePath } from "../../../../shell/paths.ts";
import type { Machine, Process } from "../../../../shell/process.ts";
import { filesOfUser } from "../../../../shell/user-files.ts";
import { type HttpAnswer, type HttpRequest, reasonPhrase } from "../http-server.ts";
import { locationFor, type NginxServer } from "../nginx-config.ts";
import type { ProxyTarget } from "../proxy.ts";
import { serveFile } from "../static-files.ts";
import { stamp } from "./log.ts";

export function answerRequest(
  process: Process,
  server: NginxServer,
  request: HttpRequest,
  version: string,
): HttpAnswer | ProxyTarget {
  // The beginning of an HTTP/2 connection, which a server that was not told to speak it does not understand.
  if (request.method === "PRI") return errorPage(400, version);
  const files = filesOfWorker(process.machine);
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
  const why = {
    missing: `open() "${full}" failed (2: No such file or directory)`,
    denied: `open() "${path.endsWith("/") ? resolvePath(full, server.index[0] ?? "") : full}" failed (13: Permission denied)`,
    forbidden: `directory index of "${root}${path}" is forbidden`,
  }[served];
  process.stderr.write(
    `${stamp(process.machine.now())} [error] 29#29: *1 ${why}, client: ${request.client}, server: localhost, request: "${request.method} ${request.target} HTTP/1.1", host: "${request.headers.host ?? ""}"\n`,
  );
  return errorPage(served === "missing" ? 404 : 403, version);
}

/** Root only opens the ports; the workers who read files run as the image's user `nginx`. */
function filesOfWorker({ files, user }: Machine): FileTree {
  return user.uid === 0 ? filesOfUser(files, { uid: 101, gid: 101 }) : files;
}

/** The pages that nginx makes up for errors. */
export function errorPage(status: number, version: string): HttpAnswer {
  const title = `${status} ${reasonPhrase(status)}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
  return { status, body };
}
