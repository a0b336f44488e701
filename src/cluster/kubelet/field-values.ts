// What fieldRef and resourceFieldRef stand for: the pod's own data, as environment variables and files show it.

import { parseQuantity, quantityMilliValue, quantityValue } from "../../api/quantity.ts";
import type { Container, Pod } from "../../api/types.ts";

export interface NodeFacts {
  readonly name: string;
  readonly hostIP: string;
  /** What stands in for a limit that is not set. */
  readonly allocatable: Readonly<Record<string, string>>;
}

export function fieldValue(pod: Pod, path: string, node: NodeFacts, podIP: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) {
    const map = subscript[1] === "labels" ? pod.metadata.labels : pod.metadata.annotations;
    return map?.[subscript[2] ?? ""] ?? "";
  }
  switch (path) {
    case "metadata.name":
      return pod.metadata.name;
    case "metadata.namespace":
      return pod.metadata.namespace ?? "";
    case "metadata.uid":
      return pod.metadata.uid;
    case "metadata.labels":
      return formatMap(pod.metadata.labels);
    case "metadata.annotations":
      return formatMap(pod.metadata.annotations);
    case "spec.nodeName":
      return node.name;
    case "spec.serviceAccountName":
      return pod.spec.serviceAccountName ?? "default";
    case "status.hostIP":
    case "status.hostIPs":
      return node.hostIP;
    case "status.podIP":
    case "status.podIPs":
      return podIP;
    default:
      return "";
  }
}

/** Lines `key="value"`, sorted by key. */
function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join("\n");
}

export function resourceValue(
  container: Container,
  resource: string,
  divisor: string | undefined,
  node: NodeFacts,
): string {
  const [kind, name = ""] = resource.split(/\.(.*)/s);
  const { limits = {}, requests = {} } = container.resources ?? {};
  const text =
    kind === "requests" ? (requests[name] ?? limits[name] ?? "0") : (limits[name] ?? node.allocatable[name] ?? "0");
  const amount = parseQuantity(text);
  const unit = parseQuantity(divisor === undefined || divisor === "0" ? "1" : divisor);
  if (amount === undefined || unit === undefined) return "0";
  // Whatever is asked in part of a unit is rounded up, as in Kubernetes.
  if (name === "cpu") return String(Math.ceil(quantityMilliValue(amount) / Math.max(1, quantityMilliValue(unit))));
  return String(Math.ceil(quantityValue(amount) / Math.max(1, quantityValue(unit))));
}
