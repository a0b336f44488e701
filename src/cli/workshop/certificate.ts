// TLS without anybody's authority: the host makes its certificate itself, and learners pin it by the fingerprint that the instructor shows.

import { X509Certificate } from "node:crypto";
import { CertificateAuthority } from "../../http/certificates/authority.ts";
import type { HostData } from "./host-files.ts";

const DAY_MS = 24 * 3600 * 1000;

/** The one of earlier runs while it is good, so that learners find the host they know. */
export function ownCertificate(
  data: HostData,
  hosts: readonly string[],
): { readonly key: string; readonly cert: string } {
  const kept = data.certificate();
  if (kept !== undefined && Date.parse(new X509Certificate(kept.cert).validTo) > Date.now() + 7 * DAY_MS) return kept;
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 365 * DAY_MS) };
  const authority = CertificateAuthority.create("k8s-tutor workshop", validity);
  const { key, certificate: cert } = authority.issue({
    subject: { commonName: "k8s-tutor workshop" },
    usages: ["server"],
    hosts,
    ...validity,
  });
  // The authority goes with it: that is what can be pinned.
  const made = { key, cert: `${cert}${authority.certificate}` };
  data.keepCertificate(made);
  return made;
}
