// Certificate signing requests (PKCS #10): whom they ask a certificate for.

import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { commonNameType, organizationType, type Subject } from "./names.ts";
import { fromPem } from "./pem.ts";

/** @throws Error where the text (PEM) is no such request. */
export function requestedSubject(request: string): Subject {
  const { subject } = AsnConvert.parse(fromPem(request), CertificationRequest).certificationRequestInfo;
  const attributes = subject.flatMap((each) => [...each]);
  const values = (wanted: string): string[] =>
    attributes.filter(({ type }) => type === wanted).map(({ value }) => value.toString());
  return { commonName: values(commonNameType)[0] ?? "", organizations: values(organizationType) };
}
