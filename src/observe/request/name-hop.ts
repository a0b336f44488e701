// From the host's name to an address: what the name server was asked, and why it knew nothing.

import { failed, type Hop, passed } from "./hop.ts";
import type { Journey, Question } from "./journey.ts";
import { kubectl, type Surroundings } from "./surroundings.ts";

/** Undefined where no name had to be looked up. */
export function nameHop({ lookup, target, address, from }: Journey, around: Surroundings): Hop | undefined {
  if (lookup.kind === "address") return undefined;
  if (lookup.kind === "hosts file") return passed("DNS", `${target.host} is ${address ?? "known"} by /etc/hosts`);
  if (lookup.kind === "no name server") {
    const says = [
      `${target.host} cannot be looked up: ${from.kind === "laptop" ? "the laptop" : "the pod"} knows no name server`,
      ...(from.kind === "laptop" ? ["only pods ask the cluster's DNS; begin in one with --from POD"] : []),
    ];
    return failed("DNS", says, kubectl("get pods", undefined, around));
  }
  const { server, questions } = lookup;
  const found = questions.find(({ outcome }) => outcome === "found");
  if (found !== undefined)
    return passed("DNS", `CoreDNS (${server}) says ${found.name} is ${found.addresses.join(", ")}`);
  if (questions.some(({ outcome }) => outcome === "no answer")) return silentServer(server, around);
  return unknownName(target.host, questions, around);
}

function silentServer(server: string, around: Surroundings): Hop {
  return failed(
    "DNS",
    `the name server ${server} does not answer`,
    kubectl("get pods -l k8s-app=kube-dns", "kube-system", around),
    kubectl("get endpointslices -l kubernetes.io/service-name=kube-dns", "kube-system", around),
    ...(around.policies.length === 0 ? [] : ["kubectl get networkpolicies -A"]),
  );
}

function unknownName(host: string, questions: readonly Question[], around: Surroundings): Hop {
  const empty = questions.find(({ outcome }) => outcome === "no address");
  const [first = "", namespace] = host.split(".");
  if (empty !== undefined) {
    const where = namespace ?? around.namespace;
    const says = `${empty.name} is known and has no address: a headless Service without ready pods, or one that is only a name`;
    return failed("DNS", says, kubectl(`describe service ${first}`, where, around));
  }
  const elsewhere = around.services.filter(({ metadata }) => metadata.name === first);
  const hints = elsewhere.map(
    ({ metadata }) => `there is one in ${metadata.namespace}: ask for ${first}.${metadata.namespace}`,
  );
  const asked = `asked for ${questions.map(({ name }) => name).join(", ")}`;
  const look = elsewhere.length === 0 ? kubectl("get services", namespace, around) : "kubectl get services -A";
  return failed("DNS", [`no Service is called ${host} (NXDOMAIN)`, asked, ...hints], look);
}
