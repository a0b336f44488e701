// The small programs about the machine, its users, its processes and its time, by name.

import type { Applet } from "../applet.ts";
import { chroot } from "./chroot.ts";
import { date } from "./date.ts";
import { env, printenv, timeLess } from "./env.ts";
import { expr } from "./expr.ts";
import { free, mount, sysctl, uptime } from "./free.ts";
import { groups, id, whoami } from "./id.ts";
import { kill, killall } from "./kill.ts";
import { pgrep, pidof, ps, top } from "./ps.ts";
import { sleep, usleep } from "./sleep.ts";
import { stty } from "./stty.ts";
import { time } from "./time.ts";
import { timeout } from "./timeout.ts";
import { arch, hostname, nproc, uname } from "./uname.ts";
import { pwd, test, tty, which } from "./which.ts";

export const systemApplets: Readonly<Record<string, Applet>> = {
  true: () => 0,
  false: () => 1,
  sleep,
  usleep,
  date,
  env,
  printenv,
  hostname,
  whoami,
  id,
  uname,
  ps,
  pidof,
  pgrep,
  pkill: pgrep,
  killall,
  kill,
  timeout: (run) => timeout(run, 143),
  time,
  nohup: timeLess,
  nice: timeLess,
  which,
  test,
  "[": test,
  pwd,
  tty,
  stty,
  nproc,
  uptime,
  free,
  top,
  mount,
  logger: () => 0,
  arch,
  groups,
  expr,
  chroot,
  reset: () => 0,
  sysctl,
};
