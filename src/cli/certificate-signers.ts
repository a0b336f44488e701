// Whom and for what the signers of Kubernetes give certificates.

import type { Usage } from "../http/certificates/authority.ts";
import { requestedSubject } from "../http/certificates/request.ts";

/** What each signer's certificates are good for. */
export const signers: ReadonlyMap<string, Usage> = new Map([
  ["kubernetes.io/kube-apiserver-client", "client"],
  ["kubernetes.io/kube-apiserver-client-kubelet", "client"],
  ["kubernetes.io/kubelet-serving", "server"],
]);
const WORDS: Readonly<Record<Usage, string>> = { client: "client auth", server: "server auth" };
const ALWAYS_FINE: readonly string[] = ["digital signature", "key encipherment"];

/** Why that signer does not sign that request (PEM); undefined when it does. @throws Error where the text is no request. */
export function refusalBy(signer: string, request: string, usages: readonly string[]): string | undefined {
  const usage = signers.get(signer);
  if (usage === undefined) return `there is no signer ${signer}`;
  const word = WORDS[usage];
  const { commonName, organizations = [] } = requestedSubject(request);
  if (signer.includes("kubelet")) {
    if (organizations.length !== 1 || organizations[0] !== "system:nodes")
      return "subject organization is not system:nodes";
    if (!commonName.startsWith("system:node:")) return "subject common name does not begin with system:node:";
  } else if (organizations.includes("system:masters")) {
    return `use of ${signer} signer with system:masters group is not allowed`;
  }
  const strange = usages.find((each) => each !== word && !ALWAYS_FINE.includes(each));
  if (strange !== undefined) return `invalid usage for ${usage} certificate: ${strange}`;
  return usages.includes(word) ? undefined : `missing required usage for ${usage} certificate: ${word}`;
}
