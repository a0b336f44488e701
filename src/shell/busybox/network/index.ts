// The small programs about names, addresses and ports, by name.

import type { Applet, Run } from "../applet.ts";
import { dig } from "./dig.ts";
import { getent, hostApplet } from "./host.ts";
import { ifconfig, ip } from "./ip.ts";
import { nc, telnet } from "./nc.ts";
import { netstat } from "./netstat.ts";
import { nslookup } from "./nslookup.ts";
import { ping } from "./ping.ts";

export const networkApplets: Readonly<Record<string, Applet>> = {
  nslookup,
  dig,
  host: hostApplet,
  getent,
  ping,
  nc,
  netcat: nc,
  telnet,
  ip,
  ifconfig,
  netstat,
  ss: netstat,
  traceroute: refuse,
  tcpdump: refuse,
  route: (run) => ip(run, ["route"]),
};

function refuse(run: Run): number {
  return run.fail(`k8s-tutor does not simulate ${run.name}`);
}
