// Stands for the images of PHP and of WordPress.

import type { Process, Program } from "../../../shell/process.ts";
import { readAll } from "../../../shell/reading.ts";
import { nullInput, nullOutput } from "../../../shell/streams.ts";
import { apache, apacheError } from "./apache.ts";
import { daemon } from "./daemon.ts";
import { handOver } from "./hand-over.ts";
import type { HttpAnswer, HttpRequest, PendingAnswer } from "./http-server.ts";
import { type Image, type ImageConfig, versionOf, versions } from "./image.ts";
import { openConnection } from "./sql/connection.ts";
import { serveFile } from "./static-files.ts";

const NEWEST = "8.4.13";
const ROOT = "/var/www/html";
const REFUSAL = "k8s-tutor does not run PHP programs, it only serves files without them\n";

function php(version: string): Program {
  return function* ({ argv, stdin, stdout, stderr }) {
    const [, first] = argv;
    const banner = `PHP ${version} (cli) (built: Sep 30 2025 20:00:00) (NTS)`;
    if (first === "-v" || first === "--version") {
      stdout.write(`${banner}\nCopyright (c) The PHP Group\n`);
      return 0;
    }
    if (first !== undefined && first !== "-a") {
      stderr.write("k8s-tutor does not run PHP programs, only `php -v`\n");
      return 1;
    }
    stdout.write("Interactive shell\n\n");
    if (stdin.isTerminal) stdout.write("php > ");
    yield* readAll(stdin);
    return 0;
  };
}

function page(request: HttpRequest, { machine }: Process): HttpAnswer {
  const served = serveFile(machine.files, ROOT, request.path, ["index.php", "index.html"]);
  const host = request.headers.host ?? "";
  if (served === "missing")
    return apacheError(404, "Not Found", "The requested URL was not found on this server.", request.port, host);
  if (typeof served === "string")
    return apacheError(403, "Forbidden", "You don't have permission to access this resource.", request.port, host);
  if (served.body.includes("<?php")) return { status: 500, headers: { "Content-Type": "text/plain" }, body: REFUSAL };
  return served;
}

/** `php-fpm` speaks no HTTP. */
const fpm = (version: string): Program =>
  daemon({
    ports: [9000],
    says: ({ machine }) => {
      const at = new Date(machine.now()).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, "$1-$2-$3 $4");
      return [`[${at}] NOTICE: fpm is running, pid 1`, `[${at}] NOTICE: ready to handle connections (PHP ${version})`];
    },
  });

const web = (version: string, respond: typeof page | typeof wordpressPage): Readonly<Record<string, Program>> => ({
  "/usr/local/bin/apache2-foreground": apache({ phpVersion: version, respond }),
});

function phpConfig(tag: string): ImageConfig {
  const version = versionOf(tag, NEWEST);
  const isApache = tag.includes("apache");
  const isFpm = tag.includes("fpm");
  return {
    entrypoint: ["docker-php-entrypoint"],
    cmd: isApache ? ["apache2-foreground"] : isFpm ? ["php-fpm"] : ["php", "-a"],
    ...(isApache || isFpm ? { workingDir: ROOT } : {}),
    env: { PHP_VERSION: version },
    userland: tag.includes("alpine") ? "alpine" : "debian",
    users: { "www-data": 33 },
    files: isApache || isFpm ? { [`${ROOT}/`]: "" } : {},
    programs: {
      "/usr/local/bin/docker-php-entrypoint": (process) => {
        const args = process.argv.slice(1);
        return handOver(process, args[0]?.startsWith("-") === true ? ["php", ...args] : args, "docker-php-entrypoint");
      },
      "/usr/local/bin/php": php(version),
      ...(isFpm ? { "/usr/local/sbin/php-fpm": fpm(version) } : {}),
      ...(isApache ? web(version, page) : {}),
    },
  };
}

const DB_ERROR =
  '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<title>Database Error</title>\n</head>\n<body id="error-page">\n\t<div class="wp-die-message"><h1>Error establishing a database connection</h1></div></body>\n</html>\n';
const INSTALL =
  '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<title>WordPress &rsaquo; Installation</title>\n</head>\n<body class="wp-core-ui language-chooser">\n<p id="logo">WordPress</p>\n</body>\n</html>\n';

