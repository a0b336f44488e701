import { describe, expect, it } from "vitest";
import type { EndpointSlice, Ingress, Service } from "../../../src/api/types.ts";
import { decide } from "../../../src/cluster/container-runtime/images/ingress-nginx/answer.ts";
import { configurationOf } from "../../../src/cluster/ingress-nginx/servers.ts";

interface Sample {
  readonly rules?: readonly [host: string, path: string, pathType: string, service: string][];
  readonly annotations?: Record<string, string>;
  readonly defaultBackend?: string;
  readonly tls?: readonly object[];
  readonly created?: string;
}

const backend = (name: string) => ({ service: { name, port: { number: 80 } } });

function ingress(
  name: string,
  { rules = [], annotations = {}, defaultBackend, tls, created = "2026" }: Sample,
): Ingress {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  return {
    metadata: { name, namespace: "ns", creationTimestamp: created, annotations: Object.fromEntries(prefixed) },
    spec: {
      ...(defaultBackend === undefined ? {} : { defaultBackend: backend(defaultBackend) }),
      ...(tls === undefined ? {} : { tls }),
      rules: rules.map(([host, path, pathType, service]) => ({
        ...(host === "" ? {} : { host }),
        http: { paths: [{ path, pathType, backend: backend(service) }] },
      })),
    },
  } as unknown as Ingress;
}

const SERVICES = ["shop", "api", "blog", "new", "empty"];
const surroundings = {
  service: (_: string, name: string) =>
    SERVICES.includes(name) ? ({ spec: { ports: [{ name: "http", port: 80 }] } } as unknown as Service) : undefined,
  slices: (_: string, name: string) =>
    name === "empty"
      ? []
      : [
          {
            ports: [{ name: "http", port: 8080 }],
            endpoints: [
              { addresses: [`ready-${name}`], conditions: { ready: true } },
              { addresses: [`unready-${name}`], conditions: { ready: false } },
            ],
          } as unknown as EndpointSlice,
        ],
  certificate: () => undefined,
  complain: () => undefined,
};

/** As in `shop/path` for what is passed on, a status otherwise. */
function outcome(
  ingresses: readonly Ingress[],
  url: string,
  headers: Record<string, string> = {},
  chance = 0.99,
): string {
  const configuration = configurationOf(ingresses, surroundings, { backend: undefined, certificate: undefined });
  const [, scheme = "", host = "", target = "/"] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  const request = {
    method: "GET",
    target,
    path: target.split("?")[0] ?? "",
    query: new URLSearchParams(),
    headers: { host, ...headers },
    body: "",
    client: "192.168.1.20",
    port: scheme === "https" ? 443 : 80,
  };
  const decision = decide(configuration, request, scheme === "https", chance);
  if (decision.kind === "forward")
    return `${decision.upstream.endpoints.map(({ host: to, port }) => `${to}:${port}`).join()} ${decision.target}`;
  const { status, headers: given = {} } = decision.answer;
  return given.Location === undefined ? String(status) : `${status} ${given.Location}`;
}

const paths = ingress("paths", {
  rules: [
    ["a.io", "/exact", "Exact", "shop"],
    ["a.io", "/api", "Prefix", "api"],
    ["a.io", "/api/blog/", "Prefix", "blog"],
    ["a.io", "/raw", "ImplementationSpecific", "shop"],
    ["a.io", "/gone", "Prefix", "missing"],
    ["a.io", "/empty", "Prefix", "empty"],
    ["*.b.io", "/", "Prefix", "blog"],
  ],
});
const everybody = ingress("any", { rules: [["", "/", "Prefix", "shop"]] });
const fallback = ingress("fallback", { defaultBackend: "blog" });
const half = ingress("half", { defaultBackend: "blog", rules: [["a.io", "/api", "Prefix", "api"]] });
const rewriting = ingress("rewriting", {
  rules: [["a.io", "/api(/|$)(.*)", "ImplementationSpecific", "api"]],
  annotations: { "rewrite-target": "/$2", "use-regex": "true" },
});
const flattening = ingress("flat", {
  rules: [["a.io", "/api", "Prefix", "api"]],
  annotations: { "rewrite-target": "/" },
});
const secure = ingress("secure", {
  rules: [["a.io", "/", "Prefix", "shop"]],
  tls: [{ hosts: ["a.io"], secretName: "s" }],
});
const site = (annotations: Record<string, string>) =>
  ingress("site", { rules: [["a.io", "/", "Prefix", "shop"]], annotations });
