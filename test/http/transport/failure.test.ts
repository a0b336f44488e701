// What is said when a server cannot be reached: the very words of a real kubectl, which is asked too where the machine has one.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpAccess } from "../../../src/api/http-access.ts";
import { httpTransport } from "../../../src/http/transport/transport.ts";
import { Scratch } from "../../cli/program.ts";
import { execute, findRealKubectl } from "../../kubectl/real-kubectl.ts";
import { answering, authority, days, identity, json, otherAuthority, type Running, tcpServer } from "./api-server.ts";

const scratch = new Scratch();
const real = await findRealKubectl();
const running: Running[] = [];
afterAll(() => {
  for (const server of running) server.close();
  scratch.remove();
});

interface Trouble {
  readonly what: string;
  readonly start?: () => Promise<Running>;
  /** `PORT` stands for the server's port. */
  readonly server: string;
  readonly access?: Partial<HttpAccess>;
  readonly says: string | RegExp;
  /** Where two runs of a real kubectl say two things. */
  readonly varies?: boolean;
}

const trusting = { certificateAuthority: authority.certificate, token: "x" };
const tls = "Unable to connect to the server: tls: failed to verify certificate: x509:";
const https =
  (hosts?: readonly string[], validity = days(-1, 1)) =>
  () =>
    answering((_, response) => json(response, { gitVersion: "v1.33.5" }), identity(hosts, validity));
const expiry = /current time \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ is (after|before) \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const troubles: readonly Trouble[] = [
  {
    what: "nobody listens",
    server: "https://127.0.0.1:1",
    access: trusting,
    says: "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
  },
  {
    what: "nobody listens, and no scheme is given",
    server: "127.0.0.1:1",
    says: "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
  },
  {
    what: "there is no such host",
    server: "https://nosuch.invalid:6443",
    access: trusting,
    says: /^Unable to connect to the server: dial tcp: lookup nosuch\.invalid(| on \S+:53): (no such host|server misbehaving|.*)$/,
    varies: true,
  },
  {
    what: "another authority has signed",
    start: https(),
    server: "https://127.0.0.1:PORT",
    access: { certificateAuthority: otherAuthority.certificate, token: "x" },
    says: `${tls} certificate signed by unknown authority`,
  },
  {
    what: "nobody that the machine knows has signed",
    start: https(),
    server: "https://127.0.0.1:PORT",
    access: { token: "x" },
    says: `${tls} certificate signed by unknown authority`,
  },
  {
    what: "the certificate is for other addresses",
    start: https(["10.0.0.1", "example.com"]),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: `${tls} certificate is valid for 10.0.0.1, not 127.0.0.1`,
  },
  {
    what: "the certificate is for no address",
    start: https(["example.com"]),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: `${tls} cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs`,
  },
  {
    what: "the certificate is for other names",
    start: https(["example.com", "*.example.org"]),
    server: "https://localhost:PORT",
    access: trusting,
    says: `${tls} certificate is valid for example.com, *.example.org, not localhost`,
  },
  {
    what: "the certificate is not for the name that is asked for",
    start: https(),
    server: "https://127.0.0.1:PORT",
    access: { ...trusting, tlsServerName: "kubernetes" },
    says: `${tls} certificate is valid for localhost, not kubernetes`,
  },
  {
    what: "the certificate is out of date",
    start: https(["127.0.0.1"], days(-20, -10)),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: expiry,
    varies: true,
  },
  {
    what: "the certificate is of the future",
    start: https(["127.0.0.1"], days(10, 20)),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: expiry,
    varies: true,
  },
  {
    what: "the server wants a certificate",
    start: () =>
      answering((_, response) => json(response, {}), { ...identity(), clientAuthority: authority.certificate }),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: "Unable to connect to the server: remote error: tls: certificate required",
  },
  {
    what: "the server speaks no TLS but HTTP",
    start: () => answering((_, response) => json(response, {})),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: "Unable to connect to the server: http: server gave HTTP response to HTTPS client",
  },
  {
    what: "the server speaks nothing known",
    start: () => tcpServer((socket) => socket.once("data", () => socket.end("hello there\r\n\r\n"))),
    server: "https://127.0.0.1:PORT",
    access: trusting,
    says: "Unable to connect to the server: tls: first record does not look like a TLS handshake",
  },
  {
    what: "what answers is not HTTP",
    start: () => tcpServer((socket) => socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"))),
    server: "http://127.0.0.1:PORT",
    says: 'Unable to connect to the server: net/http: HTTP/1.x transport connection broken: malformed HTTP status code "Debian-2"',
  },
  {
    what: "the server takes its time",
    start: () => answering(() => undefined, identity()),
    server: "https://127.0.0.1:PORT",
    access: { ...trusting, requestTimeoutMs: 400 },
    says: /^Unable to connect to the server: .*Client\.Timeout exceeded while awaiting headers\)$/,
    varies: true,
  },
  {
    what: "nobody answers the handshake",
    start: () => tcpServer(() => undefined),
    server: "https://127.0.0.1:PORT",
    access: { ...trusting, requestTimeoutMs: 400 },
    says: /^Unable to connect to the server: .*Client\.Timeout exceeded while awaiting headers\)$/,
    varies: true,
  },
  {
    what: "the scheme is none of HTTP's",
    server: "ftp://127.0.0.1",
    says: 'Unable to connect to the server: unsupported protocol scheme "ftp"',
  },
  {
    what: "there is no such port",
    server: "https://127.0.0.1:99999",
    access: trusting,
    says: "Unable to connect to the server: dial tcp: address 99999: invalid port",
  },
  {
    what: "the server is no URL",
    server: "http://a b",
    says: 'error: host must be a URL or a host:port pair: "http://a b"',
  },
  {
    what: "the authority is no certificate",
    server: "https://127.0.0.1:1",
    access: { certificateAuthority: "nonsense", token: "x" },
    says: "error: unable to load root certificates: unable to parse bytes as PEM block",
  },
  {
    what: "the authority is a key",
    server: "https://127.0.0.1:1",
    access: { certificateAuthority: identity().key, token: "x" },
    says: "error: unable to load root certificates: no valid certificate authority data seen",
  },
  {
    what: "an authority is given, and not to be looked at",
    server: "https://127.0.0.1:1",
    access: { ...trusting, insecureSkipTlsVerify: true },
    says: "error: specifying a root certificates file with the insecure flag is not allowed",
  },
];

