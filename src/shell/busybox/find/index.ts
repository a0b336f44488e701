// find and xargs, by name.

import type { Applet } from "../applet.ts";
import { find } from "./find.ts";
import { xargs } from "./xargs.ts";

export const findApplets: Readonly<Record<string, Applet>> = { find, xargs };
