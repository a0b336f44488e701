// The server's side of all connections that a request can become: what the HTTPS server calls when a client asks for an upgrade.

export { servePortForward } from "./port-forward/serve.ts";
export { serveRemoteCommand } from "./remote-command/serve.ts";
export type { Upgrade } from "./upgrade.ts";
export { serveWatchSocket } from "./watch/serve.ts";
