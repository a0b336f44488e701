// Stands for the sample applications of tutorials: one page each, which says who answered.

import type { Process, Program } from "../../../shell/process.ts";
import { daemon, flag, plain } from "./daemon.ts";
import { goStamp } from "./echo-servers.ts";
import type { HttpAnswer } from "./http-server.ts";
import { anyVersion, type Image, type ImageConfig } from "./image.ts";

const html = (body: string): HttpAnswer => ({ status: 200, headers: { "Content-Type": "text/html" }, body });

function sample(
  repository: string,
  sizeBytes: number,
  config: Omit<ImageConfig, "programs" | "cmd"> & {
    readonly command: string;
    readonly program: (tag: string) => Program;
  },
  hasTag: (tag: string) => boolean = anyVersion,
): Image {
  const { command, program, ...rest } = config;
  return {
    repository,
    sizeBytes,
    hasTag,
    config: (tag) => ({ ...rest, cmd: [command], programs: { [command]: program(tag) } }),
  };
}

/** Of Kubernetes' own first tutorial. */
const bootcamp = (tag: string): Program => {
  const version = Number.parseInt(tag.replace("v", ""), 10) || 1;
  return daemon({
    toStdout: true,
    ports: [8080],
    says: ({ machine }) => [
      `Kubernetes Bootcamp App Started At: ${new Date(machine.now()).toISOString()} | Running On:  ${machine.hostname}`,
      "",
    ],
    respond: ({ method, target }, { machine, stdout }) => {
      stdout.write(
        `Running On: ${machine.hostname} | Total Requests: 1 | App Uptime: 1 seconds | Log Time: ${new Date(machine.now()).toISOString()} | ${method} ${target}\n`,
      );
      return plain(200, `Hello Kubernetes bootcamp! | Running on: ${machine.hostname} | v=${version}\n`);
    },
  });
};

const nodeHello = (): Program => daemon({ ports: [8080], respond: () => plain(200, "Hello Kubernetes!") });

/** The page of nginx's own demonstration. */
const nginxHello = (tag: string): Program =>
  daemon({
    toStdout: true,
    ports: [80],
    respond: ({ target, client, port }, { machine }) => {
      const address = `${machine.network.addresses[0] ?? ""}:${port}`;
      const at = new Date(machine.now()).toISOString();
      const facts = [
        ["Server address", address],
        ["Server name", machine.hostname],
        [
          "Date",
          `${at.slice(8, 10)}/${new Date(machine.now()).toUTCString().slice(8, 11)}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`,
        ],
        ["URI", target],
        ["Request ID", `${client}-${machine.now()}`],
      ] as const;
      if (tag.startsWith("plain-text")) return plain(200, facts.map(([name, value]) => `${name}: ${value}\n`).join(""));
      const lines = facts.map(([name, value]) => `<p><span>${name}:</span> <span>${value}</span></p>\n`).join("");
      return html(
        `<!DOCTYPE html>\n<html>\n<head>\n<title>Hello World</title>\n</head>\n<body>\n${lines}</body>\n</html>\n`,
      );
    },
  });

const gbFrontend = (): Program =>
  daemon({
    ports: [80],
    respond: () =>
      html(
        '<html ng-app="redis">\n  <head>\n    <title>Guestbook</title>\n  </head>\n  <body>\n    <h2>Guestbook</h2>\n  </body>\n</html>\n',
      ),
  });

const kuard = (): Program =>
  daemon({
    ports: [8080],
    says: ({ machine }) => [`${goStamp(machine.now())} Serving on HTTP on :8080`],
    respond: ({ path }, { machine, env }) => {
      if (path === "/healthy" || path === "/ready") return plain(200, "ok");
      if (path === "/env/api")
        return plain(200, JSON.stringify({ commandLine: ["/kuard"], env: { ...env, HOSTNAME: machine.hostname } }));
      return html(
        `<!doctype html>\n<html lang="en">\n<head>\n<title>KUAR Demo</title>\n</head>\n<body>${machine.hostname}</body>\n</html>\n`,
      );
    },
  });

const COLORS = ["red", "green", "blue", "blue2", "darkblue", "pink"];

