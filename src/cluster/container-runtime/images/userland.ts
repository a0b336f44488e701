// Which small programs an image brings, by path.

import { busyboxProgram } from "../../../shell/busybox/index.ts";
import type { Program } from "../../../shell/process.ts";
import type { ImageConfig } from "./image.ts";

const EVERYWHERE =
  "arch ash awk base64 basename cat chgrp chmod chown clear cmp cp cut date dd df diff dirname du echo egrep env expr false fgrep find fold free getent grep gunzip gzip head hostname id install kill killall ln ls md5sum mkdir mkfifo mktemp more mount mv nl nproc od paste pgrep pidof pkill printenv printf ps pwd readlink realpath rev rm rmdir sed seq sh sha1sum sha256sum sha512sum shuf sleep sort split stat stty sync tac tail tar tee test time timeout top touch tr true tty umount uname uniq unlink unxz uptime vi watch wc which who whoami xargs xxd yes zcat";
const BUSYBOX_NETWORK = "ifconfig ip nc netstat nslookup ping route telnet traceroute wget";
const TOOLS = "curl dig host nc netstat nslookup ping ss wget ip jq";

/** What each kind of image has: busybox and alpine are small, Debian's slim images have no network tools. */
const NAMES: Readonly<Record<Exclude<ImageConfig["userland"], "none">, string>> = {
  busybox: `${EVERYWHERE} ${BUSYBOX_NETWORK}`,
  alpine: `${EVERYWHERE} ${BUSYBOX_NETWORK}`,
  debian: `${EVERYWHERE} bash`,
};

export function userlandPrograms(userland: ImageConfig["userland"]): Readonly<Record<string, Program>> {
  return userland === "none" ? {} : namedPrograms(NAMES[userland].split(" "), "/bin");
}

/** Programs by name, for images that add a tool or two. */
export function namedPrograms(names: readonly string[], directory: string): Readonly<Record<string, Program>> {
  const found: Record<string, Program> = {};
  for (const name of names) {
    const program = busyboxProgram(name === "bash" || name === "zsh" ? "sh" : name);
    if (program !== undefined) found[`${directory}/${name}`] = program;
  }
  return found;
}

/** Everything one needs to look into a network. */
export function networkTools(): Readonly<Record<string, Program>> {
  return namedPrograms(TOOLS.split(" "), "/usr/bin");
}