/** Every page needs the database; until somebody installs the blog, every page leads to the installation. */
function wordpressPage(request: HttpRequest, process: Process): HttpAnswer | PendingAnswer {
  const { env } = process;
  const setting = (name: string, otherwise: string): string => {
    const file = env[`WORDPRESS_${name}_FILE`];
    return file === undefined ? (env[`WORDPRESS_${name}`] ?? otherwise) : process.machine.files.read(file).trim();
  };
  const [host = "mysql", port = "3306"] = setting("DB_HOST", "mysql").split(":");
  let isConnected = false;
  const asks: Program = function* (worker) {
    const opened = yield* openConnection(
      worker,
      host,
      Number(port),
      {
        kind: "hello",
        flavor: "mysql",
        user: setting("DB_USER", "example username"),
        password: setting("DB_PASSWORD", "example password"),
        database: setting("DB_NAME", "wordpress"),
        isLocal: false,
      },
      30_000,
    );
    isConnected = opened.kind === "open" && opened.reply.kind === "ready";
    if (opened.kind === "open") opened.socket.close();
    return 0;
  };
  const { argv, cwd } = process;
  const child = process.spawn({
    program: asks,
    argv,
    env,
    cwd,
    stdin: nullInput,
    stdout: nullOutput,
    stderr: nullOutput,
  });
  const headers = { "Content-Type": "text/html; charset=UTF-8", "X-Powered-By": `PHP/${NEWEST}` };
  return {
    given: child.exited,
    answer: () => {
      if (!isConnected) return { status: 500, headers, body: DB_ERROR };
      if (request.path.startsWith("/wp-admin/install.php")) return { status: 200, headers, body: INSTALL };
      const Location = `http://${request.headers.host ?? "localhost"}/wp-admin/install.php`;
      return { status: 302, headers: { ...headers, Location }, body: "" };
    },
  };
}

const wordpressEntrypoint: Program = function* (process) {
  const { machine, env, stderr } = process;
  const args = process.argv.slice(1);
  if (args[0]?.startsWith("apache2") === true) {
    const { files } = machine;
    if (!files.exists(`${ROOT}/index.php`)) {
      stderr.write(`WordPress not found in ${ROOT} - copying now...\n`);
      files.write(`${ROOT}/index.php`, "<?php\nrequire __DIR__ . '/wp-blog-header.php';\n");
      stderr.write(`Complete! WordPress has been successfully copied to ${ROOT}\n`);
    }
    const supplied = Object.keys(env).filter((name) => name.startsWith("WORDPRESS_"));
    if (!files.exists(`${ROOT}/wp-config.php`) && supplied.length > 0) {
      stderr.write(
        `No 'wp-config.php' found in ${ROOT}, but 'WORDPRESS_...' variables supplied; copying 'wp-config-docker.php' (${supplied.join(" ")})\n`,
      );
      files.write(`${ROOT}/wp-config.php`, "<?php\ndefine( 'DB_HOST', getenv('WORDPRESS_DB_HOST') );\n");
    }
  }
  return yield* handOver(process, args, "docker-entrypoint.sh");
};

export const phpImages: readonly Image[] = [
  {
    repository: "docker.io/library/php",
    sizeBytes: 176_000_000,
    hasTag: (tag) =>
      /^(apache|cli|fpm)(-alpine)?$/.test(tag) ||
      versions(/^[78](\.\d+)?(\.\d+)?$/, /^(apache|cli|fpm|alpine|zts|bookworm|bullseye|trixie)/)(tag),
    config: phpConfig,
  },
  {
    repository: "docker.io/library/wordpress",
    sizeBytes: 265_000_000,
    hasTag: (tag) => tag === "apache" || versions(/^[4-6](\.\d+)?(\.\d+)?$/, /^(apache|php[78]|fpm)/)(tag),
    config: () => ({
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["apache2-foreground"],
      workingDir: ROOT,
      env: { PHP_VERSION: NEWEST },
      userland: "debian",
      users: { "www-data": 33 },
      files: { [`${ROOT}/`]: "" },
      programs: { "/usr/local/bin/docker-entrypoint.sh": wordpressEntrypoint, ...web(NEWEST, wordpressPage) },
    }),
  },
];
