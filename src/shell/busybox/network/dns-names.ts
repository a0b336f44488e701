// Names and record types as the DNS tools spell them.

export const recordTypes: readonly string[] = ["A", "AAAA", "SRV", "PTR", "CNAME"];

export function reverseName(address: string): string {
  return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
}
