// What kubeconfig files and flags say about reaching a cluster.

import { describe, expect, it } from "vitest";
import type { ApiTransport } from "../../src/api/request.ts";
import type { ClusterAccess, PluginOutcome, PluginRun } from "../../src/kubectl/io.ts";
import { run } from "./fake-io.ts";

const version: ApiTransport = async () => ({ kind: "object", status: 200, body: { gitVersion: "v1.33.5" } });

interface Reached {
  readonly access: ClusterAccess | undefined;
  readonly stderr: string;
}

async function reach(
  files: Record<string, string>,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Reached> {
  let access: ClusterAccess | undefined;
  const connect = (given: ClusterAccess) => {
    access = given;
    return version;
  };
  const { stderr } = await run(["version", ...args], { files, env, connect });
  return { access, stderr };
}

/** A kubeconfig with one context, of these entries. */
function config(cluster: Record<string, unknown>, user: Record<string, unknown>): Record<string, string> {
  const text = JSON.stringify({
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: "https://one:6443", ...cluster } }],
    users: [{ name: "u", user }],
  });
  return { "/home/user/.kube/config": text, "/home/user/.kube/ca.pem": "CA", "/home/user/.kube/tok": "from file\n" };
}

describe("one file", () => {
  it("says how the cluster is reached, with files beside it", async () => {
    const cluster = { "certificate-authority": "ca.pem", "tls-server-name": "kubernetes", "proxy-url": "http://p:1" };
    const user = { tokenFile: "./tok", as: "bob", "as-groups": ["g"], "as-user-extra": { k: ["v"] } };
    expect((await reach(config(cluster, user))).access).toEqual({
      server: "https://one:6443",
      certificateAuthority: "CA",
      tlsServerName: "kubernetes",
      proxyUrl: "http://p:1",
      token: "from file",
      impersonate: { name: "bob", groups: ["g"], extra: { k: ["v"] } },
    });
  });

  it.each<[string, Record<string, unknown>, readonly string[], Partial<ClusterAccess>]>([
    ["--token", { token: "kept" }, ["--token=given"], { token: "given" }],
    ["--request-timeout", { token: "t" }, ["--request-timeout=1m"], { requestTimeoutMs: 60_000 }],
    ["--request-timeout in seconds", { token: "t" }, ["--request-timeout=5"], { requestTimeoutMs: 5000 }],
    ["--server", { token: "t" }, ["-s", "https://two"], { server: "https://two" }],
    ["--tls-server-name", { token: "t" }, ["--tls-server-name=n"], { tlsServerName: "n" }],
    ["--disable-compression", { token: "t" }, ["--disable-compression"], { disableCompression: true }],
    ["--as over as", { token: "t", as: "bob" }, ["--as=eve"], { impersonate: { name: "eve", groups: [] } }],
  ])("gives way to %s", async (_, user, args, expected) => {
    expect((await reach(config({}, user), args)).access).toMatchObject(expected);
  });

  it("is not asked whom to trust when a flag says nobody in particular", async () => {
    const { access } = await reach(config({ "certificate-authority": "ca.pem" }, { token: "t" }), [
      "--insecure-skip-tls-verify",
    ]);
    expect(access).toEqual({ server: "https://one:6443", insecureSkipTlsVerify: true, token: "t" });
  });
});

