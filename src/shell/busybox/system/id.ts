// Stands for id, whoami and groups: whom the process acts as.

import type { Run } from "../applet.ts";
import { nameOfId } from "../ls.ts";

export function whoami(run: Run): number {
  const { user } = run.process.machine;
  const name = nameOfId(run, "/etc/passwd", user.uid);
  if (name === String(user.uid)) run.fail(`unknown uid ${user.uid}`);
  run.print(`${name}\n`);
  return 0;
}

export function id(run: Run): number {
  const options = run.options("ugnGr");
  const { user } = run.process.machine;
  const groups = [...new Set([user.gid, ...(user.groups ?? [])])].sort((a, b) => a - b);
  const userName = nameOfId(run, "/etc/passwd", user.uid);
  const groupName = (gid: number) => nameOfId(run, "/etc/group", gid);
  const show = (number: number, name: string) => (name === String(number) ? String(number) : `${number}(${name})`);
  if (options.has("u")) run.print(`${options.has("n") ? userName : user.uid}\n`);
  else if (options.has("G")) run.print(`${groups.map((gid) => (options.has("n") ? groupName(gid) : gid)).join(" ")}\n`);
  else if (options.has("g")) run.print(`${options.has("n") ? groupName(user.gid) : user.gid}\n`);
  else {
    const list = groups.map((gid) => show(gid, groupName(gid))).join(",");
    run.print(`uid=${show(user.uid, userName)} gid=${show(user.gid, groupName(user.gid))} groups=${list}\n`);
  }
  return 0;
}

export function groups(run: Run): number {
  const { user } = run.process.machine;
  run.print(`${[user.gid, ...(user.groups ?? [])].map((gid) => nameOfId(run, "/etc/group", gid)).join(" ")}\n`);
  return 0;
}
