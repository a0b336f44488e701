// Stands for what nginx prepares before it serves: its directories for temporary files, and the file that holds its PID.

import { FileError, type FileErrorCode } from "../../../../shell/files.ts";
import type { Machine, Process } from "../../../../shell/process.ts";
import { strerror } from "../../../../shell/strerror.ts";

const MAIN_CONFIG = "/etc/nginx/nginx.conf";
const PACKAGE_PATHS = {
  client_body: "/var/cache/nginx/client_temp",
  proxy: "/var/cache/nginx/proxy_temp",
  fastcgi: "/var/cache/nginx/fastcgi_temp",
  uwsgi: "/var/cache/nginx/uwsgi_temp",
  scgi: "/var/cache/nginx/scgi_temp",
} as const;
const WORKER_UID = 101;

/** In the kernel's numbers. */
const ERRNO: Readonly<Record<FileErrorCode, number>> = {
  EPERM: 1,
  ENOENT: 2,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENOSPC: 28,
  EROFS: 30,
  ENOTEMPTY: 39,
  ELOOP: 40,
};

const CAP_CHOWN = 0n;
const CAP_NET_BIND_SERVICE = 10n;

/** Root with a file system of its own finds nothing in its way. */
// Simplified: there nginx leaves no empty directories and no PID file behind, which only somebody who lists them would miss.
function isUnhindered({ user, mounts }: Machine): boolean {
  return user.uid === 0 && hasCapability(user, CAP_CHOWN) && mounts?.()[0]?.options.startsWith("ro") !== true;
}

function hasCapability({ privileges }: Machine["user"], capability: bigint): boolean {
  return privileges === undefined || ((privileges.capabilities >> capability) & 1n) === 1n;
}

/** Makes the directories for temporary files. Answers what is in the way, if anything. */
export function makeTemporaryPaths({ machine }: Process): string | undefined {
  if (isUnhindered(machine)) return undefined;
  for (const path of temporaryPaths(machine)) {
    const failure = tried(`mkdir() "${path}"`, () => machine.files.makeDirectory(path, 0o700), ["EEXIST"]);
    if (failure !== undefined) return failure;
    if (machine.user.uid !== 0) continue;
    if (!hasCapability(machine.user, CAP_CHOWN)) return failed(`chown("${path}", ${WORKER_UID})`, "EPERM");
    machine.files.setOwner(path, WORKER_UID, 0);
  }
  return undefined;
}

/** Why it may not listen at a port: those below 1024 are for root. */
export function refusalOfPort({ machine: { user } }: Process, port: number): string | undefined {
  if (port >= 1024 || (user.uid === 0 && hasCapability(user, CAP_NET_BIND_SERVICE))) return undefined;
  return failed(`bind() to 0.0.0.0:${port}`, "EACCES");
}

/** Writes down its PID. Answers what is in the way, if anything. */
export function writePid({ machine, pid }: Process): string | undefined {
  if (isUnhindered(machine)) return undefined;
  const path = /^\s*pid\s+([^\s;]+)/m.exec(mainConfig(machine))?.[1] ?? "/var/run/nginx.pid";
  return tried(`open() "${path}"`, () => machine.files.write(path, `${pid}\n`));
}

/** What it warns of: a configuration that names a user is meant for root. */
export function warningOfUser({ machine }: Process): string | undefined {
  if (machine.user.uid === 0) return undefined;
  const line = mainConfig(machine)
    .split("\n")
    .findIndex((text) => /^\s*user\s/.test(text));
  if (line === -1) return undefined;
  return `the "user" directive makes sense only if the master process runs with super-user privileges, ignored in ${MAIN_CONFIG}:${line + 1}`;
}

/** True when the entrypoint could touch a file of the image. */
export function mayTouch({ machine }: Process, path: string): boolean {
  if (isUnhindered(machine)) return true;
  return tried(path, () => machine.files.setModifiedAt(path, machine.now())) === undefined;
}

/** Those that the configuration names, in its order, and then those of the package. */
function temporaryPaths(machine: Machine): readonly string[] {
  const named = new Map(
    [...mainConfig(machine).matchAll(/^\s*(\w+)_temp_path\s+([^\s;]+)/gm)].map(([, of = "", path = ""]) => [of, path]),
  );
  const others = Object.entries(PACKAGE_PATHS).filter(([of]) => !named.has(of));
  return [...named.values(), ...others.map(([, path]) => path)];
}

function mainConfig({ files }: Machine): string {
  return files.exists(MAIN_CONFIG) ? files.read(MAIN_CONFIG) : "";
}

function tried(what: string, action: () => void, fine: readonly FileErrorCode[] = []): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return fine.includes(error.code) ? undefined : failed(what, error.code);
  }
}

function failed(what: string, code: FileErrorCode): string {
  return `${what} failed (${ERRNO[code]}: ${strerror(code)})`;
}
