// CertificateSigningRequests: who wants a certificate asks, an administrator approves or denies, and a signer outside of the API answers.

import { catalogued } from "../../../api/catalogue.ts";
import { humanDuration } from "../../../api/duration.ts";
import type { Draft } from "../../../api/types.ts";
import type { CertificateSigningRequest, RequestCondition } from "./certificate-signing-request/types.ts";
import { validateApproval, validateRequest, validateStatus } from "./certificate-signing-request/validation.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { defineKind } from "./kind.ts";

function conditionText({ status }: CertificateSigningRequest): string {
  const types = (status?.conditions ?? []).map(({ type }) => type);
  const verdict = ["Approved", "Denied"].filter((type) => types.includes(type));
  const text = verdict.length === 0 ? "Pending" : verdict.join(",");
  const failed = types.includes("Failed") ? `${text},Failed` : text;
  return status?.certificate ? `${failed},Issued` : failed;
}

/** Conditions that came without instants get the present one; those that stay keep theirs. */
function stamp(next: Draft<CertificateSigningRequest>, previous: CertificateSigningRequest, nowMs: number): void {
  const now = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  for (const condition of next.status?.conditions ?? []) {
    const before = previous.status?.conditions?.find(({ type }) => type === condition.type);
    condition.lastUpdateTime ??= now;
    condition.lastTransitionTime ??= before?.status === condition.status ? (before?.lastTransitionTime ?? now) : now;
  }
}

const VERDICTS: readonly string[] = ["Approved", "Denied"];

/** A signer who writes the status leaves the verdict as it is. */
function keepVerdict(next: Draft<CertificateSigningRequest>, previous: CertificateSigningRequest): void {
  if (next.status === undefined) return;
  const isVerdict = ({ type }: RequestCondition): boolean => VERDICTS.includes(type);
  const kept = (previous.status?.conditions ?? []).filter(isVerdict);
  const others = (next.status.conditions ?? []).filter((each) => !isVerdict(each));
  if (kept.length + others.length > 0) next.status.conditions = [...kept, ...others];
}

export const certificateSigningRequests = defineKind<CertificateSigningRequest>({
  get resource() {
    return catalogued("certificates.k8s.io", "certificatesigningrequests");
  },
  // Who asks is what the server knows, not what the request says.
  prepareForCreate: (request, { user }) => {
    const { username: _, groups: __, uid: ___, extra: ____, ...asked } = request.spec;
    request.spec = {
      ...asked,
      username: user.name,
      groups: [...user.groups],
      ...(user.uid === undefined ? {} : { uid: user.uid }),
      ...(user.extra === undefined ? {} : { extra: user.extra as Record<string, string[]> }),
    };
    request.status = {};
  },
  prepareForUpdate: (next, previous) => {
    next.spec = { ...previous.spec } as typeof next.spec;
  },
  prepareForStatusUpdate: (next, previous, context, subresource) => {
    if (subresource === "status") keepVerdict(next, previous);
    stamp(next, previous, context.now());
  },
  validate: validateRequest,
  validateStatusUpdate: (next, previous, _context, subresource) =>
    subresource === "approval" ? validateApproval(next, previous) : validateStatus(next, previous),
  columns: [
    NAME,
    AGE,
    text("SignerName", ({ spec }) => spec.signerName ?? NONE),
    text("Requestor", ({ spec }) => spec.username ?? ""),
    text("RequestedDuration", ({ spec }) =>
      spec.expirationSeconds === undefined ? NONE : humanDuration(spec.expirationSeconds * 1000),
    ),
    text("Condition", conditionText),
  ],
  selectableFields: { "spec.signerName": ({ spec }) => spec.signerName ?? "" },
  hasStatus: true,
  hasGeneration: false,
});
