// TLS over a connection: the server's certificate is checked before the first byte of a request goes out.

import { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import type { HttpAccess } from "../../api/http-access.ts";
import { reasonAgainst } from "./certificate-check.ts";
import { NetworkError, TransportError } from "./failure.ts";

/** What is presented and trusted. Throws when the certificates or the key that are given are none. */
export function secureContext(access: HttpAccess): SecureContext {
  const { certificateAuthority, clientCertificate, clientKey, insecureSkipTlsVerify } = access;
  if (certificateAuthority !== undefined) {
    if (insecureSkipTlsVerify === true)
      throw new TransportError("error: specifying a root certificates file with the insecure flag is not allowed");
    if (!isCertificate(certificateAuthority)) {
      const isPem = /-----BEGIN .*?-----END /s.test(certificateAuthority);
      const why = isPem ? "no valid certificate authority data seen" : "unable to parse bytes as PEM block";
      throw new TransportError(`error: unable to load root certificates: ${why}`);
    }
  }
  try {
    return createSecureContext({
      ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
      ...(clientCertificate === undefined ? {} : { cert: clientCertificate }),
      ...(clientKey === undefined ? {} : { key: clientKey }),
      minVersion: "TLSv1.2",
    });
  } catch (error) {
    throw new TransportError(`error: tls: ${keyPairReason(error)}`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch (error) {
    // Node.js says so with an error of OpenSSL; whatever it is, this is no certificate.
    return !(error instanceof Error);
  }
}

function keyPairReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/key values mismatch/.test(message)) return "private key does not match public key";
  if (/no start line/.test(message)) return "failed to find any PEM data in certificate or key input";
  return `failed to parse the client's certificate or key: ${message}`;
}

export interface SecureOptions {
  readonly context: SecureContext;
  /** The name or address that the certificate must be for. */
  readonly host: string;
  readonly skipVerify: boolean;
}

/** Resolves once the far end has shown who it is; rejects, and hangs up, when it is not who it should be. */
export function secured(socket: Duplex, { context, host, skipVerify }: SecureOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = connectTls({
      socket,
      secureContext: context,
      // The check below knows better words for what is wrong, and is made before anything is sent.
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
      ...(isName(host) ? { servername: host } : {}),
    });
    tls.once("error", reject);
    tls.once("secureConnect", () => {
      const why = skipVerify ? undefined : reasonOf(tls, host);
      if (why === undefined) {
        tls.off("error", reject);
        resolve(tls);
      } else {
        tls.destroy();
        reject(new NetworkError(why));
      }
    });
  });
}

function reasonOf(tls: TLSSocket, host: string): string | undefined {
  const certificate = tls.getPeerX509Certificate();
  if (certificate === undefined) return "tls: server did not send a certificate";
  // Its type says Error, it is a code.
  const chainError = tls.authorized ? undefined : String(tls.authorizationError);
  return reasonAgainst({ certificate, host, chainError, nowMs: Date.now() });
}

// An address must not be sent as a server name (RFC 6066).
function isName(host: string): boolean {
  return !host.includes(":") && !/^\d+(\.\d+){3}$/.test(host);
}
