// Stands for the nginx images: what is in them.

import { type Image, type ImageConfig, versionOf, versions } from "./image.ts";
import { entrypoint } from "./nginx/entrypoint.ts";
import { defaultSite, MAIN_CONFIG, unprivilegedConfig, WELCOME } from "./nginx/files.ts";
import { nginx } from "./nginx/nginx.ts";
import { namedPrograms } from "./userland.ts";

const NEWEST = "1.29.3";

/** The user that it runs as, and whoever is in root's group, may write there. */
const UNPRIVILEGED_OWNERS = {
  "/etc/nginx": { uid: 101, mode: 0o775 },
  "/etc/nginx/conf.d": { uid: 101, mode: 0o775 },
  "/etc/nginx/conf.d/default.conf": { uid: 101, mode: 0o664 },
  "/var/cache/nginx": { uid: 101, mode: 0o775 },
} as const;

function config(tag: string, port: number, isUnprivileged: boolean): ImageConfig {
  const version = versionOf(tag, NEWEST);
  const isAlpine = tag.includes("alpine");
  return {
    entrypoint: ["/docker-entrypoint.sh"],
    cmd: ["nginx", "-g", "daemon off;"],
    env: { NGINX_VERSION: version, PKG_RELEASE: "1~bookworm" },
    stopSignal: "SIGQUIT",
    userland: isAlpine ? "alpine" : "debian",
    users: { nginx: 101 },
    ...(isUnprivileged ? { user: "101", owners: UNPRIVILEGED_OWNERS } : {}),
    files: {
      "/usr/share/nginx/html/index.html": WELCOME,
      "/usr/share/nginx/html/50x.html":
        "<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n",
      "/etc/nginx/nginx.conf": isUnprivileged ? unprivilegedConfig() : MAIN_CONFIG,
      "/etc/nginx/conf.d/default.conf": defaultSite(port),
      "/etc/nginx/mime.types": "types {\n    text/html html htm;\n}\n",
      "/var/cache/nginx/": "",
      "/var/log/nginx/": "",
    },
    programs: {
      "/docker-entrypoint.sh": entrypoint,
      "/usr/sbin/nginx": nginx(version),
      ...namedPrograms(["curl"], "/usr/bin"),
    },
  };
}

const hasTag = versions(
  /^v?1(\.(2[0-9]|1[0-9]))?(\.\d+)?$/,
  /^(alpine|alpine-slim|alpine-perl|perl|bookworm|bullseye|otel|trixie)(-perl)?$/,
);

export const nginxImages: readonly Image[] = [
  { repository: "docker.io/library/nginx", sizeBytes: 72_223_946, hasTag, config: (tag) => config(tag, 80, false) },
  {
    repository: "registry.k8s.io/nginx-slim",
    sizeBytes: 96_000_000,
    hasTag: (tag) => /^0\.\d+$/.test(tag),
    config: () => config("1.21.6", 80, false),
  },
  {
    repository: "docker.io/nginxinc/nginx-unprivileged",
    sizeBytes: 72_301_114,
    hasTag,
    config: (tag) => config(tag, 8080, true),
  },
];
