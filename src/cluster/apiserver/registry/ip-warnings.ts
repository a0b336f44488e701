// What is told of addresses and ranges that are taken now and will not be for ever.

import { formatIPv4, isIPv6, parseCIDR, parseIPv4 } from "./ip.ts";

// Simplified: only IPv4 is looked at, the one family that the cluster has.

export function ipWarnings(text: string, field: string): string[] {
  const ip = parseIPv4(text);
  if (ip === undefined || isIPv6(text) || formatIPv4(ip) === text) return [];
  return [notStandard("IP address", text, field, formatIPv4(ip))];
}

export function cidrWarnings(text: string, field: string): string[] {
  const [address = "", bits = ""] = text.split("/");
  const [range, ip] = [parseCIDR(text), parseIPv4(address)];
  if (range === undefined || ip === undefined) return [];
  const usual = `${formatIPv4(range.base)}/${Number(bits)}`;
  if (ip !== range.base) {
    const single = `${formatIPv4(ip)}/32`;
    const choice = `should be ${JSON.stringify(usual)} or ${JSON.stringify(single)}?`;
    return [`${field}: CIDR value ${JSON.stringify(text)} is ambiguous in this context (${choice})`];
  }
  return usual === text ? [] : [notStandard("CIDR value", text, field, usual)];
}

function notStandard(what: string, text: string, field: string, usual: string): string {
  const [found, wanted] = [JSON.stringify(text), JSON.stringify(usual)];
  return `${field}: non-standard ${what} ${found} will be considered invalid in a future Kubernetes release: use ${wanted}`;
}
