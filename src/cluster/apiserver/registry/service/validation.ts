// The rules of Services.

import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from "../../../../api/names.ts";
import type { Service, ServicePort } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import { cidrErrors, nonSpecialIpErrors } from "../ip.ts";
import type { FieldError } from "../kind.ts";
import { validateLabels } from "../labels.ts";
import { ipErrors, portNumberErrors } from "../names.ts";
import { validatePort } from "../pod/probes.ts";
import { needsHealthCheckPort } from "./allocation.ts";
import { validateClusterIPs } from "./cluster-ips.ts";
import { isExternallyAccessible } from "./lifecycle.ts";

type Spec = Service["spec"];

export const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const PROTOCOLS = ["SCTP", "TCP", "UDP"];
const AFFINITIES = ["ClientIP", "None"];
const POLICIES = ["Cluster", "Local"];

export function isHeadless({ clusterIPs = [] }: Spec): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === "None";
}

export function validateService(service: Service): FieldError[] {
  const { spec } = service;
  return [
    ...portsRequired(spec),
    ...typeErrors(spec),
    ...portErrors(spec),
    ...validateLabels(spec.selector as Readonly<Record<string, string>> | undefined, "spec.selector"),
    ...affinityErrors(spec),
    ...validateClusterIPs(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => externalIPErrors(ip, `spec.externalIPs[${i}]`)),
    ...oneOf(spec.type, TYPES, "spec.type"),
    ...nodePortErrors(spec),
    ...duplicatePorts(spec),
    ...loadBalancerErrors(spec),
    ...trafficErrors(service),
  ];
}

function oneOf(value: string | undefined, choices: readonly string[], field: string): FieldError[] {
  if (choices.includes(value ?? "")) return [];
  return [(value ?? "") === "" ? required(field) : notSupported(field, value, choices)];
}

function portsRequired(spec: Spec): FieldError[] {
  const needed = !isHeadless(spec) && spec.type !== "ExternalName";
  return needed && (spec.ports ?? []).length === 0 ? [required("spec.ports")] : [];
}

function typeErrors(spec: Spec): FieldError[] {
  if ((spec.type === "LoadBalancer" || spec.type === "NodePort") && isHeadless(spec)) {
    return [invalid("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${spec.type} services`)];
  }
  return spec.type === "ExternalName" ? externalNameErrors(spec) : [];
}

function externalNameErrors({
  clusterIPs = [],
  ipFamilies = [],
  ipFamilyPolicy,
  externalName = "",
}: Spec): FieldError[] {
  const set = {
    clusterIPs: clusterIPs.length > 0,
    ipFamilies: ipFamilies.length > 0,
    ipFamilyPolicy: ipFamilyPolicy !== undefined,
  };
  const errors = Object.entries(set)
    .filter(([, isSet]) => isSet)
    .map(([name]) => forbidden(`spec.${name}`, "may not be set for ExternalName services"));
  const name = externalName.replace(/\.$/, "");
  if (name === "") return [...errors, required("spec.externalName")];
  return [...errors, ...invalidEach("spec.externalName", name, dns1123SubdomainErrors(name))];
}

function portErrors({ ports = [] }: Spec): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const field = `spec.ports[${i}]`;
    const { name = "", protocol = "", appProtocol } = port;
    const number = port.port ?? 0;
    return [
      ...portNameErrors(name, ports.length > 1, names, `${field}.name`),
      ...invalidEach(`${field}.port`, number, portNumberErrors(number)),
      ...oneOf(protocol, PROTOCOLS, `${field}.protocol`),
      ...validatePort(port.targetPort, `${field}.targetPort`),
      ...(appProtocol === undefined
        ? []
        : invalidEach(`${field}.appProtocol`, appProtocol, qualifiedNameErrors(appProtocol))),
    ];
  });
}

function portNameErrors(name: string, needed: boolean, seen: Set<string>, field: string): FieldError[] {
  if (name === "") return needed ? [required(field)] : [];
  const errors = invalidEach(field, name, dns1123LabelErrors(name));
  if (seen.has(name)) errors.push(duplicate(field, name));
  seen.add(name);
  return errors;
}

const MAX_AFFINITY_SECONDS = 86400;

