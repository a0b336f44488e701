// Stands for the image registry.k8s.io/kube-apiserver: its container takes connections at port 6443, and the cluster's API server, which
// is no program but a part of the cluster, answers them. So programs in pods can speak to the API, as real ones do.

import type { Program } from "../../../shell/process.ts";
import type { ShownCertificate } from "../../../shell/tls.ts";
import { daemon, plain } from "./daemon.ts";
import type { HttpAnswer, HttpRequest } from "./http-server.ts";
import type { Image } from "./image.ts";

const PORT = 6443;

export interface ApiOverHttp {
  readonly certificate: ShownCertificate;
  answer(request: HttpRequest): HttpAnswer;
}

/** Where the cluster's API is offered. Empty in a runtime that belongs to no cluster. */
export class ApiServers {
  current: ApiOverHttp | undefined;
}

export function apiServerImage(servers: ApiServers): Image {
  const program = apiServer(servers);
  return {
    repository: "registry.k8s.io/kube-apiserver",
    sizeBytes: 30_073_000,
    hasTag: (tag) => /^v\d+\.\d+\.\d+$/.test(tag),
    isOfOneCluster: true,
    config: () => ({
      userland: "none",
      entrypoint: ["/usr/local/bin/kube-apiserver"],
      programs: { "/usr/local/bin/kube-apiserver": program },
    }),
  };
}

function apiServer(servers: ApiServers): Program {
  return daemon({
    ports: [PORT],
    tlsPorts: [PORT],
    certificateFor: () => (servers.current === undefined ? "" : JSON.stringify(servers.current.certificate)),
    respond: (request) => servers.current?.answer(request) ?? plain(200, "ok"),
  });
}
