// What a pod's resolv.conf and hosts file hold besides the cluster's own.

import { dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { PodSpec } from "../../../../api/types.ts";
import { invalid, invalidEach, required } from "../field-error.ts";
import { goStringList, goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { ipErrors, underscoreSubdomainErrors } from "../names.ts";

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

export function validateDNSConfig({ dnsConfig, dnsPolicy }: PodSpec, field: string): FieldError[] {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === "None" && dnsConfig === undefined) {
    return [required(field, "must provide `dnsConfig` when `dnsPolicy` is None")];
  }
  if (dnsPolicy === "None" && nameservers.length === 0) {
    const text = "must provide at least one DNS nameserver when `dnsPolicy` is None";
    return [required(`${field}.nameservers`, text)];
  }
  return [
    ...tooMany(nameservers, MAX_NAMESERVERS, "nameservers", `${field}.nameservers`),
    ...nameservers.flatMap((ip, i) => invalidEach(`${field}.nameservers[${i}]`, ip, ipErrors(ip))),
    ...tooMany(searches, MAX_SEARCHES, "search paths", `${field}.searches`),
    ...searchLengthErrors(searches, `${field}.searches`),
    ...searches.flatMap((search, i) => searchErrors(search, `${field}.searches[${i}]`)),
    ...options.flatMap(({ name = "" }, i) =>
      name === "" ? [required(`${field}.options[${i}]`, "must not be empty")] : [],
    ),
  ];
}

function tooMany(list: readonly string[], max: number, what: string, field: string): FieldError[] {
  if (list.length <= max) return [];
  return [invalid(field, goText(goStringList(list)), `must not have more than ${max} ${what}`)];
}

function searchLengthErrors(searches: readonly string[], field: string): FieldError[] {
  if (searches.join(" ").length <= MAX_SEARCH_CHARACTERS) return [];
  const text = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
  return [invalid(field, goText(goStringList(searches)), text)];
}

/** Since v1.33 a search path may have underscores, and may be the root. */
function searchErrors(search: string, field: string): FieldError[] {
  if (search === ".") return [];
  const name = search.replace(/\.$/, "");
  return invalidEach(field, name, underscoreSubdomainErrors(name));
}

export function validateHostAliases({ hostAliases = [] }: PodSpec, field: string): FieldError[] {
  return hostAliases.flatMap(({ ip = "", hostnames = [] }, i) => [
    ...invalidEach(`${field}[${i}].ip`, ip, ipErrors(ip)),
    ...hostnames.flatMap((name, h) =>
      invalidEach(`${field}[${i}].hostnames[${h}]`, name, dns1123SubdomainErrors(name)),
    ),
  ]);
}
