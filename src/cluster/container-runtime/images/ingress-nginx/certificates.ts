// Certificates as an Ingress controller shows them: the one that it makes for itself, and how one is told over the network.

import type { Certificate } from "./configuration.ts";

const FAKE = "O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate";

/** Shown where no other one fits. Its key may not sign, so clients do not take it for its own issuer. */
export const fakeCertificate: Certificate = {
  subject: FAKE,
  issuer: FAKE,
  names: ["ingress.local"],
  notBefore: "Jan  1 00:00:00 2026 GMT",
  notAfter: "Jan  1 00:00:00 2027 GMT",
  pem: "",
  isSelfSigned: false,
};

/** One line of text, which goes where a TLS server's certificate message would. */
export function formatCertificate(certificate: Certificate): string {
  return JSON.stringify(certificate);
}
