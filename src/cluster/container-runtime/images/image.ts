// What an image is here: behaviour as data. Files, defaults, and the programs that its executables stand for.

import type { Program } from "../../../shell/process.ts";

export interface ImageConfig {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** As in a Dockerfile: a name, a uid, or `uid:gid`; root when absent. */
  readonly user?: string;
  readonly workingDir?: string;
  readonly stopSignal?: "SIGTERM" | "SIGQUIT" | "SIGINT" | "SIGWINCH";
  /** Text files by path; directories are made as needed. A path that ends in "/" is an empty directory. */
  readonly files?: Readonly<Record<string, string>>;
  /** Modes and owners that differ from 0644 (files), 0755 (directories) and root. */
  readonly owners?: Readonly<Record<string, { readonly mode?: number; readonly uid?: number; readonly gid?: number }>>;
  /** Directories that the image declares as volumes (VOLUME). */
  readonly volumes?: readonly string[];
  /** Executables by path, besides those of `userland`. */
  readonly programs?: Readonly<Record<string, Program>>;
  /** Which small programs are in it: none in a distroless image. */
  readonly userland: "busybox" | "alpine" | "debian" | "none";
  /** The accounts besides root, by name. */
  readonly users?: Readonly<Record<string, number>>;
}

export interface Image {
  /** As in `docker.io/library/nginx`. */
  readonly repository: string;
  /** Compressed, as events and node statuses report it. */
  readonly sizeBytes: number;
  readonly hasTag: (tag: string) => boolean;
  readonly config: (tag: string) => ImageConfig;
  /** Its programs know the cluster that they run in, so no other cluster may run them. */
  readonly isOfOneCluster?: true;
}

/** True for the numeric tags of a project that has released `majors`, with or without one of the usual suffixes. */
export function versions(
  majors: RegExp,
  variants = /^(alpine|slim|bookworm|bullseye|perl|otel)/,
): (tag: string) => boolean {
  return (tag) => {
    const [version = "", ...suffix] = tag.split("-");
    if (["latest", "stable", "mainline"].includes(version))
      return suffix.length === 0 || variants.test(suffix.join("-"));
    if (variants.test(tag) && suffix.length === 0) return true;
    if (!/^v?\d+(\.\d+){0,3}$/.test(version) || !majors.test(version)) return false;
    return suffix.length === 0 || variants.test(suffix.join("-"));
  };
}

/** True for `latest` and for whatever looks like a version. */
export function anyVersion(tag: string): boolean {
  return tag === "latest" || /^v?\d+(\.\d+){0,3}([-_][A-Za-z0-9._-]+)*$/.test(tag);
}

/** The version that a tag stands for, without variant; `fallback` for latest and the like. */
export function versionOf(tag: string, fallback: string): string {
  const match = /^v?(\d+(\.\d+)*)/.exec(tag);
  if (match?.[1] === undefined) return fallback;
  const parts = match[1].split(".");
  const newest = fallback.split(".");
  while (parts.length < 3)
    parts.push(parts.every((part, index) => part === newest[index]) ? (newest[parts.length] ?? "0") : "0");
  return parts.join(".");
}
