// Which NetworkPolicies a request has to do with: those that choose its pod for what comes in, or its client for what goes out.

import { matchesSelector } from "../../api/selector.ts";
import type { NetworkPolicy, Pod } from "../../api/types.ts";
import { failed, type Hop, passed } from "./hop.ts";
import { kubectl, type Surroundings } from "./surroundings.ts";

export function policiesOn(
  client: Pod | undefined,
  targets: readonly Pod[],
  { policies }: Surroundings,
): readonly NetworkPolicy[] {
  return policies.filter(
    (policy) =>
      (client !== undefined && typesOf(policy).includes("Egress") && chooses(policy, client)) ||
      (typesOf(policy).includes("Ingress") && targets.some((pod) => chooses(policy, pod))),
  );
}

function chooses({ metadata, spec }: NetworkPolicy, pod: Pod): boolean {
  return metadata.namespace === pod.metadata.namespace && matchesSelector(spec?.podSelector ?? {}, pod.metadata.labels);
}

// Without policyTypes it is about what comes in, and about what goes out where it has such rules.
function typesOf({ spec }: NetworkPolicy): readonly string[] {
  return spec?.policyTypes ?? ["Ingress", ...(spec?.egress === undefined ? [] : ["Egress"])];
}

export function policyHop(policies: readonly NetworkPolicy[], { says }: Surroundings): Hop {
  const names = policies.map(({ metadata }) => metadata.name).join(", ");
  return passed("NetworkPolicy", says.letThrough(names));
}

export function droppedHop(policies: readonly NetworkPolicy[], afterMs: number, around: Surroundings): Hop {
  const names = policies.map(({ metadata }) => metadata.name).join(", ");
  const said = [around.says.dropped(afterMs / 1000), around.says.decide(names)];
  const look = policies.map(({ metadata }) =>
    kubectl(`describe networkpolicy ${metadata.name}`, metadata.namespace, around),
  );
  return failed("NetworkPolicy", said, ...new Set(look));
}
