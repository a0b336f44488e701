import { expect, test } from "vitest";
import { bitnamiImages } from "../../../src/cluster/container-runtime/images/bitnami.ts";
import { imageCatalogue } from "../../../src/cluster/container-runtime/images/catalogue.ts";
import { distributionImages } from "../../../src/cluster/container-runtime/images/distributions.ts";
import { languageImages } from "../../../src/cluster/container-runtime/images/languages.ts";
import { toolImages } from "../../../src/cluster/container-runtime/images/tools.ts";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

test("every image starts with what its defaults say, or says why it does not", () => {
  const cluster = nodeUnderTest();
  // Families of images that are alike: some of each are looked at elsewhere.
  const alike = [...bitnamiImages, ...distributionImages, ...languageImages, ...toolImages];
  const images = imageCatalogue().filter((image) => !alike.includes(image));
  const names = images.map(({ repository, hasTag }, index) => {
    const name = `p${index}`;
    const tag = ["v1.33.5", "1.0", "3.10", "latest", "v2", "0.8", "0.1"].find((each) => hasTag(each));
    cluster.create(name, { restartPolicy: "Never", containers: [{ name: "c", image: `${repository}:${tag}` }] });
    return { name, repository };
  });
  cluster.advance(30);
  const lines = names.map(
    ({ name, repository }) => `${repository.slice(repository.indexOf("/") + 1)} ${cluster.line(name).split(" ")[1]}`,
  );
  const ended = lines.filter((line) => !line.endsWith(" Running"));
  expect(ended).toEqual([
    "library/busybox Completed",
    "busybox Completed",
    "google-containers/busybox Completed",
    "prometheus/busybox Completed",
    "library/bash Completed",
    "library/alpine Completed",
    "library/debian Completed",
    "curlimages/curl Error",
    "nicolaka/netshoot Completed",
    "library/postgres Error",
    "library/mysql Error",
    "library/mariadb Error",
    "library/python Completed",
    "library/node Completed",
    "library/php Completed",
    "library/haproxy Error",
    "ingress-nginx/controller Error",
    "polinux/stress Completed",
    "progrium/stress Completed",
    "polinux/stress-ng Completed",
    "alexeiled/stress-ng Completed",
    "colinianking/stress-ng Completed",
  ]);
  const postgres = names.find(({ repository }) => repository.endsWith("postgres"));
  expect(cluster.logs(postgres?.name ?? "", "c")).toContain(
    "Error: Database is uninitialized and superuser password is not specified.",
  );
});

test("web servers: live files, logs, and how they are stopped", () => {
  const cluster = nodeUnderTest();
  cluster.create("apache", { containers: [{ name: "c", image: "httpd:2.4" }] });
  cluster.create("nginx", { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.create("proxy", {
    containers: [
      {
        name: "c",
        image: "nginx:1.27",
        command: [
          "sh",
          "-c",
          "printf 'server { listen 8080; location / { proxy_pass http://127.0.0.1:9; } location /hi { return 200 \"hello\\n\"; } }' > /etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'",
        ],
      },
    ],
  });
  cluster.advance(4);
  const get = (pod: string, url: string) => cluster.exec(pod, "c", "curl", "-s", url);
  expect(cluster.exec("apache", "c", "sh", "-c", "echo Welcome home > /usr/local/apache2/htdocs/index.html")).toBe(
    "[0]",
  );
  const ip = cluster.get("apache").status.podIP;
  expect(get("nginx", `http://${ip}/`)).toBe("Welcome home\n[0]");
  expect(cluster.logs("apache", "c")).toMatch(
    /AH00094: Command line: 'httpd -D FOREGROUND'\n10\.244\.1\.\d+ - - \[.*\] "GET \/ HTTP\/1\.1" 200 13\n$/,
  );
  expect(get("proxy", "http://localhost:8080/hi")).toBe("hello\n[0]");
  expect(get("proxy", "http://localhost:8080/")).toContain("502 Bad Gateway");
  // Its workers are not root.
  expect(cluster.exec("nginx", "c", "chmod", "600", "/usr/share/nginx/html/index.html")).toBe("[0]");
  expect(get("nginx", "http://localhost/")).toContain("403 Forbidden");
  expect(cluster.logs("nginx", "c")).toContain(
    'open() "/usr/share/nginx/html/index.html" failed (13: Permission denied)',
  );
  expect(cluster.exec("nginx", "c", "nginx", "-s", "stop")).toContain("signal process started");
  expect(cluster.exec("apache", "c", "httpd", "-k", "stop")).toBe("[0]");
  cluster.advance(5);
  expect(["apache", "nginx"].map((name) => cluster.get(name).status.containerStatuses?.[0]?.restartCount)).toEqual([
    1, 1,
  ]);
  expect(cluster.exec("apache", "c", "cat", "/usr/local/apache2/htdocs/index.html")).toContain("It works!");
});

test("redis keeps what it is told; the teaching app misbehaves as asked", () => {
  const cluster = nodeUnderTest();
  cluster.create("redis", { containers: [{ name: "c", image: "redis:7" }] });
  const app = (args: readonly string[], more: object = {}) => ({
    containers: [{ name: "c", image: "tutor/app:1.0", args, ...more }],
  });
  cluster.create("crash", app(["--crash-after=10s"]));
  cluster.create(
    "slow",
    app(["--slow-start=20", "--port", "9000"], {
      readinessProbe: { httpGet: { path: "/healthz", port: 9000 }, periodSeconds: 1 },
    }),
  );
  cluster.create("leak", app(["--leak=10"], { resources: { limits: { memory: "100Mi" } } }));
  cluster.create("needy", app(["--depends-on=http://10.244.1.2:6379"]));
  cluster.advance(6);
  expect(cluster.exec("redis", "c", "redis-cli", "PING")).toBe("PONG\n[0]");
  expect(cluster.exec("redis", "c", "redis-cli", "SET", "a", "1")).toBe("OK\n[0]");
  expect(cluster.exec("redis", "c", "redis-cli", "GET", "a")).toBe("1\n[0]");
  expect(cluster.line("slow")).toBe("0/1 Running 0");
  expect(cluster.exec("crash", "c", "wget", "-qO-", "http://localhost:8080")).toBe(
    "Hello from crash, version 1.0\n[0]",
  );
  expect(cluster.exec("crash", "c", "wget", "-qO-", "http://localhost:8080/admin/unhealthy")).toContain(
    "healthy=false",
  );
  expect(cluster.exec("crash", "c", "wget", "-qO-", "http://localhost:8080/healthz")).toContain("500");
  cluster.advance(20);
  expect(cluster.line("slow")).toBe("1/1 Running 0");
  expect(cluster.get("crash").status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 1,
    reason: "Error",
  });
  expect(cluster.get("leak").status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 137,
    reason: "OOMKilled",
  });
});

test("hundreds of pods cost little, and nothing once they run", () => {
  const cluster = nodeUnderTest();
  const started = performance.now();
  for (let index = 0; index < 250; index++)
    cluster.create(`p${index}`, { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.advance(5);
  const perPodMs = (performance.now() - started) / 250;
  expect(cluster.line("p249")).toBe("1/1 Running 0");
  const idle = performance.now();
  cluster.advance(600);
  const idleMs = performance.now() - idle;
  // Generous: the machine may be busy with other things.
  expect(perPodMs).toBeLessThan(500);
  expect(idleMs).toBeLessThan(10_000);
});
