// The small programs about files and directories, by name.

import type { Applet } from "../applet.ts";
import { basename, dirname } from "./basename.ts";
import { chmod } from "./chmod.ts";
import { chown } from "./chown.ts";
import { cp } from "./cp.ts";
import { dd } from "./dd.ts";
import { df, du } from "./du.ts";
import { ln, readlink, realpath } from "./ln.ts";
import { install, mkdir } from "./mkdir.ts";
import { mv } from "./mv.ts";
import { rm, rmdir } from "./rm.ts";
import { stat } from "./stat.ts";
import { mktemp, touch, truncate } from "./touch.ts";

export const fileApplets: Readonly<Record<string, Applet>> = {
  rm,
  mkdir,
  rmdir,
  mv,
  cp,
  touch,
  ln,
  chmod,
  chown,
  chgrp: chown,
  readlink,
  realpath,
  basename,
  dirname,
  mktemp,
  stat,
  du,
  df,
  dd,
  truncate,
  sync: () => 0,
  install,
};
