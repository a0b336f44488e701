// What the server warns of in the ports of a pod's containers: they share one address, so the same port twice is hardly meant.

import type { Container, PodSpec } from "../../../../api/types.ts";
import { placedContainers } from "./placed-containers.ts";

type Port = NonNullable<Container["ports"]>[number];

interface PlacedPort {
  readonly port: Port;
  readonly path: string;
}

export function portWarnings(spec: PodSpec, field: string): string[] {
  const ports = placedContainers(spec, field).flatMap(({ container, path }) =>
    (container.ports ?? []).map((port, i) => ({ port, path: `${path}.ports[${i}]` })),
  );
  return [...ports.flatMap((placed, i) => numberWarnings(placed, ports.slice(0, i))), ...nameWarnings(ports)];
}

function numberWarnings({ port, path }: PlacedPort, earlier: readonly PlacedPort[]): string[] {
  const { hostIP = "", hostPort = 0 } = port;
  const own = hostIP !== "" && hostPort === 0 ? [`${path}: hostIP set without hostPort: ${goPort(port)}`] : [];
  const key = ({ containerPort, protocol = "TCP" }: Port) => `${containerPort}/${protocol}`;
  const clashes = earlier
    .filter((other) => key(other.port) === key(port))
    .flatMap((other) => {
      const how = clash(port, other.port);
      return how === undefined ? [] : [`${path}: ${how} port definition with ${other.path}`];
    });
  return [...own, ...clashes];
}

/** As Go's `%+v` prints it. */
function goPort({ name = "", hostPort = 0, containerPort, protocol = "", hostIP = "" }: Port): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}

function clash(a: Port, b: Port): string | undefined {
  const [ipA, ipB] = [a.hostIP ?? "", b.hostIP ?? ""];
  const [hostA, hostB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  if (ipA === ipB && hostA === hostB) return "duplicate";
  if (hostA === 0 || hostB === 0) return "overlapping";
  return hostA === hostB && (ipA === "") !== (ipB === "") ? "dangerously ambiguous" : undefined;
}

function nameWarnings(ports: readonly PlacedPort[]): string[] {
  const first = new Map<string, string>();
  return ports.flatMap(({ port: { name = "" }, path }) => {
    if (name === "") return [];
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, path);
      return [];
    }
    return [
      `${path}: duplicate port name "${name}" with ${other}, services and probes that select ports by name will use ${other}`,
    ];
  });
}
