// A name was looked up, but another one, from elsewhere, or with another answer than the check `dns` looks for.

import type { DnsSpec } from "../checks/dns.ts";
import type { NameEntry } from "../world.ts";
import { slipBetween } from "./closeness.ts";
import { findService } from "./endpoints.ts";
import { elsewhere, type Finding, slip } from "./finding.ts";
import { absenceOf } from "./resource.ts";
import { nameOf, type Scene } from "./scene.ts";

export async function askedForOther(dns: DnsSpec, scene: Scene): Promise<Finding | undefined> {
  const { world } = scene;
  const asked = world.nameLog(world.attemptStart ?? world.stepStart.at);
  // The resolver tries its suffixes in turn: the attempt is about the one that was found, or could have been a Service's.
  const last =
    asked.findLast(({ outcome }) => outcome === "found") ?? asked.find(({ name }) => isOfService(name)) ?? asked[0];
  if (last === undefined) return undefined;
  const id = `looked up ${dns.name ?? ""}`;
  const [, from] = (dns.from ?? "").split("/");
  const place = last.from === "laptop" ? undefined : last.from.name;
  if (from !== undefined && place !== undefined && place !== from)
    return elsewhere(id, (says) => says.lookedUpFrom(place));
  if (dns.name === undefined) return undefined;
  const exact = asked.findLast(({ name }) => name === dns.name);
  return exact === undefined ? otherName(id, last.name, dns.name) : otherAnswer(id, dns, exact, scene);
}

/** By the parts of `service.namespace.svc.cluster.local`. */
function otherName(id: string, found: string, wanted: string): Finding | undefined {
  const [name = "", place = ""] = found.split(".");
  const [wantedName = "", wantedPlace = ""] = wanted.split(".");
  const how = slipBetween(name, wantedName);
  if (how !== undefined) return slip(id, (says) => says.lookedUpSlip(name, wantedName, says.slips[how]));
  if (name === wantedName && place !== wantedPlace && isOfService(found) && isOfService(wanted))
    return elsewhere(id, (says) => says.lookedUpIn(place, wantedPlace));
  return elsewhere(id, (says) => says.lookedUpOther(found));
}

function isOfService(name: string): boolean {
  return name.split(".")[2] === "svc";
}

/** The right name, and no address, or another number of them. */
async function otherAnswer(id: string, dns: DnsSpec, found: NameEntry, scene: Scene): Promise<Finding | undefined> {
  const [name = "", namespace = ""] = found.name.split(".");
  if (!isOfService(found.name) || (dns.expect ?? "found") !== "found") return undefined;
  const service = await findService(name, namespace, scene);
  if (service === undefined) return absenceOf({ kind: "Service", name, namespace }, scene);
  const { clusterIP } = (service.spec ?? {}) as { readonly clusterIP?: string };
  if (found.outcome !== "found" || dns.addresses === undefined) return undefined;
  if (clusterIP !== "None") return slip(id, (says) => says.hasOwnAddress(nameOf(service)));
  return elsewhere(id, (says) => says.addressesOfReady(nameOf(service), found.addresses.length));
}
