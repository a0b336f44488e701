// From the host's name to an address: what the name server was asked, and why it knew nothing.

import { failed, type Hop, passed } from "./hop.ts";
import type { Journey, Question } from "./journey.ts";
import { kubectl, type Surroundings } from "./surroundings.ts";

/** Undefined where no name had to be looked up. */
export function nameHop({ lookup, target, address, from }: Journey, around: Surroundings): Hop | undefined {
  const { says } = around;
  if (lookup.kind === "address") return undefined;
  if (lookup.kind === "hosts file") return passed("DNS", says.byHosts(target.host, address));
  if (lookup.kind === "no name server") {
    const isLaptop = from.kind === "laptop";
    const said = [says.noNameServer(target.host, isLaptop), ...(isLaptop ? [says.onlyPodsAsk] : [])];
    return failed("DNS", said, kubectl("get pods", undefined, around));
  }
  const { server, questions } = lookup;
  const found = questions.find(({ outcome }) => outcome === "found");
  if (found !== undefined) return passed("DNS", says.dnsSays(server, found.name, found.addresses));
  if (questions.some(({ outcome }) => outcome === "no answer")) return silentServer(server, around);
  return unknownName(target.host, questions, around);
}

function silentServer(server: string, around: Surroundings): Hop {
  return failed(
    "DNS",
    around.says.serverSilent(server),
    kubectl("get pods -l k8s-app=kube-dns", "kube-system", around),
    kubectl("get endpointslices -l kubernetes.io/service-name=kube-dns", "kube-system", around),
    ...(around.policies.length === 0 ? [] : ["kubectl get networkpolicies -A"]),
  );
}

function unknownName(host: string, questions: readonly Question[], around: Surroundings): Hop {
  const { says } = around;
  const empty = questions.find(({ outcome }) => outcome === "no address");
  const [first = "", namespace] = host.split(".");
  if (empty !== undefined) {
    const where = namespace ?? around.namespace;
    return failed("DNS", says.noAddress(empty.name), kubectl(`describe service ${first}`, where, around));
  }
  const elsewhere = around.services.filter(({ metadata }) => metadata.name === first);
  const hints = elsewhere.map(({ metadata }) => says.elsewhere(metadata.namespace, `${first}.${metadata.namespace}`));
  const asked = says.asked(questions.map(({ name }) => name));
  const look = elsewhere.length === 0 ? kubectl("get services", namespace, around) : "kubectl get services -A";
  return failed("DNS", [says.noService(host), asked, ...hints], look);
}
