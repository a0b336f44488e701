// Reads `8080:80`, `:http`, `5000` of kubectl port-forward, and finds the ports of the pod behind them.

import { goQuote } from "../../../api/go-values.ts";
import type { AnyObject, Pod, Service } from "../../../api/types.ts";
import { KubectlError } from "../../errors.ts";

export interface ForwardedPort {
  /** 0 for any free port. */
  readonly local: number;
  readonly remote: number;
}

export function forwardedPorts(specs: readonly string[], object: AnyObject, pod: Pod): ForwardedPort[] {
  return specs.map((spec) => {
    const parts = spec.split(":");
    const [first = "", second, ...rest] = parts;
    // Of what is too long for it, kubectl takes the beginning where it looks for ports by name.
    const remoteText = rest.length > 0 ? first : (second ?? first);
    const remote =
      object.kind === "Service" ? servicePort(object as unknown as Service, pod, remoteText) : podPort(pod, remoteText);
    if (rest.length > 0) throw new KubectlError(`invalid port format '${spec}'`);
    if (second === undefined)
      return { local: isNumber(first) ? localPort(first) : namedLocal(object, pod, first), remote };
    return { local: localPort(first), remote };
  });
}

function localPort(text: string): number {
  if (text === "") return 0;
  if (isNumber(text) && Number(text) <= 65535) return Number(text);
  const why = isNumber(text) ? "value out of range" : "invalid syntax";
  throw new KubectlError(`error parsing local port '${text}': strconv.ParseUint: parsing ${goQuote(text)}: ${why}`);
}

/** Without a local port, the port that the name stands for is used. */
function namedLocal(object: AnyObject, pod: Pod, name: string): number {
  if (object.kind !== "Service") return podPort(pod, name);
  return (object as unknown as Service).spec.ports?.find((port) => port.name === name)?.port ?? 0;
}

function podPort(pod: Pod, text: string): number {
  if (isNumber(text)) {
    if (Number(text) === 0) throw new KubectlError("remote port must be > 0");
    return Number(text);
  }
  const found = pod.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === text);
  if (found === undefined) throw new KubectlError(`Pod '${pod.metadata.name}' does not have a named port '${text}'`);
  return found.containerPort;
}

function servicePort({ metadata, spec }: Service, pod: Pod, text: string): number {
  const port = spec.ports?.find((each) => (isNumber(text) ? each.port === Number(text) : each.name === text));
  if (port === undefined) {
    const what = isNumber(text) ? `a service port ${text}` : `a named port '${text}'`;
    throw new KubectlError(
      isNumber(text)
        ? `Service ${metadata.name} does not have ${what}`
        : `Service '${metadata.name}' does not have ${what}`,
    );
  }
  // Who has no ClusterIP reaches the pods directly.
  if (spec.clusterIP === "None") return port.port;
  return podPort(pod, String(port.targetPort ?? port.port));
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
