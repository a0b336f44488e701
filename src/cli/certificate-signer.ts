// Stands for the signers of kube-controller-manager in a served cluster: whoever has a certificate signing request approved gets a
// certificate that this server believes.

import type { ApiHandler, UserInfo, WatchEvent } from "../api/request.ts";
import type { Source } from "../api/stream.ts";
import type { CertificateSigningRequest } from "../api/types.ts";
import type { CertificateAuthority, Usage } from "../http/certificates/authority.ts";
import { refusalBy, signers } from "./certificate-signers.ts";

const USER: UserInfo = { name: "system:kube-controller-manager", groups: ["system:masters", "system:authenticated"] };
const PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const RETRY_MS = 1000;
const yearMs = 365 * 24 * 3600 * 1000;

/** Signs each request when it is approved. The answer ends it. */
export function startSigner(handle: ApiHandler, authority: CertificateAuthority, now: () => number): () => void {
  let events: Source<WatchEvent> | undefined;
  let again: NodeJS.Timeout | undefined;
  const waiting = new Set<NodeJS.Immediate>();
  const consider = (request: CertificateSigningRequest): void => {
    const { conditions = [], certificate } = request.status ?? {};
    const is = (wanted: string): boolean => conditions.some(({ type, status }) => type === wanted && status === "True");
    const usage = signers.get(request.spec.signerName);
    if (certificate !== undefined || usage === undefined || !is("Approved") || is("Denied") || is("Failed")) return;
    // Whoever approves it is still being answered.
    const turn = setImmediate(() => {
      waiting.delete(turn);
      sign(request, usage, handle, authority, now());
    });
    waiting.add(turn);
  };
  const later = (): void => {
    again = setTimeout(follow, RETRY_MS).unref();
  };
  // What comes first is all that there is, so nothing is missed while the server was away.
  const follow = (): void => {
    const answer = handle({ method: "GET", path: PATH, query: { watch: "true" }, user: USER });
    if (answer.kind !== "watch") {
      later();
      return;
    }
    events = answer.events;
    events.observe({
      next: ({ type, object }) => {
        if (type === "ADDED" || type === "MODIFIED") consider(object as CertificateSigningRequest);
      },
      end: later,
    });
  };
  follow();
  return () => {
    events?.cancel();
    clearTimeout(again);
    for (const turn of waiting) clearImmediate(turn);
  };
}

function sign(
  request: CertificateSigningRequest,
  usage: Usage,
  handle: ApiHandler,
  authority: CertificateAuthority,
  now: number,
): void {
  const { spec, metadata, status } = request;
  const put = (next: object): void => {
    const body = { ...request, status: { ...status, ...next } };
    handle({ method: "PUT", path: `${PATH}/${metadata.name}/status`, query: {}, user: USER, body });
  };
  const fail = (reason: string, message: string): void =>
    put({ conditions: [...(status?.conditions ?? []), { type: "Failed", status: "True", reason, message }] });
  const lifetimeMs = spec.expirationSeconds === undefined ? yearMs : Math.min(spec.expirationSeconds * 1000, yearMs);
  const pem = Buffer.from(spec.request, "base64").toString("utf8");
  try {
    const refusal = refusalBy(spec.signerName, pem, spec.usages ?? []);
    if (refusal !== undefined) {
      fail("SignerValidationFailure", refusal);
      return;
    }
    const validity = { notBefore: new Date(now - 5 * 60_000), notAfter: new Date(now + lifetimeMs) };
    const certificate = authority.answer(pem, { usages: [usage], ...validity });
    put({ certificate: Buffer.from(certificate).toString("base64") });
  } catch (error) {
    fail("SigningError", error instanceof Error ? error.message : String(error));
  }
}
