// CertificateSigningRequests.

import { catalogued } from "../../../api/catalogue.ts";
import { humanDuration } from "../../../api/duration.ts";
import type { KubeObject } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { required } from "./field-error.ts";
import { defineKind } from "./kind.ts";

interface CertificateSigningRequest extends KubeObject {
  readonly spec: {
    readonly request?: string;
    readonly signerName?: string;
    readonly usages?: readonly string[];
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly expirationSeconds?: number;
  };
  readonly status?: {
    readonly certificate?: string;
    readonly conditions?: readonly { readonly type: string; readonly status?: string }[];
  };
}

function conditionText({ status }: CertificateSigningRequest): string {
  const types = (status?.conditions ?? []).map(({ type }) => type);
  const verdict = ["Approved", "Denied"].filter((type) => types.includes(type));
  const text = verdict.length === 0 ? "Pending" : verdict.join(",");
  const failed = types.includes("Failed") ? `${text},Failed` : text;
  return status?.certificate ? `${failed},Issued` : failed;
}

export const certificateSigningRequests = defineKind<CertificateSigningRequest>({
  get resource() {
    return catalogued("certificates.k8s.io", "certificatesigningrequests");
  },
  // Who asks is what the server knows, not what the request says.
  prepareForCreate: (request, { user }) => {
    request.spec.username = user.name;
    request.spec.groups = [...user.groups];
    if (user.uid !== undefined) request.spec.uid = user.uid;
    request.status = {};
  },
  prepareForUpdate: (next, previous) => {
    next.spec = { ...previous.spec } as typeof next.spec;
  },
  validate: ({ spec }) => [
    ...((spec.request ?? "") === "" ? [required("spec.request")] : []),
    ...((spec.usages ?? []).length === 0 ? [required("spec.usages")] : []),
    ...((spec.signerName ?? "") === "" ? [required("spec.signerName")] : []),
  ],
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
