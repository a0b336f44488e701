import { expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

const ALL = { capabilities: { drop: ["ALL"] } };
const READ_ONLY = { readOnlyRootFilesystem: true };
const USER = { runAsUser: 1000 };
const official = "nginx:1.27";
const unprivileged = "nginxinc/nginx-unprivileged:1.27";

test.each([
  ["a user without root's rights", official, USER, [], 'mkdir() "/var/cache/nginx/client_temp" failed (13: Permission'],
  ["its own user, too", official, { runAsUser: 101 }, [], 'mkdir() "/var/cache/nginx/client_temp" failed (13: Perm'],
  [
    "the port of a user",
    official,
    USER,
    ["/var/cache/nginx", "/var/run"],
    "bind() to 0.0.0.0:80 failed (13: Permission",
  ],
  ["root that may not give away", official, ALL, [], 'chown("/var/cache/nginx/client_temp", 101) failed (1: Operation'],
  ["a read-only root", official, READ_ONLY, [], 'mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file'],
  ["the PID's file", official, READ_ONLY, ["/var/cache/nginx"], 'open() "/var/run/nginx.pid" failed (30: Read-only'],
  ["places to write", official, READ_ONLY, ["/var/cache/nginx", "/var/run"], undefined],
  ["a read-only root", unprivileged, READ_ONLY, [], 'mkdir() "/tmp/proxy_temp" failed (30: Read-only file system)'],
  ["any user", unprivileged, { ...USER, ...READ_ONLY, ...ALL }, ["/tmp"], undefined],
])("nginx and %s (%s, %o, %o)", (_, image, securityContext, paths, failure) => {
  const cluster = nodeUnderTest();
  cluster.create("p", {
    restartPolicy: "Never",
    volumes: paths.map((_path, index) => ({ name: `v${index}`, emptyDir: {} })),
    containers: [
      {
        name: "c",
        image,
        securityContext,
        volumeMounts: paths.map((mountPath, index) => ({ name: `v${index}`, mountPath })),
      },
    ],
  });
  cluster.advance(8);
  expect(cluster.line("p")).toBe(failure === undefined ? "1/1 Running 0" : "0/1 Error 0");
  if (failure !== undefined) expect(cluster.logs("p", "c")).toContain(`nginx: [emerg] ${failure}`);
});
