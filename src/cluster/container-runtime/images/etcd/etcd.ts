// Stands for the image registry.k8s.io/etcd: the server and its two command lines, and nothing else, no shell either.

import type { Image } from "../image.ts";
import { etcdctl, etcdutl } from "./command-line.ts";
import type { EtcdDatabases } from "./database.ts";
import { etcdServer } from "./server.ts";

export function etcdImage(databases: EtcdDatabases): Image {
  const server = etcdServer(databases);
  const programs = { etcd: server, etcdctl: etcdctl(databases), etcdutl: etcdutl() };
  return {
    repository: "registry.k8s.io/etcd",
    sizeBytes: 58_938_593,
    hasTag: (tag) => /^v?\d+\.\d+(\.\d+)?(-\w+)*$/.test(tag),
    isOfOneCluster: true,
    config: () => ({
      userland: "none",
      entrypoint: ["/usr/local/bin/etcd"],
      programs: Object.fromEntries(
        Object.entries(programs).map(([name, program]) => [`/usr/local/bin/${name}`, program]),
      ),
    }),
  };
}
