import { describe, expect, test } from "vitest";
import type { Secret } from "../../../src/api/types.ts";
import { base64OfText } from "../../../src/bytes/base64.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { loginsFor } from "../../../src/cluster/kubelet/keyring.ts";
import { nodeUnderTest } from "./node-under-test.ts";

const HOST = "registry.example.com";
const account = { username: "clerk", password: "stamp" };
const registries = [{ host: HOST, account, images: { "post/web:1.0": "nginx:1.27" } }];

function secret(name: string, auths: object, form: "config" | "cfg" = "config"): Secret {
  const [type, key, content] =
    form === "config"
      ? ["kubernetes.io/dockerconfigjson", ".dockerconfigjson", { auths }]
      : ["kubernetes.io/dockercfg", ".dockercfg", auths];
  const data = { [key]: base64OfText(JSON.stringify(content)) };
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace: "default", name }, type, data } as Secret;
}

describe("a pod with a private image", () => {
  const pod = (name: string) => ({
    containers: [{ name: "c", image: `${HOST}/post/web:1.0` }],
    imagePullSecrets: [{ name }],
  });

  test.each([
    ["the right secret", { [HOST]: account }, "1/1 Running 0"],
    ["a secret with auth alone", { [`https://${HOST}/v1/`]: { auth: base64OfText("clerk:stamp") } }, "1/1 Running 0"],
    ["the wrong password", { [HOST]: { ...account, password: "?" } }, "0/1 ErrImagePull 0"],
    ["a secret for another registry", { "other.example.com": account }, "0/1 ErrImagePull 0"],
  ])("%s", (_, auths, line) => {
    const cluster = nodeUnderTest({ registries });
    cluster.client.create<Secret>(resources.secrets, secret("regcred", auths));
    cluster.create("web", pod("regcred"));
    cluster.advance(8);
    expect(cluster.line("web")).toBe(line);
  });

  test("a secret that is not there is told of, and the pull is tried all the same", () => {
    const cluster = nodeUnderTest({ registries });
    cluster.create("web", pod("regcred"));
    cluster.advance(8);
    expect(cluster.events("web")).toContain(
      "Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
    );
    expect(cluster.get("web").status.containerStatuses?.[0]?.state?.waiting?.message).toMatch(
      /authorization failed: no basic auth credentials$/,
    );
  });
});

test.each([
  ["docker.io/library/nginx", { "https://index.docker.io/v1/": account }, true],
  ["docker.io/library/nginx", { "docker.io": account }, true],
  ["quay.io/a/b", { "https://index.docker.io/v1/": account }, false],
  ["a.example.com/x/y", { "*.example.com": account }, true],
  ["a.b.example.com/x/y", { "*.example.com": account }, false],
  ["a.example.com/x/y", { "a.example.com/z": account }, false],
  ["a.example.com:5000/x", { "a.example.com": account }, false],
])("%s with %j: %s", (repository, auths, fits) => {
  for (const form of ["config", "cfg"] as const)
    expect(loginsFor([secret("s", auths, form)], repository)).toEqual(fits ? [account] : []);
});
