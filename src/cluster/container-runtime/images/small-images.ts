// Images without a server of their own: busybox, alpine, curl, debian and the like, and the tools for looking around.

import { handOver } from "./hand-over.ts";
import { type Image, type ImageConfig, versions } from "./image.ts";
import { namedPrograms, networkTools } from "./userland.ts";

const shell = (userland: ImageConfig["userland"], cmd: readonly string[]): ImageConfig => ({ userland, cmd });

export const smallImages: readonly Image[] = [
  ...[
    "docker.io/library/busybox",
    "registry.k8s.io/busybox",
    "gcr.io/google-containers/busybox",
    "quay.io/prometheus/busybox",
  ].map(
    (repository): Image => ({
      repository,
      sizeBytes: 1_089_023,
      hasTag: versions(/^1(\.(2[0-9]|3[0-7]))?(\.\d+)?$/, /^(glibc|musl|uclibc)$/),
      config: () => shell("busybox", ["sh"]),
    }),
  ),
  {
    repository: "docker.io/library/bash",
    sizeBytes: 6_600_000,
    hasTag: versions(/^[345](\.\d+)?(\.\d+)?$/, /^(alpine)/),
    config: () => ({
      ...shell("alpine", ["bash"]),
      entrypoint: ["docker-entrypoint.sh"],
      programs: {
        ...namedPrograms(["bash"], "/usr/local/bin"),
        "/usr/local/bin/docker-entrypoint.sh": (process) => {
          const args = process.argv.slice(1);
          return handOver(
            process,
            args[0]?.startsWith("-") === true ? ["bash", ...args] : args,
            "docker-entrypoint.sh",
          );
        },
      },
    }),
  },
  {
    repository: "docker.io/library/alpine",
    sizeBytes: 3_626_897,
    hasTag: (tag) => tag === "edge" || versions(/^3(\.(1\d|2[0-2]))?(\.\d+)?$/)(tag),
    config: () => shell("alpine", ["/bin/sh"]),
  },
  {
    repository: "docker.io/library/debian",
    sizeBytes: 48_480_000,
    hasTag: (tag) => /^(latest|stable|1[0-3](\.\d+)?|bookworm|bullseye|trixie|sid)(-slim)?$/.test(tag),
    config: () => shell("debian", ["bash"]),
  },
  {
    repository: "docker.io/curlimages/curl",
    sizeBytes: 8_490_000,
    hasTag: versions(/^(7|8)(\.\d+)?(\.\d+)?$/),
    config: () => ({
      userland: "alpine",
      entrypoint: ["/entrypoint.sh"],
      cmd: ["curl"],
      user: "curl_user",
      users: { curl_user: 100 },
      workingDir: "/home/curl_user",
      files: { "/entrypoint.sh": '#!/bin/sh\nif [ "${1#-}" != "${1}" ]; then set -- curl "$@"; fi\nexec "$@"\n' },
      programs: namedPrograms(["curl"], "/usr/bin"),
    }),
  },
  {
    repository: "docker.io/nicolaka/netshoot",
    sizeBytes: 199_000_000,
    hasTag: versions(/^v?0\.\d+$/),
    config: () => ({
      userland: "alpine",
      cmd: ["zsh"],
      programs: { ...networkTools(), ...namedPrograms(["bash", "zsh"], "/usr/bin") },
    }),
  },
];