const canary = (annotations: Record<string, string>) =>
  ingress("canary", { rules: [["a.io", "/", "Prefix", "new"]], annotations: { canary: "true", ...annotations } });

describe("an Ingress controller sends", () => {
  it.each<[string, readonly Ingress[], string, string]>([
    ["an exact path", [paths], "http://a.io/exact", "ready-shop:8080 /exact"],
    ["not what lies under an exact path", [paths], "http://a.io/exact/", "404"],
    ["a prefix itself", [paths], "http://a.io/api", "ready-api:8080 /api"],
    ["what lies under a prefix, with its query", [paths], "http://a.io/api/x?y=1", "ready-api:8080 /api/x?y=1"],
    ["not what only begins like an element", [paths], "http://a.io/apix", "404"],
    ["the longest prefix", [paths], "http://a.io/api/blog/1", "ready-blog:8080 /api/blog/1"],
    ["an implementation's own prefix by its letters", [paths], "http://a.io/rawhide", "ready-shop:8080 /rawhide"],
    ["a missing service nowhere", [paths], "http://a.io/gone", "503"],
    ["a service without endpoints nowhere", [paths], "http://a.io/empty", "503"],
    ["an unknown host nowhere", [paths], "http://c.io/api", "404"],
    ["a host with a port", [paths], "http://a.io:8080/exact", "ready-shop:8080 /exact"],
    ["a wildcard's hosts", [paths], "http://x.b.io/", "ready-blog:8080 /"],
    ["not the wildcard's own domain", [paths], "http://b.io/", "404"],
    ["unknown hosts to rules without one", [paths, everybody], "http://c.io/z", "ready-shop:8080 /z"],
    ["known hosts to their own rules only", [paths, everybody], "http://a.io/z", "404"],
    ["everything else to a default backend", [paths, fallback], "http://c.io/z", "ready-blog:8080 /z"],
    ["the rest of a host to its Ingress's default backend", [half], "http://a.io/z", "ready-blog:8080 /z"],
    ["several Ingresses' paths of one host", [half, everybody, paths], "http://a.io/exact", "ready-shop:8080 /exact"],
    [
      "a path that two want to the older",
      [site({}), ingress("older", { rules: [["a.io", "/", "Prefix", "blog"]], created: "2025" })],
      "http://a.io/",
      "ready-blog:8080 /",
    ],
    ["a rewritten path", [rewriting], "http://a.io/api/v1/x?y=1", "ready-api:8080 /v1/x?y=1"],
    ["a rewritten root", [rewriting], "http://a.io/api", "ready-api:8080 /"],
    ["everything to a target without groups", [flattening], "http://a.io/api/v1", "ready-api:8080 /"],
    ["hosts with a certificate to https", [secure], "http://a.io/x?y=1", "308 https://a.io/x?y=1"],
    ["https on", [secure], "https://a.io/x", "ready-shop:8080 /x"],
    ["everybody to https by force", [site({ "force-ssl-redirect": "true" })], "http://a.io/", "308 https://a.io/"],
    ["on elsewhere", [site({ "permanent-redirect": "http://z.io" })], "http://a.io/", "301 http://z.io"],
    ["the root to the application's", [site({ "app-root": "/app" })], "http://a.io/", "302 http://a.io/app"],
    ["strangers away", [site({ "whitelist-source-range": "10.0.0.0/8" })], "http://a.io/", "403"],
    [
      "those of the range on",
      [site({ "whitelist-source-range": "192.168.0.0/16" })],
      "http://a.io/",
      "ready-shop:8080 /",
    ],
    ["nobody where it cannot tell who may come", [site({ "auth-type": "basic" })], "http://a.io/", "503"],
    ["most to the old version", [site({}), canary({ "canary-weight": "20" })], "http://a.io/", "ready-shop:8080 /"],
  ])("%s", (_, ingresses, url, expected) => {
    expect(outcome(ingresses, url)).toBe(expected);
  });

  it("a canary its share, and who asks for it", () => {
    expect(outcome([site({}), canary({ "canary-weight": "20" })], "http://a.io/", {}, 0.1)).toBe("ready-new:8080 /");
    expect(outcome([site({}), canary({ "canary-by-header": "X-New" })], "http://a.io/", { "x-new": "always" })).toBe(
      "ready-new:8080 /",
    );
  });
});
