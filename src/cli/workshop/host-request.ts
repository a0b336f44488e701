// Asks a host over HTTP; with TLS it may show a certificate of its own making, which is then pinned.

import { X509Certificate } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type TLSSocket } from "node:tls";

export interface HostAnswer {
  readonly status: number;
  readonly text: string;
}

interface HostRequest {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly token?: string;
  /** PEM: the only one that is trusted. */
  readonly certificate?: string | undefined;
}

const LIMIT_MS = 10_000;

/** Rejects with the system's error when the host is not there. */
export function askHost(url: string, { method = "GET", body, token, certificate }: HostRequest): Promise<HostAnswer> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const request = url.startsWith("https:")
    ? httpsRequest(url, { method, headers, ...pinned(certificate) })
    : httpRequest(url, { method, headers });
  return new Promise((resolve, reject) => {
    request.setTimeout(LIMIT_MS, () => request.destroy(new Error("it does not answer")));
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Whoever this one certificate speaks for is the host, under whatever address it is reached. */
export function pinned(certificate: string | undefined) {
  return certificate === undefined ? {} : { ca: certificate, checkServerIdentity: () => undefined };
}

export interface Shown {
  /** The last of its chain, in PEM. */
  readonly certificate: string;
  /** This machine trusts it without being told. */
  readonly isTrusted: boolean;
}

/** What the host shows for itself, whoever has signed it. */
export function shownBy(origin: string): Promise<Shown> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect(
      { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 443), rejectUnauthorized: false },
      () => {
        let last = socket.getPeerCertificate(true);
        // A certificate that signs itself is its own issuer.
        while (last.issuerCertificate !== undefined && last.issuerCertificate.fingerprint256 !== last.fingerprint256)
          last = last.issuerCertificate;
        socket.end();
        resolve({ certificate: new X509Certificate(last.raw).toString(), isTrusted: socket.authorized });
      },
    );
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error("it does not answer")));
    socket.on("error", reject);
  });
}

/** The last of a chain in PEM, when it signs itself: the one that can be pinned. */
export function selfSigned(chain: string): string | undefined {
  const last = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1);
  if (last === undefined) return undefined;
  const certificate = new X509Certificate(last);
  return certificate.checkIssued(certificate) ? last : undefined;
}

/** The names that a certificate speaks for, as people type them. */
export function namesOf(chain: string): readonly string[] {
  const { subjectAltName = "" } = new X509Certificate(chain);
  const names = subjectAltName.split(/, ?/).flatMap((each) => /^DNS:(.+)$/.exec(each)?.[1] ?? []);
  return names.filter((name) => !name.includes("*"));
}

/** SHA-256, in small hex letters. */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256.replaceAll(":", "").toLowerCase();
}
