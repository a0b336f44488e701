// The check `endpoints`: which pods a Service sends traffic to, read from its EndpointSlices.

import type { AnyObject, Pod } from "../../api/types.ts";
import { type Fields, object, optional, required, type Shape, text } from "../format/shape.ts";
import { findObjects } from "../objects.ts";
import { textsOf, type World } from "../world.ts";
import { healthOf, isReady } from "./condition.ts";
import { explainAbsence } from "./near-miss.ts";
import { type Amount, amountShape, isTerminating, isWithin } from "./resource.ts";
import { type CheckResult, failed, PASSED, waiting } from "./result.ts";

export interface EndpointsSpec {
  readonly service: string;
  readonly namespace?: string;
  /** How many ready addresses; at least one when absent. */
  readonly ready?: Amount;
  /** The ready endpoints are exactly the ready pods with these labels. */
  readonly pods?: string;
}

export interface EndpointsCheck {
  readonly endpoints: EndpointsSpec;
}

export const endpointsFields = (): Fields<EndpointsCheck> => ({
  endpoints: required(specShape(), "the endpoints of a Service"),
});

function specShape(): Shape<EndpointsSpec> {
  return object<EndpointsSpec>({
    service: required(text(), "the Service's name"),
    namespace: optional(text(), "its namespace"),
    ready: optional(amountShape(), "how many ready addresses; at least one when absent"),
    pods: optional(text(), "a label selector: exactly these pods are the ready endpoints"),
  });
}

interface Slice {
  readonly ports?: readonly { readonly port?: number }[] | null;
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly name?: string };
  }[];
}

export async function checkEndpoints({ endpoints: spec }: EndpointsCheck, world: World): Promise<CheckResult> {
  const namespace = spec.namespace ?? world.namespace;
  const [service] = await findObjects(world.read, { kind: "Service", name: spec.service, namespace }, namespace);
  if (service === undefined) {
    return failed(await explainAbsence({ kind: "Service", name: spec.service, namespace }, world));
  }
  const selector = `kubernetes.io/service-name=${spec.service}`;
  const slices = await findObjects(world.read, { kind: "EndpointSlice", namespace, selector }, namespace);
  const { ports = [] } = (service.spec ?? {}) as { ports?: readonly unknown[] };
  const ready = readyEndpoints(slices as unknown as readonly Slice[], ports.length > 0);
  const wanted = spec.ready ?? { min: 1 };
  if (!isWithin(ready.size, wanted)) return explainCount(service, ready.size, wanted, world);
  return spec.pods === undefined ? PASSED : comparePods(spec, new Set(ready.values()), namespace, world);
}

/** Addresses that take traffic, with the pod behind each. A slice without ports (an unknown named port) takes none. */
function readyEndpoints(slices: readonly Slice[], hasPorts: boolean): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const slice of slices) {
    if (hasPorts && (slice.ports ?? []).every(({ port }) => port === undefined)) continue;
    for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
      if (conditions?.ready === false) continue;
      for (const address of addresses) out.set(address, targetRef?.name ?? address);
    }
  }
  return out;
}

async function explainCount(service: AnyObject, found: number, wanted: Amount, world: World): Promise<CheckResult> {
  const name = service.metadata.name;
  const number = wanted.eq ?? wanted.min ?? wanted.max ?? 1;
  const texts = textsOf(world);
  const { checks } = texts;
  const isLeast = wanted.eq === undefined && wanted.min !== undefined;
  const start = checks.endpoints(name, found, isLeast ? checks.atLeast(number) : String(number));
  const labels = (service.spec as { selector?: Record<string, string> } | undefined)?.selector;
  if (labels === undefined) return failed(`${start} ${checks.noSelector}`);
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const namespace = service.metadata.namespace ?? world.namespace;
  const pods = (await findObjects(world.read, { kind: "Pod", namespace, selector }, namespace)).filter(
    (pod) => !isTerminating(pod),
  );
  if (pods.length === 0) return failed(`${start} ${checks.selectsNone(selector)}`);
  const unready = pods.map((pod) => healthOf(pod, texts)).filter(({ ready }) => !ready);
  const [first] = unready;
  if (unready.some(({ waitsFor }) => waitsFor !== undefined))
    return waiting(`${start} ${checks.selectsUnready(unready.length)}`, checks.itsPodsReady);
  if (first !== undefined)
    return failed([start, first.found, first.look].filter((part) => part !== undefined).join(" "));
  if (found === 0) return failed(`${start} ${checks.noTargetPort}`);
  return failed(`${start} ${checks.selectsSo(selector, pods.length)}`);
}

async function comparePods(
  spec: EndpointsSpec,
  found: ReadonlySet<string>,
  namespace: string,
  world: World,
): Promise<CheckResult> {
  const selector = spec.pods ?? "";
  const pods = await findObjects(world.read, { kind: "Pod", namespace, selector }, namespace);
  const wanted = new Set(
    (pods as unknown as readonly (Pod & AnyObject)[])
      .filter((pod) => isReady(pod) && !isTerminating(pod))
      .map((pod) => pod.metadata.name),
  );
  const extra = [...found].filter((name) => !wanted.has(name));
  const lacking = [...wanted].filter((name) => !found.has(name));
  if (extra.length > 0) return failed(textsOf(world).checks.extraPod(spec.service, extra[0] ?? "", selector));
  if (lacking.length > 0) return failed(textsOf(world).checks.lackingPod(spec.service, lacking[0] ?? ""));
  return PASSED;
}
