// The check `dns`: has somebody asked the cluster's name server for a name, and what did it say? Looked up in the network's log.

import { type Fields, object, oneOf, optional, required, type Shape, word } from "../format/shape.ts";
import { regularExpression, since } from "../format/values.ts";
import type { Texts } from "../language/english.ts";
import { type NameEntry, textsOf, type World } from "../world.ts";
import { isSameOrigin, ORIGIN, originOf, placeText } from "./http.ts";
import { type Amount, amountShape, isWithin } from "./resource.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";
import { startOf } from "./since.ts";

const OUTCOMES = ["found", "nxdomain", "servfail", "timeout"] as const;

export interface DnsSpec {
  readonly from?: string;
  /** The full name that was asked for, as in `web.default.svc.cluster.local`. */
  readonly name?: string;
  readonly matches?: RegExp;
  readonly expect?: (typeof OUTCOMES)[number];
  readonly addresses?: Amount;
  readonly since?: "step" | "lesson";
}

export interface DnsCheck {
  readonly dns: DnsSpec;
}

function specShape(): Shape<DnsSpec> {
  return object<DnsSpec>({
    from: optional(word(ORIGIN, "`pod/NAME` or `pod/NAME/CONTAINER`"), "who asked; anybody when absent"),
    name: optional(
      word(/^[a-z0-9_.-]+$/, "a full name, as in `web.default.svc.cluster.local`"),
      "the full name, as asked",
    ),
    matches: optional(regularExpression(), "a regular expression for the full name"),
    expect: optional(oneOf(...OUTCOMES), "what the name server said; `found` when absent, with an address at least"),
    addresses: optional(amountShape(), "how many addresses it gave"),
    since: optional(since(), "`step` (usual) or `lesson`"),
  });
}

export const dnsFields = (): Fields<DnsCheck> => ({ dns: required(specShape(), "a question to the name server") });

export async function checkDns({ dns }: DnsCheck, world: World): Promise<CheckResult> {
  const asked = world.nameLog(startOf(dns.since, world)).filter((entry) => isMeant(entry, dns, world.namespace));
  if (asked.some((entry) => isExpected(entry, dns))) return PASSED;
  const last = asked.at(-1);
  const { checks } = textsOf(world);
  const road = { from: placeText(dns.from, checks) };
  if (last === undefined) return failed(checks.notLookedUp(dns.name, road));
  return failed(checks.lookedUp(last.name, road, answerText(last, checks)));
}

function isMeant({ from, name }: NameEntry, dns: DnsSpec, namespace: string): boolean {
  if (dns.from !== undefined && !isSameOrigin(from, originOf(dns.from, namespace))) return false;
  return (dns.name === undefined || name === dns.name) && (dns.matches?.test(name) ?? true);
}

function isExpected({ outcome, addresses }: NameEntry, dns: DnsSpec): boolean {
  const expected = dns.expect ?? "found";
  if (outcome !== expected) return false;
  const wanted = dns.addresses ?? (expected === "found" ? { min: 1 } : undefined);
  return wanted === undefined || isWithin(addresses.length, wanted);
}

function answerText({ outcome, addresses }: NameEntry, checks: Texts["checks"]): string {
  if (outcome === "nxdomain") return checks.noSuchName;
  if (outcome !== "found") return outcome === "timeout" ? checks.silence : checks.serverFailed;
  return checks.addresses(addresses.length);
}
