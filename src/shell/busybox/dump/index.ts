// The small programs that show and compare bytes, by name.

import type { Applet } from "../applet.ts";
import { cmp } from "./cmp.ts";
import { hexdump } from "./hexdump.ts";
import { od } from "./od.ts";
import { strings } from "./strings.ts";
import { xxd } from "./xxd.ts";

export const dumpApplets: Readonly<Record<string, Applet>> = { od, hexdump, hd: hexdump, xxd, cmp, strings };
