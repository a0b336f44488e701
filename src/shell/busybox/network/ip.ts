// Stands for ip and ifconfig.

import type { Run } from "../applet.ts";

export function ip(run: Run, words: readonly string[] = run.args.filter((arg) => !arg.startsWith("-"))): number {
  const [object = ""] = words;
  const { addresses } = run.process.machine.network;
  const first = addresses.find((address) => address.includes("."));
  if ("route".startsWith(object) && object !== "") {
    if (first !== undefined)
      run.print(
        `default via ${first.replace(/\d+$/, "1")} dev eth0 \n${first.replace(/\d+$/, "0")}/24 dev eth0 scope link  src ${first} \n`,
      );
    return 0;
  }
  if (object === "" || !("address".startsWith(object) || "link".startsWith(object)))
    return run.usage("ip [OPTIONS] address|route|link [ARGS]");
  run.print(
    "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n",
  );
  if (first === undefined) return 0;
  run.print(
    `2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n    link/ether ${macOf(first)} brd ff:ff:ff:ff:ff:ff\n`,
  );
  run.print(
    `    inet ${first}/24 brd ${first.replace(/\d+$/, "255")} scope global eth0\n       valid_lft forever preferred_lft forever\n`,
  );
  return 0;
}

function macOf(address: string): string {
  return ["02", "42", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
}

export function ifconfig(run: Run): number {
  for (const address of run.process.machine.network.addresses.filter((one) => one.includes("."))) {
    run.print(
      `eth0      Link encap:Ethernet  HWaddr ${macOf(address).toUpperCase()}  \n          inet addr:${address}  Bcast:${address.replace(/\d+$/, "255")}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n`,
    );
  }
  run.print(
    "lo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n",
  );
  return 0;
}
