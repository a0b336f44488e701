import { expect, test } from "vitest";
import { imageCatalogue } from "../../../src/cluster/container-runtime/images/catalogue.ts";
import { Registry } from "../../../src/cluster/container-runtime/images/registry.ts";
import { ProfileError, parseProfile } from "../../../src/cluster/profile.ts";

const profile = parseProfile({
  nodes: [{ name: "a" }],
  registries: [
    { host: "registry.example.com", username: "u", password: "p", images: { "shop/app:1.0": "tutor/app:1.0" } },
    { host: "docker.io", username: "u", password: "p", images: { "acme/app:1.0": "tutor/app:1.0" } },
  ],
});
const registry = new Registry(imageCatalogue(), { registries: profile.registries, nodeAddresses: ["172.18.0.2"] });
const login = { username: "u", password: "p" };

function errorOf(text: string, as?: typeof login): string {
  const answer = registry.resolve(text, as);
  return "error" in answer
    ? answer.error.replace(/^.*failed to resolve reference "[^"]*": /, "")
    : `found ${answer.name}`;
}

test.each([
  [
    "nosuch/app",
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  ],
  ["registry.k8s.io/nope:v1", "registry.k8s.io/nope:v1: not found"],
  ["mcr.microsoft.com/nope/nope", "mcr.microsoft.com/nope/nope:latest: not found"],
  ["public.ecr.aws/x/y:1", "public.ecr.aws/x/y:1: not found"],
  ["gcr.io/google-samples/nope:1", "gcr.io/google-samples/nope:1: not found"],
  ["gcr.io/google-samples/hello-app:9.0", "gcr.io/google-samples/hello-app:9.0: not found"],
  [
    "ghcr.io/acme/app:1",
    "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 403 Forbidden",
  ],
  [
    "quay.io/acme/app:1",
    "unexpected status from HEAD request to https://quay.io/v2/acme/app/manifests/1: 401 UNAUTHORIZED",
  ],
  [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
  ],
  [
    "registry.nowhere.example/app:1",
    'failed to do request: Head "https://registry.nowhere.example/v2/app/manifests/1": dial tcp: lookup registry.nowhere.example: no such host',
  ],
  [
    "localhost:5000/app",
    'failed to do request: Head "http://localhost:5000/v2/app/manifests/latest": dial tcp [::1]:5000: connect: connection refused',
  ],
  [
    "172.18.0.2:5000/app",
    'failed to do request: Head "https://172.18.0.2:5000/v2/app/manifests/latest": dial tcp 172.18.0.2:5000: connect: connection refused',
  ],
  [
    "10.9.9.9/app",
    'failed to do request: Head "https://10.9.9.9/v2/app/manifests/latest": dial tcp 10.9.9.9:443: i/o timeout',
  ],
  ["k8s.gcr.io/pause:3.9", "found k8s.gcr.io/pause:3.9"],
  ["public.ecr.aws/docker/library/nginx:1.27", "found public.ecr.aws/docker/library/nginx:1.27"],
])("%s", (text, answer) => expect(errorOf(text)).toBe(answer));

const wrong = { username: "u", password: "?" };

test.each([
  ["registry.example.com/shop/app:1.0", login, "found registry.example.com/shop/app:1.0"],
  ["registry.example.com/shop/app:2.0", login, "registry.example.com/shop/app:2.0: not found"],
  ["registry.example.com/shop/other:1.0", login, "registry.example.com/shop/other:1.0: not found"],
  [
    "registry.example.com/shop/app:1.0",
    undefined,
    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
  ],
  [
    "registry.example.com/shop/app:1.0",
    wrong,
    "unexpected status from HEAD request to https://registry.example.com/v2/shop/app/manifests/1.0: 401 Unauthorized",
  ],
  ["acme/app:1.0", login, "found docker.io/acme/app:1.0"],
  [
    "acme/app:1.0",
    undefined,
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  ],
  [
    "acme/app:1.0",
    wrong,
    "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=registry.docker.io: 401 Unauthorized",
  ],
  ["nginx:1.27", undefined, "found docker.io/library/nginx:1.27"],
])("%s as %j", (text, as, answer) => expect(errorOf(text, as)).toBe(answer));

test.each([
  [{ host: "nohost", images: {} }, 'registries[0].host: "nohost" is not the host of a registry'],
  [{ host: "a.b", images: { App: "nginx" } }, 'registries[0].images: "App: nginx" is not a path and an image'],
  [{ host: "a.b", username: "u", images: {} }, "registries[0].password: expected a text"],
  [{ host: "a.b", images: {}, user: "u" }, "registries[0].user: unknown key"],
])("the profile refuses %j", (declared, message) => {
  const parse = () => parseProfile({ nodes: [{ name: "a" }], registries: [declared] });
  expect(parse).toThrow(ProfileError);
  expect(parse).toThrow(message);
});