describe("a mistake", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    [
      "two ways to sign in",
      {},
      { token: "t", username: "n" },
      "error: more than one authentication method found for u; found [token basicAuth], only one is allowed",
    ],
    [
      "a certificate without its key",
      {},
      { "client-certificate-data": btoa("x") },
      "error: client-key-data or client-key must be specified for u to use the clientCert authentication method.",
    ],
    [
      "a file that is not there",
      { "certificate-authority": "no.pem" },
      { token: "t" },
      "error: unable to read certificate-authority /home/user/.kube/no.pem for c due to open /home/user/.kube/no.pem: no such file or directory",
    ],
    [
      "a proxy of an unknown kind",
      { "proxy-url": "ftp://p" },
      { token: "t" },
      'error: invalid \'proxy-url\' "ftp://p" for cluster "c": unsupported scheme "ftp", must be http, https, or socks5',
    ],
    [
      "a provider that kubectl has given up",
      {},
      { "auth-provider": { name: "gcp" } },
      'error: The gcp auth plugin has been removed.\nPlease use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead.\nSee https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for further details',
    ],
    [
      "a provider that nobody knows",
      {},
      { "auth-provider": { name: "mine" } },
      'error: no Auth Provider found for name "mine"',
    ],
    [
      "several at once",
      {},
      { exec: { command: "login" } },
      "Error in configuration: \n* apiVersion must be specified for u to use exec authentication plugin\n* interactiveMode must be specified for u to use exec authentication plugin",
    ],
  ])("is named: %s", async (_, cluster, user, expected) => {
    const { access, stderr } = await reach(config(cluster, user));
    expect(stderr).toBe(`${expected}\n`);
    expect(access).toBeUndefined();
  });
});

describe("several files", () => {
  const files = {
    "/one/config": JSON.stringify({
      clusters: [
        { name: "c", cluster: { server: "https://one", "certificate-authority": "ca.pem" } },
        { name: "both", cluster: { server: "https://first" } },
      ],
      users: [{ name: "u", user: { token: "first" } }],
    }),
    "/one/ca.pem": "ONE",
    "/two/config": JSON.stringify({
      "current-context": "a",
      contexts: [{ name: "a", context: { cluster: "c", user: "u", namespace: "here" } }],
      clusters: [{ name: "both", cluster: { server: "https://second", "certificate-authority": "ca.pem" } }],
      users: [{ name: "u", user: { token: "second" } }],
    }),
    "/two/ca.pem": "TWO",
  };
  const env = { KUBECONFIG: "/one/config:/nowhere:/two/config" };

  it("are merged: who comes first wins, and paths are beside their own file", async () => {
    expect((await reach(files, [], env)).access).toEqual({
      server: "https://one",
      certificateAuthority: "ONE",
      token: "first",
    });
    expect((await reach(files, ["--cluster=both"], env)).access).toEqual({ server: "https://first", token: "first" });
  });

  it("can be carried away in one", async () => {
    const { stdout } = await run(["config", "view", "--flatten", "--minify"], { files, env });
    expect(stdout).toContain(`certificate-authority-data: ${btoa("ONE")}`);
    expect(stdout).not.toContain("ca.pem");
  });
});

describe("without any", () => {
  it("it is localhost", async () => expect((await reach({})).access).toEqual({ server: "http://localhost:8080" }));

  it("an https server is asked for name and password first", async () => {
    const connect = (access: ClusterAccess): ApiTransport => {
      expect(access).toEqual({ server: "https://one", username: "jane", password: "pass word" });
      return version;
    };
    const asked = await run(["get", "--raw", "/", "-s", "https://one"], { stdin: "jane\npass word\n", connect });
    expect(asked.stdout).toMatch(/^Please enter Username: Please enter Password: \n/);
    const nobody = await run(["get", "--raw", "/", "-s", "https://one"], { connect });
    expect([nobody.stdout, nobody.stderr]).toEqual(["Please enter Username: ", "error: EOF\n"]);
  });
});

