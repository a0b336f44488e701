// Checks of short texts that only the registry makes; names and labels are in api/names.ts. Each answers with what is wrong,
// in Kubernetes' own words: nothing when all is well.

import { isIP } from "./ip.ts";

const WILDCARD = "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const UNDERSCORE_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;
const HTTP_HEADER = "[-A-Za-z0-9]+";

export function inRange(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** Hosts of Ingress rules that begin with a star. */
export function wildcardSubdomainErrors(value: string): string[] {
  const errors = value.length > 253 ? ["must be no more than 253 characters"] : [];
  if (new RegExp(`^${WILDCARD}$`).test(value)) return errors;
  const text =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, `${text} (e.g. '*.example.com', regex used for validation is '${WILDCARD}')`];
}

/** Domains that resolvers search. */
export function underscoreSubdomainErrors(value: string): string[] {
  const errors = value.length > 253 ? ["must be no more than 253 characters"] : [];
  if (new RegExp(`^${UNDERSCORE_SUBDOMAIN}$`).test(value)) return errors;
  const text =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
  return [...errors, `${text} (e.g. 'example.com', regex used for validation is '${UNDERSCORE_SUBDOMAIN}')`];
}

export function envVarNameErrors(value: string): string[] {
  if (value === "") return ["environment variable name must be non-empty"];
  if (/^[ -<>-~]*$/.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function httpHeaderNameErrors(value: string): string[] {
  if (new RegExp(`^${HTTP_HEADER}$`).test(value)) return [];
  const text = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return [`${text} (e.g. 'X-Header-Name', regex used for validation is '${HTTP_HEADER}')`];
}

export function percentErrors(value: string): string[] {
  if (/^[0-9]+%$/.test(value)) return [];
  const text = "a valid percent string must be a numeric string followed by an ending '%'";
  return [`${text} (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`];
}

export function portNumberErrors(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [inRange(1, 65535)];
}

export function ipErrors(text: string): string[] {
  return isIP(text) ? [] : ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"];
}

/** Users and groups of processes. */
export function userIdErrors(id: number): string[] {
  return id >= 0 && id <= 2147483647 ? [] : [inRange(0, 2147483647)];
}
