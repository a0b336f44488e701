// Stands for the busybox binary: many small programs by name.

import type { Program } from "../process.ts";
import { shellProgram } from "../sh.ts";
import { type Applet, programOf } from "./applet.ts";
import { awkApplets } from "./awk/awk.ts";
import { checksumApplets } from "./checksum/checksum.ts";
import { curlApplets } from "./curl/curl.ts";
import { dumpApplets } from "./dump/index.ts";
import { fileApplets } from "./files/index.ts";
import { findApplets } from "./find/index.ts";
import { grepApplets } from "./grep.ts";
import { lsApplets } from "./ls.ts";
import { networkApplets } from "./network/index.ts";
import { sedApplets } from "./sed/sed.ts";
import { systemApplets } from "./system/index.ts";
import { tarApplets } from "./tar/tar.ts";
import { textApplets } from "./text/index.ts";
import { wgetApplets } from "./wget.ts";

type Family = Readonly<Record<string, Applet>>;

const families: readonly Family[] = [
  textApplets,
  dumpApplets,
  fileApplets,
  lsApplets,
  findApplets,
  tarApplets,
  grepApplets,
  sedApplets,
  awkApplets,
  systemApplets,
  checksumApplets,
  networkApplets,
  wgetApplets,
  curlApplets,
];

const programs = new Map<string, Program>();

/** The program of that name: what the busybox image has, and the extras (curl, dig, getent) of other images. */
export function busyboxProgram(name: string): Program | undefined {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const program = build(name);
  if (program !== undefined) programs.set(name, program);
  return program;
}

function build(name: string): Program | undefined {
  if (name === "sh" || name === "ash") return shellProgram();
  const family = families.find((candidate) => Object.hasOwn(candidate, name));
  const applet = family?.[name];
  return applet === undefined ? undefined : programOf(applet);
}

/** What there is, for who wants to complete a name. */
export function busyboxNames(): readonly string[] {
  return ["sh", "ash", ...families.flatMap((family) => Object.keys(family))];
}
