// Who a certificate speaks of: distinguished names and the names of hosts.

import { isIP } from "node:net";
import {
  AttributeTypeAndValue,
  AttributeValue,
  GeneralName,
  Name,
  RelativeDistinguishedName,
} from "@peculiar/asn1-x509";

/** Kubernetes reads a user's name from the common name and the groups from the organizations. */
export interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

/** How certificates number the two. */
export const commonNameType = "2.5.4.3";
export const organizationType = "2.5.4.10";

export function distinguishedName({ commonName, organizations = [] }: Subject): Name {
  return new Name([
    ...organizations.map((organization) => attribute(organizationType, organization)),
    attribute(commonNameType, commonName),
  ]);
}

function attribute(type: string, text: string): RelativeDistinguishedName {
  return new RelativeDistinguishedName([
    new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: text }) }),
  ]);
}

/** An address or a DNS name that a certificate is good for. */
export function generalName(host: string): GeneralName {
  return isIP(host) === 0 ? new GeneralName({ dNSName: host }) : new GeneralName({ iPAddress: host });
}
