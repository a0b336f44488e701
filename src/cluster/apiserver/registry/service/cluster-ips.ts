// The addresses of a Service and their families.

import type { Service } from "../../../../api/types.ts";
import { duplicate, invalid, invalidEach, notSupported } from "../field-error.ts";
import { goStringList, goText } from "../go-syntax.ts";
import { isIPv6 } from "../ip.ts";
import type { FieldError, RegistryContext } from "../kind.ts";
import { ipErrors } from "../names.ts";
import { isServiceAddress, NODE_PORTS, needsClusterIP, needsNodePort, others, takenPorts } from "./allocation.ts";

type Spec = Service["spec"];

const FAMILIES = ["IPv4", "IPv6"];
const FAMILY_POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"];

export function validateClusterIPs(spec: Spec): FieldError[] {
  if (spec.type === "ExternalName") return [];
  const { clusterIP = "", clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const field = "spec.clusterIPs";
  const errors: FieldError[] = [];
  if (clusterIP !== "" && clusterIPs[0] !== clusterIP) {
    errors.push(invalid(field, shown(clusterIPs), "first value must match `clusterIP`"));
  }
  if (clusterIP === "" && clusterIPs.length > 0) {
    errors.push(invalid(field, shown(clusterIPs), "must be empty when `clusterIP` is not specified"));
  }
  for (const [i, family] of ipFamilies.entries()) {
    const path = `spec.ipFamilies[${i}]`;
    if (!FAMILIES.includes(family)) errors.push(notSupported(path, family, FAMILIES));
    if (ipFamilies.indexOf(family) < i) errors.push(duplicate(path, family));
  }
  if (ipFamilyPolicy !== undefined && !FAMILY_POLICIES.includes(ipFamilyPolicy)) {
    errors.push(notSupported("spec.ipFamilyPolicy", ipFamilyPolicy, FAMILY_POLICIES));
  }
  return [...errors, ...addressErrors(spec)];
}

function shown(list: readonly string[]) {
  return goText(goStringList(list));
}

function addressErrors({ clusterIPs = [], ipFamilies = [] }: Spec): FieldError[] {
  const field = "spec.clusterIPs";
  if (clusterIPs[0] === "None") {
    return clusterIPs.length > 1 ? [invalid(field, shown(clusterIPs), "'None' must be the first and only value")] : [];
  }
  const errors = clusterIPs.flatMap((ip, i) => invalidEach(`${field}[${i}]`, ip, ipErrors(ip)));
  if (clusterIPs.length > 2) errors.push(invalid(field, shown(clusterIPs), "may only hold up to 2 values"));
  if (errors.length > 0) return errors;
  return clusterIPs.flatMap((ip, i) => {
    const family = ipFamilies[i];
    if (family === undefined || (family === "IPv6") === isIPv6(ip)) return [];
    return [invalid(`${field}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)];
  });
}

/** What was asked for by value and cannot be had; the addresses are looked at first, as they say which to hand out. */
export function validateAllocation(service: Service, context: RegistryContext): FieldError[] {
  const { spec, metadata } = service;
  const related = validateClusterIPs(spec);
  if (related.length > 0) return related;
  const known = context.find<Service>("services", metadata.namespace, metadata.name);
  const rest = others(service, context);
  const isSettled = known !== undefined && known.spec.ipFamilyPolicy === spec.ipFamilyPolicy;
  const errors = spec.type === "ExternalName" || isSettled ? [] : familyErrors(spec);
  const address = spec.clusterIP ?? "";
  // An address that a Service has already cannot be changed, which is said elsewhere.
  if (address !== "" && address !== "None" && needsClusterIP(spec.type) && !known?.spec.clusterIP) {
    const fault = addressFault(address, rest, context);
    const text = `failed to allocate IP ${address}: ${fault}`;
    if (fault !== undefined) errors.push(invalid("spec.clusterIPs", shown([address]), text));
  }
  if (needsNodePort(service)) errors.push(...portErrors(service, known, context));
  return errors.slice(0, 1);
}

function portErrors(service: Service, known: Service | undefined, context: RegistryContext): FieldError[] {
  const ports = service.spec.ports ?? [];
  const taken = takenPorts(service, context);
  const kept = new Set((known?.spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  // Which number each port of a new Service has: the same one may serve a port over several protocols.
  const owners = new Map<number, number>();
  return ports.flatMap(({ port, nodePort = 0 }, i) => {
    if (nodePort === 0 || kept.has(nodePort)) return [];
    const owner = owners.get(nodePort);
    if (known !== undefined && owner !== undefined) return [];
    const isTaken = taken.has(nodePort) || (owner !== undefined && owner !== port);
    owners.set(nodePort, owner ?? port);
    const fault = nodePortFault(nodePort, isTaken);
    return fault === undefined ? [] : [invalid(`spec.ports[${i}].nodePort`, nodePort, fault)];
  });
}

// Simplified: the cluster has IPv4 addresses only, like most that a learner meets.
function familyErrors({ ipFamilies = [], ipFamilyPolicy, clusterIP, clusterIPs = [], selector }: Spec): FieldError[] {
  if (clusterIP === "None" && Object.keys(selector ?? {}).length === 0) return [];
  const foreign = clusterIPs.findIndex(isIPv6);
  if (foreign >= 0) {
    const text = "may not use IPv6 on a cluster which is not configured for it";
    return [invalid(`spec.clusterIPs[${foreign}]`, shown(clusterIPs), text)];
  }
  if (ipFamilyPolicy === "RequireDualStack") {
    const text = "this cluster is not configured for dual-stack services";
    return [invalid("spec.ipFamilyPolicy", ipFamilyPolicy, text)];
  }
  const at = ipFamilies.indexOf("IPv6");
  return at < 0 ? [] : [invalid(`spec.ipFamilies[${at}]`, "IPv6", "not configured on this cluster")];
}

function addressFault(address: string, rest: readonly Service[], context: RegistryContext): string | undefined {
  if (!isServiceAddress(address, context.serviceCIDR)) {
    return "the provided network does not match the current range";
  }
  const taken = rest.some(({ spec }) => (spec?.clusterIPs ?? []).includes(address));
  return taken ? "provided IP is already allocated" : undefined;
}

function nodePortFault(port: number, taken: boolean): string | undefined {
  const { first, last } = NODE_PORTS;
  if (port < first || port > last) {
    return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
  }
  return taken ? "provided port is already allocated" : undefined;
}

/** An address that is given stays, as long as the Service has one at all. */
export function validateClusterIPsUpdate({ spec: next }: Service, { spec: previous }: Service): FieldError[] {
  if (next.type === "ExternalName" || previous.type === "ExternalName") return [];
  const [now = [], before = []] = [next.clusterIPs, previous.clusterIPs];
  const headless = (list: readonly string[]) => list[0] === "None";
  if (headless(now) && headless(before)) return [];
  const field = "spec.clusterIPs[0]";
  if (now.length === 0 && before.length > 0) return [invalid(field, shown(now), "primary clusterIP can not be unset")];
  if (before.length === 0 || now[0] === before[0]) return [];
  return [invalid(field, shown(now), "may not change once set")];
}
