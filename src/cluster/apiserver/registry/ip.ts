// IP addresses and ranges as text, with the API's words for what is wrong with them.

/** The four bytes as one number; undefined when it is no IPv4 address. Leading zeros are read as decimal, as Kubernetes does. */
export function parseIPv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatIPv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function isIPv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || text.split("::").length > 2) return false;
  const [head = "", tail] = text.split("::");
  const groups = [head, tail ?? ""].flatMap((side) => (side === "" ? [] : side.split(":")));
  const embedded = parseIPv4(groups.at(-1) ?? "") !== undefined;
  const hex = embedded ? groups.slice(0, -1) : groups;
  const count = groups.length + (embedded ? 1 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (tail === undefined ? count === 8 : count <= 7);
}

export function isIP(text: string): boolean {
  return parseIPv4(text) !== undefined || isIPv6(text);
}

export interface Range {
  /** The network's first address. */
  readonly base: number;
  readonly size: number;
}

/** An IPv4 range such as `10.96.0.0/16`. */
export function parseCIDR(text: string): Range | undefined {
  const [address = "", bits = ""] = text.split("/");
  const ip = parseIPv4(address);
  if (ip === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { base: Math.floor(ip / size) * size, size };
}

export function cidrErrors(text: string): string[] {
  const [address = "", bits = "", ...more] = text.split("/");
  const isV6Range = isIPv6(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
  if (more.length === 0 && (isV6Range || parseCIDR(text) !== undefined)) return [];
  return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"];
}

/** Addresses that no endpoint and no external address may have. */
export function nonSpecialIpErrors(text: string): string[] {
  const ip = parseIPv4(text);
  if (text === "0.0.0.0" || text === "::") return [`may not be unspecified (${text})`];
  if (text === "::1" || (ip !== undefined && text.startsWith("127."))) {
    return ["may not be in the loopback range (127.0.0.0/8, ::1/128)"];
  }
  if (text.startsWith("169.254.") || /^fe[89ab]/i.test(text)) {
    return ["may not be in the link-local range (169.254.0.0/16, fe80::/10)"];
  }
  if (text.startsWith("224.0.0.") || /^ff02:/i.test(text)) {
    return ["may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"];
  }
  return [];
}
