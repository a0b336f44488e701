// TLS as curl sees it: the handshake, and whether the certificate is one to trust.

import type { Socket } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import { faultOf, type ShownCertificate, shakeHands } from "../../tls.ts";
import type { Url } from "../url.ts";
import { timeLimit } from "./connect.ts";
import { Failure, type Transfer } from "./transfer.ts";
import { note } from "./verbose.ts";

/** Exit code 60: a certificate that nobody vouches for. */
const UNTRUSTED = 60;

export function* secure(transfer: Transfer, url: Url, socket: Socket): Doing<void> {
  const { process } = transfer.run;
  const shown = yield* shakeHands(process, socket, url.host, transfer.started + timeLimit(transfer));
  if (shown === "no TLS") throw new Failure(35, "TLS connect error: error:0A00010B:SSL routines::wrong version number");
  if (shown === undefined) throw new Failure(35, "k8s-tutor does not simulate what this server says over TLS");
  const fault = faultOf(shown, url.host, trustedBy(transfer));
  describe(transfer, shown, fault);
  if (fault === undefined || transfer.options.has("k")) return;
  throw new Failure(
    UNTRUSTED,
    `${fault}\nMore details here: https://curl.se/docs/sslcerts.html\n\n` +
      "curl failed to verify the legitimacy of the server and therefore could not\n" +
      "establish a secure connection to it. To learn more about this situation and\n" +
      "how to fix it, please visit the webpage mentioned above.",
  );
}

function trustedBy({ run, options }: Transfer): string {
  const path = options.value("^");
  if (path === undefined) return "";
  const { machine, cwd } = run.process;
  const file = path.startsWith("/") ? path : `${cwd.replace(/\/$/, "")}/${path}`;
  if (!machine.files.exists(file)) {
    const why = `error setting certificate verify locations:  CAfile: ${path} CApath: none`;
    throw new Failure(77, why);
  }
  return machine.files.read(file);
}

function describe(transfer: Transfer, shown: ShownCertificate, fault: string | undefined): void {
  note(transfer, "SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / RSASSA-PSS");
  note(transfer, "ALPN: server accepted http/1.1");
  note(transfer, "Server certificate:");
  note(transfer, ` subject: ${shown.subject}`);
  note(transfer, ` start date: ${shown.notBefore}`);
  note(transfer, ` expire date: ${shown.notAfter}`);
  note(transfer, ` issuer: ${shown.issuer}`);
  if (fault === undefined) note(transfer, " SSL certificate verify ok.");
  else if (transfer.options.has("k")) {
    const [why, code] = shown.isSelfSigned
      ? ["self-signed certificate", 18]
      : ["unable to get local issuer certificate", 20];
    note(transfer, ` SSL certificate verify result: ${why} (${code}), continuing anyway.`);
  }
}
