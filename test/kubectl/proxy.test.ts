// kubectl proxy: where a request goes, and what is refused.

import { describe, expect, test } from "vitest";
import type { KubectlFiles } from "../../src/kubectl/io.ts";
import { isAccepted, type RequestFilter } from "../../src/kubectl/proxy/filter.ts";
import { type RouteOptions, routeOf } from "../../src/kubectl/proxy/route.ts";
import { run } from "./fake-io.ts";

const filter: RequestFilter = {
  acceptPaths: [/^.*/],
  rejectPaths: [/^\/api\/.*\/pods\/.*\/exec/, /^\/api\/.*\/pods\/.*\/attach/],
  acceptHosts: [/^localhost$/, /^127\.0\.0\.1$/, /^\[::1\]$/],
  rejectMethods: [/^$/],
};

const contents: Readonly<Record<string, string>> = { "www/a.txt": "hello\n", "www/sub/index.html": "<p>hi</p>\n" };
const files: KubectlFiles = {
  read: (path) => contents[path] ?? "",
  list: () => ["a.txt", "sub"],
  kind: (path) => (contents[path] !== undefined ? "file" : ["www", "www/sub"].includes(path) ? "directory" : undefined),
  write: () => undefined,
  makeDirectory: () => undefined,
  remove: () => undefined,
};

const usual: RouteOptions = { apiPrefix: "/", staticPrefix: "/static/", staticDirectory: "", filter, files };

describe("the filter", () => {
  test.each([
    ["GET", "/api/v1/pods", "localhost:8001", true],
    ["GET", "/api/v1/pods", "127.0.0.1", true],
    ["GET", "/api/v1/pods", "[::1]", true],
    ["GET", "/api/v1/pods", "evil.com", false],
    ["GET", "/api/v1/pods", "localhost.evil.com:8001", false],
    ["POST", "/api/v1/namespaces/default/pods/web/exec", "localhost", false],
    ["POST", "/api/v1/namespaces/default/pods/web/attach", "localhost", false],
    ["GET", "/api/v1/namespaces/default/pods/web/log", "localhost", true],
  ])("%s %s of %s: %s", (method, path, host, accepted) =>
    expect(isAccepted(filter, { method, path, host })).toBe(accepted),
  );
});

describe("the routes", () => {
  const route = (target: string, options: Partial<RouteOptions> = {}, method = "GET") => {
    const found = routeOf({ method, target, host: "localhost:8001" }, { ...usual, ...options });
    if (found.kind === "api") return found.target;
    const location = found.answer.headers.find(([name]) => name === "Location")?.[1];
    return location === undefined
      ? `${found.answer.status} ${found.answer.body.trim()}`
      : `${found.answer.status} to ${location}`;
  };
  const withFiles = { apiPrefix: "/api/", staticDirectory: "www" };
  test.each<[string, Partial<RouteOptions>, string]>([
    ["/api/v1/pods?limit=1", {}, "/api/v1/pods?limit=1"],
    ["/api/v1/pods/%2fx", {}, "/api/v1/pods/%2fx"],
    ["//api", {}, "301 to /api"],
    ["/api/../version?a=b", {}, "301 to /version?a=b"],
    ["/custom/version", { apiPrefix: "/custom/" }, "/version"],
    ["/custom", { apiPrefix: "/custom/" }, "301 to /custom/"],
    ["/version", { apiPrefix: "/custom/" }, "404 404 page not found"],
    ["/api/v1/pods", { apiPrefix: "/api/" }, "/api/v1/pods"],
    ["/api/v1/namespaces/x/pods/y/exec", {}, "403 Forbidden"],
    ["/static/a.txt", withFiles, "200 hello"],
    ["/static/sub", withFiles, "301 to sub/"],
    ["/static/sub/", withFiles, "200 <p>hi</p>"],
    ["/static/sub/index.html", withFiles, "301 to ./"],
    ["/static/none", withFiles, "404 404 page not found"],
    ["/static/../secret", withFiles, "301 to /secret"],
    ["/secret", withFiles, "404 404 page not found"],
  ])("%s", (target, options, expected) => expect(route(target, options)).toBe(expected));
});

describe("what cannot be", () => {
  test.each([
    ["-p 8005 -u s.sock", "error: cannot set --unix-socket and --port at the same time\n", 1],
    ["-p 70000", "error: listen tcp: address 70000: invalid port\n", 1],
    ["--context nope", 'error: context "nope" does not exist\n', 1],
  ])("proxy %s", async (flags, stderr, exitCode) => {
    const ran = await run(["proxy", ...flags.split(" ")]);
    expect({ stderr: ran.stderr, exitCode: ran.exitCode }).toEqual({ stderr, exitCode });
  });

  test("a pattern that is none ends it at once", async () => {
    const ran = await run(["proxy", "--accept-paths=("]);
    expect(ran.exitCode).toBe(255);
    expect(ran.stderr).toMatch(
      /^F.*proxy_server.go:83\] Error compiling re: error parsing regexp: missing closing \): `\(`\n$/,
    );
  });
});
