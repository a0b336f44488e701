// Stands for programs with a web page for people: Grafana, Adminer, Jenkins. Their pages are there; what one would click is not.

import { base64OfText } from "../../../bytes/base64.ts";
import type { Process, Program } from "../../../shell/process.ts";
import { daemon, plain } from "./daemon.ts";
import type { HttpAnswer } from "./http-server.ts";
import { anyVersion, type Image, versionOf } from "./image.ts";
import { json } from "./json-answer.ts";

const html = (status: number, title: string): HttpAnswer => ({
  status,
  headers: { "Content-Type": "text/html; charset=UTF-8" },
  body: `<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>${title}</title>\n</head>\n<body>\n</body>\n</html>\n`,
});

function grafana(version: string): Program {
  const line = ({ machine }: Process, logger: string, text: string): string =>
    `logger=${logger} t=${new Date(machine.now()).toISOString().replace("Z", "000000Z")} level=info ${text}`;
  return daemon({
    toStdout: true,
    ports: ({ env }) => [Number(env.GF_SERVER_HTTP_PORT ?? 3000)],
    says: (process) => [
      line(process, "settings", `msg="Starting Grafana" version=${version} commit=a1b2c3d branch=HEAD`),
      line(process, "settings", 'msg="Config loaded from" file=/usr/share/grafana/conf/defaults.ini'),
      line(process, "migrator", 'msg="Starting DB migrations"'),
      line(
        process,
        "http.server",
        `msg="HTTP Server Listen" address=[::]:${process.env.GF_SERVER_HTTP_PORT ?? 3000} protocol=http subUrl= socket=`,
      ),
    ],
    respond: ({ path, headers }, { env }) => {
      if (path === "/api/health") return json(200, { database: "ok", version, commit: "a1b2c3d" }, 2);
      if (path === "/login") return html(200, "Grafana");
      if (path === "/metrics")
        return plain(200, "# HELP grafana_build_info Build information.\ngrafana_build_info 1\n");
      if (!path.startsWith("/api/"))
        return { status: 302, headers: { Location: "/login" }, body: '<a href="/login">Found</a>.\n\n' };
      const account = `${env.GF_SECURITY_ADMIN_USER ?? "admin"}:${env.GF_SECURITY_ADMIN_PASSWORD ?? "admin"}`;
      if (headers.authorization !== `Basic ${base64OfText(account)}`)
        return json(401, {
          message: "Invalid username or password",
          messageId: "password-auth.failed",
          statusCode: 401,
        });
      return path === "/api/datasources" ? json(200, []) : json(404, { message: "Not found" });
    },
    lastWords: (process) => [line(process, "server", 'msg="Shutdown started" reason="System signal: terminated"')],
  });
}

const adminer = daemon({
  ports: [8080],
  says: ({ machine }) => [
    `[${new Date(machine.now()).toUTCString().slice(0, 25)}] PHP 8.4.13 Development Server (http://[::]:8080) started`,
  ],
  respond: (request, { machine, stderr }) => {
    const at = new Date(machine.now()).toUTCString().slice(0, 25);
    stderr.write(`[${at}] [::ffff:${request.client}]:40312 [200]: ${request.method} ${request.target}\n`);
    return html(200, "Login - Adminer");
  },
});

const jenkins = daemon({
  ports: [8080, 50_000],
  says: ({ machine }) => {
    const at = new Date(machine.now()).toISOString().replace("T", " ").replace("Z", "+0000");
    return [
      "Running from: /usr/share/jenkins/jenkins.war",
      `${at} [id=1]\tINFO\twinstone.Logger#logInternal: Beginning extraction from war file`,
      `${at} [id=42]\tINFO\thudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running`,
    ];
  },
  respond: ({ path }) => (path === "/login" ? html(200, "Sign in [Jenkins]") : html(403, "Authentication required")),
  exitCode: 143,
});

export const consoleImages: readonly Image[] = [
  ...["docker.io/grafana/grafana", "docker.io/grafana/grafana-oss", "docker.io/grafana/grafana-enterprise"].map(
    (repository): Image => ({
      repository,
      sizeBytes: 192_000_000,
      hasTag: anyVersion,
      config: (tag) => ({
        userland: "alpine",
        entrypoint: ["/run.sh"],
        user: "472",
        users: { grafana: 472 },
        workingDir: "/usr/share/grafana",
        files: { "/etc/grafana/grafana.ini": "", "/var/lib/grafana/": "" },
        owners: { "/var/lib/grafana": { uid: 472 } },
        programs: { "/run.sh": grafana(versionOf(tag, "12.2.0")) },
      }),
    }),
  ),
  {
    repository: "docker.io/library/adminer",
    sizeBytes: 45_000_000,
    hasTag: (tag) => anyVersion(tag) || tag === "standalone",
    config: () => ({
      userland: "alpine",
      cmd: ["php", "-S", "[::]:8080", "-t", "/var/www/html"],
      user: "adminer",
      users: { adminer: 100 },
      workingDir: "/var/www/html",
      programs: { "/usr/local/bin/php": adminer },
    }),
  },
  {
    repository: "docker.io/jenkins/jenkins",
    sizeBytes: 276_000_000,
    hasTag: (tag) => /^(lts|latest)(-|$)/.test(tag) || anyVersion(tag),
    config: () => ({
      userland: "debian",
      entrypoint: ["/usr/local/bin/jenkins.sh"],
      user: "jenkins",
      users: { jenkins: 1000 },
      files: { "/var/jenkins_home/": "" },
      owners: { "/var/jenkins_home": { uid: 1000, gid: 1000 } },
      programs: { "/usr/local/bin/jenkins.sh": jenkins },
    }),
  },
];
