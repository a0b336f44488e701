// Stands for the plugins CertificateApproval and CertificateSigning: besides writing the request one needs a right to its signer.

import { ApiError, forbidden } from "../../../api/status.ts";
import { authorize } from "../authorization/rbac.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

const GROUP = "certificates.k8s.io";

interface Request {
  readonly spec?: { readonly signerName?: string };
  readonly status?: { readonly certificate?: string; readonly conditions?: readonly { readonly type: string }[] };
}

export const certificateSigners: AdmissionPlugin = {
  name: "CertificateApproval and CertificateSigning",
  validate(attributes) {
    if (attributes.resourceName !== `certificatesigningrequests.${GROUP}`) return;
    if (attributes.subresource === "approval") requireRight(attributes, "approve");
    if (attributes.subresource === "status" && isSigning(attributes)) requireRight(attributes, "sign");
  },
};

function isSigning({ object, previous }: Attributes): boolean {
  const [next, before] = [object, previous].map((each) => (each as Request | undefined)?.status);
  const failed = (status: Request["status"]): boolean =>
    (status?.conditions ?? []).some(({ type }) => type === "Failed");
  return next?.certificate !== before?.certificate || failed(next) !== failed(before);
}

function requireRight({ core, scope, object, resource, name }: Attributes, verb: "approve" | "sign"): void {
  const signer = (object as Request | undefined)?.spec?.signerName ?? "";
  const wildcard = `${signer.split("/")[0]}/*`;
  const may = [signer, wildcard].some(
    (each) =>
      authorize(core, scope.user, {
        verb,
        group: GROUP,
        resource: "signers",
        subresource: "",
        namespace: "",
        name: each,
      }).allowed,
  );
  if (may) return;
  const why = `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`;
  throw new ApiError(forbidden(resource.groupResource, name, why));
}
