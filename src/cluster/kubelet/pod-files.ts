// The files that the kubelet writes for every pod: /etc/hosts, /etc/resolv.conf, /etc/hostname.

import type { Pod } from "../../api/types.ts";
import { formatResolvConf } from "../container-runtime/network/resolver.ts";

export interface DnsSettings {
  /** As in `cluster.local`. */
  readonly clusterDomain: string;
  /** The address of the kube-dns service; absent in a cluster without DNS. */
  readonly clusterDNS?: string | undefined;
  /** What the node itself asks. */
  readonly nodeNameServers: readonly string[];
}

export function podHostname(pod: Pod): string {
  return (pod.spec.hostname ?? pod.metadata.name).slice(0, 63).replace(/[-.]+$/, "");
}

/** The name under its headless service, when the pod asks for one. */
export function podDomain(pod: Pod, clusterDomain: string): string | undefined {
  const { subdomain } = pod.spec;
  return subdomain === undefined ? undefined : `${subdomain}.${pod.metadata.namespace}.svc.${clusterDomain}`;
}

export function hostsFile(pod: Pod, podIP: string, clusterDomain: string): string {
  const host = podHostname(pod);
  const domain = podDomain(pod, clusterDomain);
  const own = domain === undefined ? host : `${host}.${domain}\t${host}`;
  const lines = [
    "# Kubernetes-managed hosts file.",
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    "fe00::0\tip6-localnet",
    "fe00::0\tip6-mcastprefix",
    "fe00::1\tip6-allnodes",
    "fe00::2\tip6-allrouters",
    `${podIP}\t${own}`,
  ];
  const aliases = pod.spec.hostAliases ?? [];
  if (aliases.length > 0) lines.push("", "# Entries added by HostAliases.");
  for (const { ip, hostnames = [] } of aliases) lines.push(`${ip}\t${hostnames.join("\t")}`);
  return `${lines.join("\n")}\n`;
}

export function resolvConf(pod: Pod, dns: DnsSettings): string {
  const { dnsConfig } = pod.spec;
  const policy = pod.spec.dnsPolicy ?? "ClusterFirst";
  const usesCluster =
    policy === "ClusterFirstWithHostNet" || (policy === "ClusterFirst" && pod.spec.hostNetwork !== true);
  const { clusterDomain: domain, clusterDNS } = dns;
  const namespace = pod.metadata.namespace ?? "default";
  const search = usesCluster ? [`${namespace}.svc.${domain}`, `svc.${domain}`, domain] : [];
  const servers = policy === "None" ? [] : usesCluster ? [clusterDNS ?? "10.96.0.10"] : dns.nodeNameServers;
  const ndots = dnsConfig?.options?.find(({ name }) => name === "ndots")?.value;
  return formatResolvConf({
    nameServers: [...servers, ...(dnsConfig?.nameservers ?? [])].slice(0, 3),
    search: [...search, ...(dnsConfig?.searches ?? [])],
    ndots: ndots === undefined ? (usesCluster ? 5 : 1) : Number(ndots),
  });
}
