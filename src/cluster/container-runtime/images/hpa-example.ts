// Stands for the example of Kubernetes' walkthrough of the horizontal pod autoscaler: Apache with a page of PHP that computes.

import type { Program } from "../../../shell/process.ts";
import { HttpServer, listenOn, serveUntil } from "./http-server.ts";
import type { Image } from "./image.ts";

/** A million square roots. */
const PAGE_MS = 75;

const INDEX = `<?php
  $x = 0.0001;
  for ($i = 0; $i <= 1000000; $i++) {
    $x += sqrt($x);
  }
  echo "OK!";
?>
`;

const apache: Program = function* (process) {
  const { machine, stdout, stderr } = process;
  const stamp = (): [day: string, date: string, time: string] => {
    const [weekday = "", date = "", month = "", year = "", time = ""] = new Date(machine.now())
      .toUTCString()
      .split(/,? /);
    return [`${weekday} ${month} ${date} ${time}`, `${date}/${month}/${year}`, time];
  };
  const notice = (text: string): void => {
    const [day] = stamp();
    const year = new Date(machine.now()).getUTCFullYear();
    stderr.write(`[${day}.000000 ${year}] ${text}\n`);
  };
  const address = machine.network.addresses[0] ?? "127.0.0.1";
  const unnamed = `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
  const taken = "(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80\n";
  const listener = listenOn(process, 80, taken);
  if (listener === undefined) return 1;
  stderr.write(unnamed + unnamed);
  notice(
    "[mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.10 (Debian) PHP/5.6.14 configured -- resuming normal operations",
  );
  notice("[core:notice] [pid 1] AH00094: Command line: 'apache2 -D FOREGROUND'");
  let isStopped = false;
  for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
  const server = new HttpServer(
    process,
    [listener],
    ({ path, method, target, client, headers }) => {
      const isPage = path === "/" || path === "/index.php";
      const [, date, time] = stamp();
      const [status, body] = isPage ? [200, "OK!"] : [404, "Not Found\n"];
      const agent = headers["user-agent"] ?? "-";
      stdout.write(
        `${client} - - [${date}:${time} +0000] "${method} ${target} HTTP/1.1" ${status} 215 "-" "${agent}"\n`,
      );
      const page = { status, headers: { "X-Powered-By": "PHP/5.6.14" }, body };
      return isPage ? { ...page, workMs: PAGE_MS } : page;
    },
    "Apache/2.4.10 (Debian)",
  );
  yield* serveUntil(server, () => isStopped);
  notice("[mpm_prefork:notice] [pid 1] AH00169: caught SIGTERM, shutting down");
  return 0;
};

export const hpaExampleImages: readonly Image[] = ["registry.k8s.io/hpa-example", "k8s.gcr.io/hpa-example"].map(
  (repository) => ({
    repository,
    sizeBytes: 184_632_000,
    hasTag: (tag) => tag === "latest" || tag === "v1",
    config: () => ({
      cmd: ["apache2-foreground"],
      workingDir: "/var/www/html",
      userland: "debian",
      users: { "www-data": 33 },
      files: { "/var/www/html/index.php": INDEX },
      programs: { "/usr/local/bin/apache2-foreground": apache },
    }),
  }),
);
