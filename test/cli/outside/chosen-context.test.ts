import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../../src/cli/failure.ts";
import { chooseContext } from "../../../src/cli/outside/chosen-context.ts";
import { Scratch } from "../program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

scratch.file("ca.crt", "the authority");
scratch.file("me.crt", "the certificate");
scratch.file("token", "secret\n");
const file = scratch.file(
  "kubeconfig",
  `apiVersion: v1
kind: Config
current-context: one
clusters:
- {name: c1, cluster: {server: "https://one:6443", certificate-authority: ca.crt, tls-server-name: kube}}
- {name: c2, cluster: {server: "https://two:6443"}}
users:
- {name: jane, user: {client-certificate: me.crt, client-key-data: a2V5, as: root}}
- {name: robot, user: {tokenFile: token}}
- {name: cloud, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/login, args: [now], interactiveMode: Never}}}
- {name: old, user: {auth-provider: {name: gcp}}}
contexts:
- {name: one, context: {cluster: c1, user: jane, namespace: team-a}}
- {name: two, context: {cluster: c2, user: robot}}
- {name: three, context: {cluster: c2, user: cloud}}
- {name: four, context: {cluster: c2, user: old}}
`,
);

describe("a context of a kubeconfig", () => {
  it("is the current one, with the contents of the files that it names", () => {
    const chosen = chooseContext({ kubeconfig: file });
    expect(chosen).toMatchObject({
      name: "one",
      namespace: "team-a",
      user: "jane",
      access: {
        server: "https://one:6443",
        certificateAuthority: "the authority",
        tlsServerName: "kube",
        clientCertificate: "the certificate",
        clientKey: "key",
        impersonate: { name: "root" },
      },
    });
    expect(chosen.kubeconfig("other")).toBe(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${btoa("the authority")}
    server: https://one:6443
    tls-server-name: kube
  name: c1
contexts:
- context:
    cluster: c1
    namespace: other
    user: jane
  name: one
current-context: one
kind: Config
preferences: {}
users:
- name: jane
  user:
    as: root
    client-certificate-data: ${btoa("the certificate")}
    client-key-data: a2V5
`);
  });

  it("is another one when it is asked for", () => {
    const chosen = chooseContext({ kubeconfig: file, context: "two" });
    expect(chosen).toMatchObject({ namespace: "default", access: { server: "https://two:6443", token: "secret" } });
    expect(chosen.kubeconfig("default")).toContain("token: secret");
    expect(chosen.kubeconfig("default")).not.toContain("team-a");
  });

  it("may have its credentials from a program, which is named by its whole path", () => {
    const chosen = chooseContext({ kubeconfig: file, context: "three" });
    const command = join(scratch.path, "bin/login");
    expect(chosen.access.credentialPlugin).toMatchObject({ command, args: ["now"] });
    expect(chosen.kubeconfig("default")).toContain(`command: ${command}`);
  });

  it.each([
    ["no such file", { kubeconfig: join(scratch.path, "none") }, /there is no file .*none/],
    ["no such context", { kubeconfig: file, context: "five" }, /has no context five; there are one, two, three, four/],
    [
      "an old way to sign in",
      { kubeconfig: file, context: "four" },
      /cannot be used: The gcp auth plugin has been removed/,
    ],
    ["what is no YAML", { kubeconfig: scratch.file("broken", "a: [") }, /cannot be used: error loading config file/],
    ["an empty one", { kubeconfig: scratch.file("empty", "") }, /names no current context; there are none/],
  ])("is refused: %s", (_what, choice, message) => {
    expect(() => chooseContext(choice)).toThrow(message);
    expect(() => chooseContext(choice)).toThrow(UserError);
  });

  it("is refused when its files cannot be read", () => {
    const path = join(scratch.path, "locked");
    writeFileSync(path, "current-context: x\n");
    chmodSync(path, 0o000);
    if (process.getuid?.() === 0) return;
    expect(() => chooseContext({ kubeconfig: path })).toThrow(/cannot be used: .*permission denied/);
  });
});
