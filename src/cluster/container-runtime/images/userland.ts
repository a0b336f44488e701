// Which small programs an image brings, by path.

import { busyboxProgram } from "../../../shell/busybox/index.ts";
import type { Program } from "../../../shell/process.ts";
import type { ImageConfig } from "./image.ts";

const EVERYWHERE =
  "arch awk base64 basename cat chgrp chmod chown chroot clear cmp cp cut date dd df diff dirname du echo egrep env expr false fgrep find fold getent grep gunzip gzip head hostname id install ln ls md5sum mkdir mkfifo mktemp more mount mv nl nproc od paste pidof printenv printf pwd readlink realpath rev rm rmdir sed seq sh sha1sum sha256sum sha512sum shuf sleep sort split stat stty sync tac tail tar tee test timeout touch tr true tty umount uname uniq unlink wc which who whoami xargs yes zcat";
/** Of the packages procps and psmisc, which Debian's images for one purpose leave out. */
const PROCESSES = "free kill killall pgrep pkill ps top uptime watch";
const BUSYBOX = `${PROCESSES} ash time unxz vi xxd`;
const BUSYBOX_NETWORK = "ifconfig ip nc netstat nslookup ping route telnet traceroute wget";
const TOOLS = "curl dig host nc netstat nslookup ping ss wget ip jq";

/** What each kind of image has: busybox and alpine are small, Debian's slim images have no network tools. */
const NAMES: Readonly<Record<Exclude<ImageConfig["userland"], "none">, string>> = {
  busybox: `${EVERYWHERE} ${BUSYBOX} ${BUSYBOX_NETWORK}`,
  alpine: `${EVERYWHERE} ${BUSYBOX} ${BUSYBOX_NETWORK}`,
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

/** What larger images of Debian and Ubuntu have besides. */
export function processTools(): Readonly<Record<string, Program>> {
  return namedPrograms(PROCESSES.split(" "), "/usr/bin");
}

/** What Docker's images of whole languages are built upon. */
export function buildTools(): Readonly<Record<string, Program>> {
  return { ...processTools(), ...namedPrograms(["curl", "wget", "xz"], "/usr/bin") };
}

/** Everything one needs to look into a network. */
export function networkTools(): Readonly<Record<string, Program>> {
  return namedPrograms(TOOLS.split(" "), "/usr/bin");
}
