// How both sides of a TLS connection begin here, and what a client makes of the certificate that it is shown.
// Simplified: a handshake is one record either way, and nothing is encrypted; who speaks TLS, and under which name, is what shows.

import { HttpError } from "./http-message.ts";
import type { Process, Socket } from "./process.ts";
import type { Doing } from "./reading.ts";

export const TLS_HELLO = "\x16\x03\x01";

/** A client that wants to know whom it speaks to says which server it looks for, up to a line's end; the answer is a certificate as one line. */
export const TLS_ASKS = "\x00";

/** As much of a certificate as clients look at. */
export interface ShownCertificate {
  /** As in `O=Acme Co; CN=shop.example`. */
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** The PEM block without white space, which who trusts it has too. */
  readonly pem: string;
  /** Signed with its own key. */
  readonly isSelfSigned: boolean;
}

/** What the server shows: undefined where it speaks TLS but has nothing to show here. */
export function* shakeHands(
  process: Process,
  socket: Socket,
  serverName: string,
  deadline: number,
): Doing<ShownCertificate | "no TLS" | undefined> {
  socket.write(`${TLS_HELLO}${TLS_ASKS}${serverName}\n`);
  for (let text = ""; ; ) {
    const part = socket.read();
    if (part === undefined) throw new HttpError("empty");
    text += part;
    if (text !== "" && !text.startsWith(TLS_HELLO)) return "no TLS";
    const answer = new RegExp(`^${TLS_HELLO}${TLS_ASKS}(.*)\n`).exec(text)?.[1];
    if (answer !== undefined) return answer === "" ? undefined : (JSON.parse(answer) as ShownCertificate);
    const left = deadline - process.machine.now();
    if (left <= 0) throw new HttpError("timeout");
    if (part === "")
      yield Number.isFinite(left) ? { until: [socket.readable], forMs: left } : { until: [socket.readable] };
  }
}

/** What is wrong with it in the eyes of a client that trusts the certificates of a file, if anything. */
export function faultOf(certificate: ShownCertificate, host: string, trusted: string): string | undefined {
  if (certificate.pem === "" || !trusted.replace(/\s+/g, "").includes(certificate.pem))
    return `SSL certificate problem: ${certificate.isSelfSigned ? "self-signed certificate" : "unable to get local issuer certificate"}`;
  const isNamed = certificate.names.some(
    (name) => name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1)),
  );
  return isNamed ? undefined : `SSL: no alternative certificate subject name matches target host name '${host}'`;
}
