// Stands for unpacked image layers: the tree that all containers of an image start from.

import { makePath } from "../../shell/make-path.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import { parentOf } from "../../shell/paths.ts";
import type { Program } from "../../shell/process.ts";
import type { ImageConfig } from "./images/image.ts";
import { userlandPrograms } from "./images/userland.ts";

export interface UnpackedImage {
  readonly files: MemoryFiles;
  /** Every path in `files`. */
  readonly paths: ReadonlySet<string>;
  /** By absolute path. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly volumes: readonly string[];
}

const DIRECTORIES = [
  "/bin",
  "/dev",
  "/etc",
  "/home",
  "/opt",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/sys",
  "/usr",
  "/usr/bin",
  "/usr/local",
  "/usr/local/bin",
  "/usr/sbin",
  "/var",
  "/var/log",
  "/var/run",
];

const RELEASES = {
  busybox: undefined,
  alpine:
    'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\nHOME_URL="https://alpinelinux.org/"\n',
  debian:
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nID=debian\n',
  none: 'PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID="debian"\n',
} as const;

/** When all images were built: their files are older than any cluster. */
const builtAt = Date.UTC(2025, 7, 1);

// Almost every image is the same on every node of every cluster, and its tree is never written to: containers work on forks of it.
const unpackedImages = new Map<string, UnpackedImage>();

/** @param name as in `docker.io/library/nginx:1.27`. */
export function unpackedImage(name: string, config: () => ImageConfig): UnpackedImage {
  const known = unpackedImages.get(name) ?? unpackImage(config());
  unpackedImages.set(name, known);
  return known;
}

export function unpackImage(config: ImageConfig): UnpackedImage {
  const files = new MemoryFiles({ now: () => builtAt });
  for (const directory of DIRECTORIES) makePath(files, directory);
  files.makeDirectory("/tmp", 0o1777);
  const accounts = Object.entries(config.users ?? {});
  const passwd = accounts.map(([name, id]) => `${name}:x:${id}:${id}:${name}:/home/${name}:/sbin/nologin\n`).join("");
  files.write("/etc/passwd", `root:x:0:0:root:/root:/bin/sh\n${passwd}nobody:x:65534:65534:nobody:/home:/bin/false\n`);
  files.write(
    "/etc/group",
    `root:x:0:\n${accounts.map(([name, id]) => `${name}:x:${id}:\n`).join("")}nogroup:x:65534:\n`,
  );
  const release = RELEASES[config.userland];
  if (release !== undefined) files.write("/etc/os-release", release);
  const programs = new Map<string, Program>();
  for (const [path, program] of Object.entries({ ...userlandPrograms(config.userland), ...config.programs })) {
    makePath(files, parentOf(path));
    files.write(path, "", 0o755);
    programs.set(path, program);
  }
  for (const [path, content] of Object.entries(config.files ?? {})) {
    if (path.endsWith("/")) makePath(files, path.slice(0, -1));
    else {
      makePath(files, parentOf(path));
      files.write(path, content, content.startsWith("#!") ? 0o755 : 0o644);
    }
  }
  for (const [path, { mode, uid = 0, gid = 0 }] of Object.entries(config.owners ?? {})) {
    if (mode !== undefined) files.setMode(path, mode);
    files.setOwner(path, uid, gid);
  }
  return { files, paths: new Set(pathsBelow(files, "/")), programs, volumes: config.volumes ?? [] };
}

function pathsBelow(files: MemoryFiles, path: string): readonly string[] {
  if (files.lstat(path).type !== "directory") return [path];
  return [
    path,
    ...files.list(path).flatMap((name) => pathsBelow(files, path === "/" ? `/${name}` : `${path}/${name}`)),
  ];
}