const webappColor = (tag: string): Program => {
  const colorOf = ({ argv, env }: Process): string =>
    flag(argv, "color") ?? env.APP_COLOR ?? (tag === "v1" ? "blue" : tag === "v2" ? "green" : "red");
  return daemon({
    ports: [8080],
    says: (process) => [
      ` This is a sample web application that displays a colored background. \n A color can be specified in two ways. \n\n 1. As a command line argument with --color as the argument. Accepts one of ${COLORS.join(",")} \n 2. As an Environment variable APP_COLOR. Accepts one of ${COLORS.join(",")} \n 3. If none of the above then a random color is picked from the above list. \n\n`,
      `Color: ${colorOf(process)}`,
      ' * Serving Flask app "app" (lazy loading)',
      " * Running on http://0.0.0.0:8080/ (Press CTRL+C to quit)",
    ],
    respond: (_, process) =>
      html(
        `<!doctype html>\n<title>Hello from Flask</title>\n<body style="background: ${colorOf(process)};">\n<h1>Hello from ${process.machine.hostname}!</h1>\n</body>\n`,
      ),
  });
};

const helloKubernetes = (): Program =>
  daemon({
    toStdout: true,
    ports: ({ env }) => [Number(env.PORT ?? 8080)],
    says: ({ env }) => [JSON.stringify({ level: "info", msg: `Listening on: http://0.0.0.0:${env.PORT ?? 8080}` })],
    respond: (_, { machine, env }) =>
      html(
        `<!DOCTYPE html>\n<html>\n<head>\n    <title>Hello Kubernetes!</title>\n</head>\n<body>\n  <div id="message">\n  ${env.MESSAGE ?? "Hello world!"}\n</div>\n<table>\n  <tr><th>pod:</th><td>${machine.hostname}</td></tr>\n</table>\n</body>\n</html>\n`,
      ),
  });

const aksHello = (): Program =>
  daemon({
    ports: [80],
    respond: (_, { env }) =>
      html(
        `<!DOCTYPE html>\n<html>\n<head>\n    <title>${env.TITLE ?? "Welcome to Azure Kubernetes Service (AKS)"}</title>\n</head>\n</html>\n`,
      ),
  });

/** Listens and never answers: for the task about TCP probes. */
const goproxy = (): Program => daemon({ ports: [8080] });

const debian = { userland: "debian" } as const;

export const sampleImages: readonly Image[] = [
  ...["gcr.io/google-samples/kubernetes-bootcamp", "docker.io/jocatalin/kubernetes-bootcamp"].map((repository) =>
    sample(repository, 83_000_000, { ...debian, command: "/bin/server.js", program: bootcamp }, (tag) =>
      /^v[12]$/.test(tag),
    ),
  ),
  sample(
    "gcr.io/google-samples/node-hello",
    264_000_000,
    { ...debian, command: "/server", program: nodeHello },
    (tag) => tag === "1.0" || tag === "2.0",
  ),
  sample(
    "docker.io/nginxdemos/hello",
    19_000_000,
    { userland: "alpine", command: "/usr/sbin/nginx", program: nginxHello },
    (tag) => anyVersion(tag) || /^plain-text(-\d.*)?$/.test(tag),
  ),
  ...["gcr.io/google-samples/gb-frontend", "us-docker.pkg.dev/google-samples/containers/gke/gb-frontend"].map(
    (repository) =>
      sample(
        repository,
        156_000_000,
        { ...debian, command: "/usr/local/bin/apache2-foreground", program: gbFrontend },
        (tag) => /^v[1-6]$/.test(tag),
      ),
  ),
  sample("gcr.io/kuar-demo/kuard-amd64", 11_500_000, { userland: "alpine", command: "/kuard", program: kuard }, (tag) =>
    /^(latest|1|2|3|blue|green|purple|v0\..*)$/.test(tag),
  ),
  sample(
    "docker.io/kodekloud/webapp-color",
    31_700_000,
    { userland: "alpine", command: "/opt/app.py", program: webappColor },
    (tag) => /^(latest|v[123])$/.test(tag),
  ),
  sample("docker.io/paulbouwer/hello-kubernetes", 80_000_000, {
    userland: "alpine",
    command: "/server.js",
    program: helloKubernetes,
  }),
  sample(
    "mcr.microsoft.com/azuredocs/aks-helloworld",
    344_000_000,
    { ...debian, command: "/entrypoint.sh", program: aksHello },
    (tag) => tag === "v1" || tag === "latest",
  ),
  sample(
    "registry.k8s.io/goproxy",
    1_700_000,
    { userland: "none", command: "/goproxy", program: goproxy },
    (tag) => tag === "0.1",
  ),
];
