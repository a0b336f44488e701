// The client's side of exec, attach and port-forward, for a transport over HTTPS to a served or a real cluster.

export type { Endpoint } from "./endpoint.ts";
export { openPortForward } from "./port-forward/open.ts";
export { openRemoteCommand } from "./remote-command/open.ts";