async function ours(access: HttpAccess): Promise<string> {
  try {
    const transport = httpTransport(access, { retryDelayMs: 1 });
    const { status } = await transport
      .request({ method: "GET", path: "/version", query: { timeout: "32s" } })
      .finally(transport.close);
    return `answered with ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function theirs(kubectl: string, access: HttpAccess): Promise<string> {
  const { server, token, certificateAuthority, tlsServerName, requestTimeoutMs, insecureSkipTlsVerify } = access;
  const flags = ["version", "-s", server];
  if (token !== undefined) flags.push("--token", token);
  if (certificateAuthority !== undefined)
    flags.push("--certificate-authority", scratch.file("ca.pem", certificateAuthority));
  if (tlsServerName !== undefined) flags.push("--tls-server-name", tlsServerName);
  if (requestTimeoutMs !== undefined) flags.push("--request-timeout", `${requestTimeoutMs}ms`);
  if (insecureSkipTlsVerify === true) flags.push("--insecure-skip-tls-verify");
  const { stderr } = await execute(kubectl, flags, { HOME: scratch.path });
  return stderr.trim().split("\n").at(-1) ?? "";
}

describe.each(troubles)("when $what", ({ start, server, access, says, varies }) => {
  let full: HttpAccess = { server };
  beforeAll(async () => {
    const started = await start?.();
    if (started !== undefined) running.push(started);
    full = { ...access, server: server.replace("PORT", String(started?.port)) };
  });

  it("says so", async () => {
    const said = await ours(full);
    if (typeof says === "string") expect(said).toBe(says);
    else expect(said).toMatch(says);
  });

  it.skipIf(real === undefined || varies === true)("says what a real kubectl says", async () => {
    expect(await ours(full)).toBe(await theirs(real ?? "", full));
  });
});

it("trusts nobody in particular when told to, and a name where the address is not in the certificate", async () => {
  const server = await https(["kubernetes"])();
  running.push(server);
  const address = `https://127.0.0.1:${server.port}`;
  expect(await ours({ server: address, insecureSkipTlsVerify: true })).toBe("answered with 200");
  expect(await ours({ ...trusting, server: address, tlsServerName: "kubernetes" })).toBe("answered with 200");
});

it("shows a client certificate", async () => {
  const server = await answering((_, response) => json(response, {}), {
    ...identity(),
    clientAuthority: authority.certificate,
  });
  running.push(server);
  const mine = authority.issue({ subject: { commonName: "jane" }, usages: ["client"], ...days(-1, 1) });
  const access = { ...trusting, server: `https://127.0.0.1:${server.port}`, clientCertificate: mine.certificate };
  expect(await ours({ ...access, clientKey: mine.key })).toBe("answered with 200");
  expect(await ours({ ...access, clientKey: identity().key })).toBe(
    "error: tls: private key does not match public key",
  );
});