function affinityErrors({ sessionAffinity, sessionAffinityConfig: config }: Spec): FieldError[] {
  const errors = oneOf(sessionAffinity, AFFINITIES, "spec.sessionAffinity");
  const field = "spec.sessionAffinityConfig";
  if (sessionAffinity === "None" && config !== undefined) {
    errors.push(forbidden(field, "must not be set when session affinity is None"));
  }
  if (sessionAffinity !== "ClientIP") return errors;
  const seconds = config?.clientIP?.timeoutSeconds;
  const path = `${field}.clientIP.timeoutSeconds`;
  if (seconds === undefined) return [...errors, required(path, "when session affinity type is ClientIP")];
  if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return errors;
  return [...errors, invalid(path, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`)];
}

function externalIPErrors(ip: string, field: string): FieldError[] {
  const faults = ipErrors(ip);
  return invalidEach(field, ip, faults.length > 0 ? faults : nonSpecialIpErrors(ip));
}

function nodePortErrors({ type, ports = [] }: Spec): FieldError[] {
  const seen = new Set<string>();
  const used = ports.flatMap(({ nodePort = 0 }, i) => {
    if (type !== "ClusterIP" || nodePort === 0) return [];
    return [forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'")];
  });
  const twice = ports.flatMap(({ nodePort = 0, protocol }, i) => {
    const key = `${nodePort}/${protocol}`;
    if (nodePort === 0) return [];
    if (seen.has(key)) return [duplicate(`spec.ports[${i}].nodePort`, nodePort)];
    seen.add(key);
    return [];
  });
  return [...used, ...twice];
}

function duplicatePorts({ ports = [] }: Spec): FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap((port, i) => {
    const key = `${port.port}/${port.protocol}`;
    if (seen.has(key)) return [duplicate(`spec.ports[${i}]`, goText(goServicePort(port)))];
    seen.add(key);
    return [];
  });
}

// Only what makes two ports the same is in the value.
function goServicePort({ port, protocol }: ServicePort): string {
  const target = 'intstr.IntOrString{Type:0, IntVal:0, StrVal:""}';
  return `core.ServicePort{Name:"", Protocol:"${protocol}", AppProtocol:(*string)(nil), Port:${port}, TargetPort:${target}, NodePort:0}`;
}

function loadBalancerErrors(spec: Spec): FieldError[] {
  const { type, loadBalancerSourceRanges: ranges = [], loadBalancerClass } = spec;
  const only = "may only be used when `type` is 'LoadBalancer'";
  const field = "spec.LoadBalancerSourceRanges";
  const errors: FieldError[] = [];
  const isLoadBalancer = type === "LoadBalancer";
  if (ranges.length > 0 && !isLoadBalancer) errors.push(forbidden(field, only));
  for (const [i, range] of ranges.entries()) {
    errors.push(...invalidEach(`${field}[${i}]`, range.trim(), cidrErrors(range.trim())));
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer) {
    errors.push(forbidden("spec.allocateLoadBalancerNodePorts", only));
  }
  if (loadBalancerClass === undefined) return errors;
  const classField = "spec.loadBalancerClass";
  if (!isLoadBalancer) return [...errors, forbidden(classField, only)];
  return [...errors, ...invalidEach(classField, loadBalancerClass, qualifiedNameErrors(loadBalancerClass))];
}

function trafficErrors(service: Service): FieldError[] {
  const { spec } = service;
  const {
    externalTrafficPolicy: external,
    internalTrafficPolicy: internal,
    trafficDistribution,
    healthCheckNodePort = 0,
  } = spec;
  const errors: FieldError[] = [];
  if (isExternallyAccessible(spec)) errors.push(...oneOf(external, POLICIES, "spec.externalTrafficPolicy"));
  else if ((external ?? "") !== "") {
    const text = "may only be set for externally-accessible services";
    errors.push(invalid("spec.externalTrafficPolicy", external, text));
  }
  if (!needsHealthCheckPort(service) && healthCheckNodePort !== 0) {
    const text = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid("spec.healthCheckNodePort", healthCheckNodePort, text));
  }
  if (internal !== undefined) errors.push(...oneOf(internal, POLICIES, "spec.internalTrafficPolicy"));
  if (trafficDistribution !== undefined) {
    errors.push(...oneOf(trafficDistribution, ["PreferClose"], "spec.trafficDistribution"));
  }
  return errors;
}