describe("a credential plugin", () => {
  const v1 = "client.authentication.k8s.io/v1";
  const stanza = { apiVersion: v1, command: "./login", args: ["now"], interactiveMode: "Never" };
  const credential = (status: unknown, apiVersion = v1) =>
    JSON.stringify({ apiVersion, kind: "ExecCredential", status });

  async function signIn(
    outcome: PluginOutcome | ((run: PluginRun) => PluginOutcome),
    exec: Record<string, unknown> = stanza,
    statuses: readonly number[] = [200],
  ) {
    const runs: PluginRun[] = [];
    const accesses: ClusterAccess[] = [];
    const answers = [...statuses];
    const outcomeOf = await run(["get", "--raw", "/version"], {
      files: config({ "certificate-authority": "ca.pem" }, { exec }),
      connect: (access) => {
        accesses.push(access);
        return async () => ({ kind: "text", status: answers.shift() ?? 200, body: "ok" });
      },
      runCredentialPlugin: async (asked) => {
        runs.push(asked);
        return typeof outcome === "function" ? outcome(asked) : outcome;
      },
    });
    return { runs, accesses, ...outcomeOf };
  }
  const ended = (stdout: string, exitCode = 0): PluginOutcome => ({
    kind: "ended",
    exitCode,
    stdout,
    path: "/p/login",
  });

  it("is run with what it needs to know, and gives the token", async () => {
    const exec = { ...stanza, provideClusterInfo: true, env: [{ name: "REGION", value: "north" }] };
    const { runs, accesses, stdout } = await signIn(ended(credential({ token: "fresh" })), exec);
    expect(stdout).toBe("ok");
    expect(accesses).toMatchObject([{ server: "https://one:6443", token: "fresh" }]);
    const [asked] = runs;
    expect(asked).toMatchObject({ command: "/home/user/.kube/login", args: ["now"], interactive: false });
    expect(asked?.env.REGION).toBe("north");
    expect(JSON.parse(asked?.env.KUBERNETES_EXEC_INFO ?? "")).toEqual({
      kind: "ExecCredential",
      apiVersion: v1,
      spec: {
        cluster: { server: "https://one:6443", "certificate-authority-data": btoa("CA") },
        interactive: false,
      },
    });
  });

  it("may give a certificate instead", async () => {
    const pem = { clientCertificateData: "-----BEGIN CERTIFICATE-----", clientKeyData: "-----BEGIN KEY-----" };
    const { accesses } = await signIn(ended(credential(pem)));
    expect(accesses).toMatchObject([
      { clientCertificate: "-----BEGIN CERTIFICATE-----", clientKey: "-----BEGIN KEY-----" },
    ]);
  });

  it.each<[string, PluginOutcome, string]>([
    ["fails", ended("", 3), "exec: executable /p/login failed with exit code 3"],
    ["says nothing of use", ended("hello"), "decoding stdout: couldn't get version/kind; json parse error: "],
    ["has no status", ended(credential(undefined)), "exec plugin didn't return a status field"],
    ["has no credentials", ended(credential({})), "exec plugin didn't return a token or cert/key pair"],
    [
      "speaks another version",
      ended(credential({ token: "t" }, "client.authentication.k8s.io/v1beta1")),
      `exec plugin is configured to use API version ${v1}, plugin returned version client.authentication.k8s.io/v1beta1`,
    ],
    [
      "is not there",
      { kind: "not started", reason: "no such file or directory", path: "/p/login" },
      "exec: fork/exec /p/login: no such file or directory",
    ],
    ["is not installed", { kind: "not found" }, "exec: executable /home/user/.kube/login not found\n\nIt looks like"],
  ])("that %s is told of", async (_, outcome, expected) => {
    const { stderr, exitCode } = await signIn(outcome);
    expect(stderr.startsWith(`Unable to connect to the server: getting credentials: ${expected}`)).toBe(true);
    expect(exitCode).toBe(1);
  });

  it("is asked once, until what it gave has run out", async () => {
    const day = 24 * 3600 * 1000;
    // The tests' clock stands still at this instant.
    const now = Date.UTC(2026, 0, 5, 9);
    const runsWith = async (expirationTimestamp: string | undefined) => {
      const runs: PluginRun[] = [];
      await run(["api-resources"], {
        files: config({}, { exec: stanza }),
        connect: () => async () => ({
          kind: "object",
          status: 200,
          body: { kind: "APIGroupDiscoveryList", items: [] },
        }),
        runCredentialPlugin: async (asked) => {
          runs.push(asked);
          return ended(credential({ token: "t", expirationTimestamp }));
        },
      });
      return runs.length;
    };
    expect(await runsWith(undefined)).toBe(1);
    expect(await runsWith(new Date(now + day).toISOString())).toBe(1);
    expect(await runsWith(new Date(now - day).toISOString())).toBe(2);
  });
});
