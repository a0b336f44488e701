// The small programs that pass text through, by name.

import type { Applet } from "../applet.ts";
import { base64 } from "./base64.ts";
import { cat, nl, rev, tac } from "./cat.ts";
import { cut } from "./cut.ts";
import { echo, printf, yes } from "./echo.ts";
import { head } from "./head.ts";
import { seq } from "./seq.ts";
import { sort } from "./sort.ts";
import { tail } from "./tail.ts";
import { tee } from "./tee.ts";
import { tr } from "./tr.ts";
import { uniq } from "./uniq.ts";
import { wc } from "./wc.ts";

export const textApplets: Readonly<Record<string, Applet>> = {
  cat,
  echo,
  printf,
  head,
  tail,
  wc,
  sort,
  uniq,
  cut,
  tr,
  tee,
  yes,
  seq,
  tac,
  rev,
  nl,
  clear: (run) => {
    if (run.process.stdout.isTerminal) run.print("\u001b[H\u001b[J");
    return 0;
  },
  base64,
};
