// What a learner sees of the images that tutorials use: who answers at which port, what the log begins with, and what is refused.

import { beforeAll, describe, expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

interface Case {
  readonly image: string;
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The port, the path, and what is answered. */
  readonly get?: readonly [at: string, answer: RegExp];
  readonly exec?: readonly [command: string, answer: RegExp];
  readonly log?: RegExp;
  readonly line?: string;
}

const RUNNING = "1/1 Running 0";

const cases: readonly Case[] = [
  {
    image: "stefanprodan/podinfo:6.7.1",
    get: [":9898/readyz", /"status": "OK"/],
    log: /"msg":"Starting podinfo".*"version":"6\.7\.1"/,
  },
  { image: "ghcr.io/stefanprodan/podinfo:6.7.1", get: [":9898/", /"message": "greetings from podinfo v6\.7\.1"/] },
  {
    image: "grafana/grafana:12.1.0",
    get: [":3000/api/health", /"version": "12\.1\.0"/],
    log: /msg="HTTP Server Listen"/,
  },
  {
    image: "registry.k8s.io/e2e-test-images/agnhost:2.53",
    args: ["netexec", "--http-port=8081"],
    get: [":8081/hostname", /^p3$/],
  },
  { image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: ["serve-hostname"], get: [":9376/", /^p4$/] },
  { image: "registry.k8s.io/e2e-test-images/agnhost:2.53", log: /^Paused/ },
  { image: "registry.k8s.io/e2e-test-images/agnhost:2.40", args: ["liveness"], get: [":8080/healthz", /^error: \d+/] },
  {
    image: "gcr.io/google-samples/kubernetes-bootcamp:v2",
    get: [":8080/", /^Hello Kubernetes bootcamp! \| Running on: p7 \| v=2$/m],
  },
  { image: "gcr.io/google-samples/node-hello:1.0", get: [":8080/", /^Hello Kubernetes!$/] },
  { image: "us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v5", get: [":80/", /Guestbook/] },
  { image: "gcr.io/google_samples/gb-redis-follower:v2", exec: ["redis-cli ping", /^PONG/] },
  { image: "nginxdemos/hello:plain-text", get: [":80/x", /^Server name: p11\n(.*\n)*URI: \/x$/m] },
  {
    image: "traefik/whoami",
    get: [":80/", /^Hostname: p12\n(.*\n)*GET \/ HTTP\/1\.1$/m],
    log: /Starting up on port 80/,
  },
  {
    image: "hashicorp/http-echo:1.0",
    args: ["-text=hi", "-listen=:8080"],
    get: [":8080/", /^hi$/m],
    log: /server is listening on :8080/,
  },
  { image: "kennethreitz/httpbin", get: [":80/get?a=1", /"args": \{\n {4}"a": "1"/], log: /Starting gunicorn/ },
  { image: "jmalloc/echo-server", get: [":8080/", /^Request served by p15$/m] },
  { image: "ealen/echo-server", get: [":80/?echo_body=hey", /^"hey"$/] },
  { image: "registry.k8s.io/echoserver:1.10", get: [":8080/", /^Hostname: p17$/m] },
  { image: "memcached:1.6", exec: ["which memcached", /^\/usr\/local\/bin\/memcached/] },
  { image: "haproxy:3.0", line: "0/1 Error 0", log: /Cannot open configuration file/ },
  { image: "adminer", get: [":8080/", /Login - Adminer/] },
  {
    image: "mongo:7",
    exec: ["mongosh --quiet --eval db.adminCommand('ping').ok", /^1\n\[0\]$/],
    log: /"msg":"Waiting for connections"/,
  },
  { image: "mongo:7", env: { MONGO_INITDB_ROOT_USERNAME: "root" }, line: "0/1 Error 0", log: /both must be specified/ },
  {
    image: "rabbitmq:4-management",
    get: [":15672/api/overview", /not_authorized/],
    exec: ["rabbitmq-diagnostics -q ping", /^Ping succeeded\n/],
    log: /Server startup complete/,
  },
  {
    image: "golang:1.24",
    command: ["go", "version"],
    line: "0/1 Completed 0",
    log: /^go version go1\.24\.0 linux\/amd64$/m,
  },
  { image: "eclipse-temurin:21", command: ["java", "-version"], line: "0/1 Completed 0", log: /^openjdk version "21/ },
  { image: "rust:1.80", command: ["cargo", "run"], line: "0/1 Error 0", log: /does not simulate Rust programs/ },
  { image: "php:8.3-apache", get: [":80/", /<title>403 Forbidden<\/title>/], log: /resuming normal operations/ },
  { image: "php:8.3-cli", line: "0/1 Completed 0", log: /^Interactive shell/ },
  {
    image: "wordpress:6",
    env: { WORDPRESS_DB_HOST: "p21" },
    get: [":80/", /Error establishing a database connection/],
    log: /WordPress has been successfully copied/,
  },
  {
    image: "perl:5.34.0",
    command: ["perl", "-Mbignum=bpi", "-wle", "print bpi(50)"],
    line: "0/1 Completed 0",
    log: /^3\.1415926535897932384626433832795028841971693993751$/m,
  },
  { image: "hello-world", line: "0/1 Completed 0", log: /Hello from Docker!/ },
  { image: "amazon/aws-cli", args: ["--version"], line: "0/1 Completed 0", log: /^aws-cli\/2/ },
  { image: "amazon/aws-cli", args: ["s3", "ls"], line: "0/1 Error 0", log: /there is no cloud/ },
  {
    image: "bitnami/kubectl",
    args: ["version", "--client"],
    line: "0/1 Completed 0",
    log: /^Client Version: v1\.33\.5/,
  },
  {
    image: "rancher/kubectl:v1.33.0",
    args: ["get", "pods"],
    line: "0/1 Error 0",
    log: /does not simulate kubectl in a container/,
  },
  { image: "bitnami/redis", line: "0/1 Error 0", log: /REDIS_PASSWORD environment variable is empty/ },
  { image: "bitnami/redis", env: { REDIS_PASSWORD: "x" }, exec: ["redis-cli -a x --no-auth-warning ping", /^PONG/] },
  { image: "bitnami/nginx", get: [":8080/", /Welcome to nginx!/] },
  {
    image: "ubuntu:24.04",
    command: ["sleep", "1000"],
    exec: ["sh -c 'ps | head -1; . /etc/os-release; echo $ID'", /ubuntu/],
  },
  { image: "fedora:41", command: ["sleep", "1000"], exec: ["cat /etc/os-release", /ID=fedora/] },
  { image: "registry.k8s.io/nginx-slim:0.8", get: [":80/", /Welcome to nginx!/] },
];

describe("images of tutorials", () => {
  const cluster = nodeUnderTest();

  beforeAll(() => {
    cluster.create("client", { containers: [{ name: "c", image: "busybox:1.36", command: ["sleep", "100000"] }] });
    for (const [index, { image, args, command, env }] of cases.entries()) {
      const variables = Object.entries(env ?? {}).map(([name, value]) => ({ name, value }));
      const container = { name: "c", image, imagePullPolicy: "IfNotPresent", args, command, env: variables };
      cluster.create(`p${index}`, { restartPolicy: "Never", containers: [container] });
    }
    cluster.advance(60);
  });

  test.each(cases.map((each, index) => [`p${index}`, each.image, each] as const))("%s %s", (name, _, each) => {
    expect([cluster.line(name), cluster.logs(name, "c")]).toEqual([each.line ?? RUNNING, expect.any(String)]);
    if (each.log !== undefined) expect(cluster.logs(name, "c")).toMatch(each.log);
    if (each.get !== undefined) {
      const url = `http://${cluster.get(name).status.podIP}${each.get[0]}`;
      expect(fetchText(url)).toMatch(each.get[1]);
    }
    if (each.exec !== undefined) {
      const [, script] = /^sh -c '(.*)'$/s.exec(each.exec[0]) ?? [];
      const words = script === undefined ? each.exec[0].split(" ") : ["sh", "-c", script];
      expect(cluster.exec(name, "c", ...words)).toMatch(each.exec[1]);
    }
  });

  function fetchText(url: string): string {
    const [, host = "", port = "", path = ""] = /^http:\/\/([^:]+):(\d+)(.*)$/.exec(url) ?? [];
    const script = `printf 'GET ${path} HTTP/1.0\\r\\nHost: ${host}\\r\\n\\r\\n' | nc -w 3 ${host} ${port}`;
    const answer = cluster.exec("client", "c", "sh", "-c", script);
    return answer.slice(answer.indexOf("\r\n\r\n") + 4).replace(/\[\d+\]$/, "");
  }

  test("memcached keeps what it is told", () => {
    const index = cases.findIndex(({ image }) => image.startsWith("memcached"));
    const script = `printf 'set a 0 0 2\\r\\nhi\\r\\nincr a 1\\r\\nget a b\\r\\nquit\\r\\n' | nc -w 3 ${cluster.get(`p${index}`).status.podIP} 11211`;
    expect(cluster.exec("client", "c", "sh", "-c", script)).toBe(
      "STORED\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\nVALUE a 0 2\r\nhi\r\nEND\r\n[0]",
    );
  });

  test("mongosh: documents go in, are found, changed and taken out", () => {
    const index = cases.findIndex(({ image }) => image.startsWith("mongo:"));
    const shell = (statement: string) =>
      cluster.exec(`p${index}`, "c", "mongosh", "shop", "--quiet", "--eval", statement);
    expect(shell("db.cups.insertMany([{name: 'a', size: 2}, {name: 'b', size: 5},])")).toMatch(
      /^\{\n {2}acknowledged: true,/,
    );
    expect(shell("db.cups.find({size: {$gt: 3}})")).toMatch(
      /^\[ \{ _id: ObjectId\('[0-9a-f]{24}'\), name: 'b', size: 5 \} \]\n/,
    );
    expect(shell("db.cups.updateOne({name: 'a'}, {$set: {size: 9}})")).toContain("modifiedCount: 1");
    expect(shell("db.cups.countDocuments({size: 9})")).toBe("1\n[0]");
    expect(shell("db.cups.deleteMany({})")).toBe("{ acknowledged: true, deletedCount: 2 }\n[0]");
    expect(shell("db.cups.mapReduce()")).toMatch(/^k8s-tutor does not simulate this statement of mongosh/);
    expect(
      cluster.exec("client", "c", "wget", "-qO-", `http://${cluster.get(`p${index}`).status.podIP}:27017/`),
    ).toMatch(/^It looks like you are trying to access MongoDB over HTTP/);
  });
});

test("wordpress finds its database, once there is one", () => {
  const cluster = nodeUnderTest();
  const db = { MYSQL_ROOT_PASSWORD: "r", MYSQL_DATABASE: "wordpress", MYSQL_USER: "wp", MYSQL_PASSWORD: "s" };
  const envOf = (values: object) => Object.entries(values).map(([name, value]) => ({ name, value }));
  cluster.create("db", { containers: [{ name: "c", image: "mysql:8.0", env: envOf(db) }] });
  cluster.advance(40);
  const host = cluster.get("db").status.podIP;
  const wordpress = {
    WORDPRESS_DB_HOST: host,
    WORDPRESS_DB_USER: "wp",
    WORDPRESS_DB_PASSWORD: "s",
    WORDPRESS_DB_NAME: "wordpress",
  };
  cluster.create("wp", { containers: [{ name: "c", image: "wordpress:6", env: envOf(wordpress) }] });
  cluster.create("client", { containers: [{ name: "c", image: "curlimages/curl:8.10.1", command: ["sleep", "999"] }] });
  cluster.advance(5);
  const url = `http://${cluster.get("wp").status.podIP}/`;
  expect(cluster.exec("client", "c", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", url)).toBe(
    `302 ${url}wp-admin/install.php[0]`,
  );
  expect(cluster.exec("client", "c", "curl", "-sL", url)).toContain("WordPress &rsaquo; Installation");
});

test("Debian's images for one purpose have no process tools; a shell kills by itself", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.advance(4);
  for (const tool of ["ps", "kill", "vi", "ping", "wget", "top"])
    expect(cluster.exec("web", "c", tool)).toMatch(/executable file not found in \$PATH/);
  cluster.exec("web", "c", "sh", "-c", "kill 1");
  cluster.advance(6);
  expect(cluster.line("web")).toMatch(/^1\/1 Running 1 /);
});
