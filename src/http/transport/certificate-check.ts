// Whether the certificate of a server is to be trusted, and why not: in the words and in the order of Go's crypto/x509,
// which looks at the dates first, then at the name, then at who has signed.

import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

export interface Verdict {
  readonly certificate: X509Certificate;
  /** The name or address that the certificate must be for. */
  readonly host: string;
  /** What TLS itself found wrong with the chain; undefined when nothing. */
  readonly chainError: string | undefined;
  readonly nowMs: number;
}

/** The reason against the certificate, undefined when there is none. */
export function reasonAgainst(verdict: Verdict): string | undefined {
  const why = outOfDate(verdict) ?? wrongName(verdict) ?? untrusted(verdict);
  return why === undefined ? undefined : `tls: failed to verify certificate: x509: ${why}`;
}

function outOfDate({ certificate, nowMs }: Verdict): string | undefined {
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  const problem = "certificate has expired or is not yet valid: current time";
  if (nowMs < from) return `${problem} ${instant(nowMs)} is before ${instant(from)}`;
  if (nowMs > to) return `${problem} ${instant(nowMs)} is after ${instant(to)}`;
  return undefined;
}

function wrongName({ certificate, host }: Verdict): string | undefined {
  const isAddress = isIP(host) !== 0;
  const matches = isAddress ? certificate.checkIP(host) : certificate.checkHost(host, { subject: "never" });
  if (matches !== undefined) return undefined;
  const { names, addresses } = alternativeNames(certificate.subjectAltName ?? "");
  if (isAddress && addresses.length === 0)
    return `cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
  const valid = isAddress ? addresses : names;
  if (valid.length > 0) return `certificate is valid for ${valid.join(", ")}, not ${host}`;
  const isLegacy = certificate.subjectAltName === undefined && certificate.checkHost(host) !== undefined;
  if (isLegacy) return "certificate relies on legacy Common Name field, use SANs instead";
  return `certificate is not valid for any names, but wanted to match ${host}`;
}

/** From `DNS:localhost, IP Address:127.0.0.1`. */
function alternativeNames(text: string): { names: string[]; addresses: string[] } {
  const entries = text.split(", ");
  const after = (prefix: string) =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return { names: after("DNS:"), addresses: after("IP Address:") };
}

function untrusted({ chainError }: Verdict): string | undefined {
  if (chainError === undefined || chainError === "ERR_TLS_CERT_ALTNAME_INVALID") return undefined;
  if (chainError === "CERT_HAS_EXPIRED" || chainError === "CERT_NOT_YET_VALID")
    return "certificate has expired or is not yet valid: an authority in its chain is out of date";
  if (chainError === "INVALID_PURPOSE") return "certificate specifies an incompatible key usage";
  return "certificate signed by unknown authority";
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
