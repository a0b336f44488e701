// At which addresses Ingresses are served: those of a Service, or of the nodes that the controllers run on. Pure.

import type { Node, Pod, Service } from "../../api/types.ts";
import type { ObjectKey } from "../client/client.ts";
import type { Settings } from "./settings.ts";

export interface Address {
  readonly ip?: string;
  readonly hostname?: string;
}

export interface Lookup {
  service(key: ObjectKey): Service | undefined;
  pod(key: ObjectKey): Pod | undefined;
  pods(namespace: string): readonly Pod[];
  node(name: string): Node | undefined;
}

export function publishedAddresses(
  { publishService, publishAddresses }: Settings,
  controller: { readonly namespace: string; readonly name: string },
  lookup: Lookup,
): readonly Address[] {
  if (publishAddresses.length > 0)
    return publishAddresses.map((each) => (/^[\d.]+$/.test(each) ? { ip: each } : { hostname: each }));
  const [namespace = "", name = ""] = (publishService ?? "").split("/");
  const service = publishService === undefined ? undefined : lookup.service({ namespace, name });
  return service === undefined ? nodeAddresses(controller, lookup) : serviceAddresses(service);
}

function serviceAddresses({ spec, status }: Service): readonly Address[] {
  const external = (spec.externalIPs ?? []).map((ip) => ({ ip }));
  switch (spec.type) {
    case "LoadBalancer":
      return [
        ...(status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ({
          ...(ip === undefined ? {} : { ip }),
          ...(hostname === undefined ? {} : { hostname }),
        })),
        ...external,
      ];
    case "ExternalName":
      return [{ hostname: spec.externalName ?? "" }];
    default:
      return external.length > 0 ? external : [{ ip: spec.clusterIP ?? "" }];
  }
}

function nodeAddresses(
  controller: { readonly namespace: string; readonly name: string },
  lookup: Lookup,
): readonly Address[] {
  const own = lookup.pod(controller);
  const labels = Object.entries(own?.metadata.labels ?? {}).filter(([key]) => key.startsWith("app.kubernetes.io/"));
  const pods = lookup
    .pods(controller.namespace)
    .filter(
      ({ metadata, status }) =>
        status.phase === "Running" && labels.every(([key, value]) => metadata.labels?.[key] === value),
    );
  const names = new Set(pods.map(({ spec }) => spec.nodeName ?? ""));
  return [...names]
    .flatMap((name) => lookup.node(name)?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? [])
    .sort()
    .map((ip) => ({ ip }));
}
