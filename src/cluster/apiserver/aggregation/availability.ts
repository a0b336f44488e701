// Stands for the availability controller of kube-aggregator: it says on each APIService whether whoever serves it can be asked.

import type { AnyObject } from "../../../api/types.ts";
import type { Timer } from "../../../sim/clock.ts";
import type { Change } from "../../etcd/history.ts";
import { type Core, timestamp } from "../core.ts";
import { API_SERVICES } from "./api-services.ts";
import { backendOf, findService, type RemoteApi, readyAddresses, remoteApi, slicesOf } from "./backend.ts";

/** From a change to the new condition. */
const REACTION_MS = 10;
/** What cannot be watched, whether the program answers, is looked at again this often. */
const RESYNC_MS = 30_000;
/** After a failed look the next one comes sooner. */
const RETRY_MS = 2000;

interface Verdict {
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

export function watchAvailability(core: Core): void {
  const apiServices = core.resources.named(API_SERVICES);
  const services = core.resources.named("services");
  const slices = core.resources.named("endpointslices.discovery.k8s.io");
  if (apiServices === undefined || services === undefined || slices === undefined) return;
  const remote = new Map<string, RemoteApi["service"]>();
  const timers = new Map<string, Timer>();

  core.storage.etcd.watch(apiServices.prefix, 0, ({ entry, previous }: Change<AnyObject>) => {
    const name = (entry ?? previous)?.value.metadata.name ?? "";
    const api = entry && remoteApi(entry.value);
    if (api === undefined) {
      remote.delete(name);
      timers.get(name)?.cancel();
      timers.delete(name);
      return;
    }
    remote.set(name, api.service);
    if (previous === undefined || previous.value.spec !== entry?.value.spec) schedule(name, REACTION_MS);
  });
  core.storage.etcd.watch(services.prefix, 0, ({ entry, previous }) => {
    const { namespace, name } = (entry ?? previous)?.value.metadata ?? {};
    onChange(namespace, name);
  });
  core.storage.etcd.watch(slices.prefix, 0, ({ entry, previous }) => {
    const { namespace, labels } = (entry ?? previous)?.value.metadata ?? {};
    onChange(namespace, labels?.["kubernetes.io/service-name"]);
  });

  function onChange(namespace: string | undefined, name: string | undefined): void {
    for (const [apiService, service] of remote)
      if (service.namespace === namespace && service.name === name) schedule(apiService, REACTION_MS);
  }

  function schedule(name: string, delayMs: number): void {
    const waiting = timers.get(name);
    if (waiting !== undefined && waiting.at <= core.clock.now() + delayMs) return;
    waiting?.cancel();
    timers.set(
      name,
      core.clock.after(delayMs, () => {
        timers.delete(name);
        sync(name);
      }),
    );
  }

  function sync(name: string): void {
    const found = apiServices && core.storage.find(apiServices, undefined, name);
    const api = found && remoteApi(found);
    if (apiServices === undefined || api === undefined) return;
    const verdict = judge(core, api);
    const next = withCondition(api.apiService, verdict, timestamp(core.clock.now()));
    if (next !== undefined) core.storage.update(apiServices, api.apiService, next);
    schedule(name, verdict.reason === "FailedDiscoveryCheck" ? RETRY_MS : RESYNC_MS);
  }
}

function judge(core: Core, api: RemoteApi): Verdict {
  const { namespace, name, port = 443 } = api.service;
  const subject = `service/${name} in ${JSON.stringify(namespace)}`;
  const no = (reason: string, message: string): Verdict => ({ status: "False", reason, message });
  const service = findService(core, api.service);
  if (service === undefined) return no("ServiceNotFound", `${subject} is not present`);
  const slices = slicesOf(core, api.service);
  if ((service.spec.type ?? "ClusterIP") === "ClusterIP") {
    const found = service.spec.ports?.find((each) => each.port === port);
    if (found === undefined) return no("ServicePortError", `${subject} is not listening on port ${port}`);
    if (slices.length === 0) return no("EndpointsNotFound", `cannot find endpointslices for ${subject}`);
    const portName = found.name ?? "";
    const isServed = slices.some(
      (slice) =>
        readyAddresses([slice]).length > 0 && (slice.ports ?? []).some((each) => (each.name ?? "") === portName),
    );
    if (!isServed) {
      const quoted = JSON.stringify(portName);
      return no("MissingEndpoints", `endpointslices for ${subject} have no addresses with port name ${quoted}`);
    }
  }
  if (backendOf(core, api) !== undefined) return { status: "True", reason: "Passed", message: "all checks passed" };
  const url = `https://${service.spec.clusterIP ?? ""}:${port}/apis/${api.group}/${api.version}`;
  const why = `Get ${JSON.stringify(url)}: dial tcp ${service.spec.clusterIP ?? ""}:${port}: connect: connection refused`;
  return no("FailedDiscoveryCheck", `failing or missing response from ${url}: ${why}`);
}

/** Undefined when the object says so already. */
function withCondition(object: AnyObject, verdict: Verdict, now: string): AnyObject | undefined {
  const { conditions = [] } = (object.status ?? {}) as { conditions?: readonly (Verdict & Condition)[] };
  const before = conditions.find(({ type }) => type === "Available");
  const { status, reason, message } = verdict;
  if (before?.status === status && before.reason === reason && before.message === message) return undefined;
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
  const condition = { lastTransitionTime, message, reason, status, type: "Available" };
  return { ...object, status: { conditions: [...conditions.filter((each) => each !== before), condition] } };
}

interface Condition {
  readonly type: string;
  readonly lastTransitionTime: string;
}
