// Stands for a cloud's service controller, an add-on: gives each Service of type LoadBalancer an address from a pool, and takes it
// back before the Service goes.

import type { ApiHandler, UserInfo } from "../../api/request.ts";
import type { Service } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { createClient } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import type { EventType } from "../client/event-recorder.ts";
import { keyOf, keyText } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ReconcileResult } from "../client/work-queue.ts";
import { ControllerContext } from "./controller.ts";
import { ignoringNotFound } from "./ownership.ts";

export interface LoadBalancerOptions {
  /** The addresses it may give away, in order. */
  readonly addresses: readonly string[];
}

/** Asking the machine outside of the cluster takes a while. */
const ASSIGN_MS = 1500;
/** What failed is tried again so much later, and then ever later. */
const RETRY_MS = 5000;
const CLEANUP = "service.kubernetes.io/load-balancer-cleanup";

const user: UserInfo = {
  name: "system:serviceaccount:kube-system:load-balancer",
  groups: ["system:masters", "system:authenticated"],
};

export function createLoadBalancer(
  handler: ApiHandler,
  clock: Clock,
  random: Random,
  options: LoadBalancerOptions,
): Component {
  const client = createClient(handler, user, "load-balancer");
  let context: ControllerContext | undefined;
  return {
    name: "load-balancer",
    start: () => {
      if (context !== undefined) return;
      context = new ControllerContext(client, clock, random);
      startAssigning(context, options.addresses);
      context.start();
    },
    stop: () => {
      context?.stop();
      context = undefined;
    },
  };
}

function startAssigning(context: ControllerContext, pool: readonly string[]): void {
  const { client } = context;
  const services = context.informers.of<Service>(resources.services);
  const recorder = context.recorder("service-controller");
  const queue = context.queue(reconcile, { latencyMs: ASSIGN_MS });
  services.onChange((next, previous) => {
    if (next === undefined) return;
    if (previous !== undefined && previous.spec.type !== next.spec.type)
      if (wants(previous) !== wants(next)) tell(next, "Normal", "Type", `${previous.spec.type} -> ${next.spec.type}`);
    if (isDue(next, previous)) begin(next);
  });

  /** Says what is about to be done, and does it after a while. */
  function begin(service: Service): void {
    if (wants(service)) tell(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer");
    else tell(service, "Normal", "DeletingLoadBalancer", "Deleting load balancer");
    queue.add(keyText(keyOf(service)));
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const service = services.get({ namespace, name });
    if (service === undefined) return {};
    if (wants(service)) return ensure(service);
    if (hasBalancer(service)) release(service);
    return {};
  }

  function ensure(service: Service): ReconcileResult {
    const { finalizers = [] } = service.metadata;
    if (!finalizers.includes(CLEANUP))
      client.patch(resources.services, keyOf(service), { metadata: { finalizers: [...finalizers, CLEANUP] } });
    const has = addressOf(service);
    const wanted = service.spec.loadBalancerIP ?? "";
    if (has !== undefined && (wanted === "" || wanted === has)) {
      tell(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer");
      return {};
    }
    const taken = new Set(services.list().map(addressOf));
    const address = pool.find((each) => !taken.has(each) && (wanted === "" || each === wanted));
    if (address === undefined) {
      const why =
        wanted === "" ? "no address of the pool is free" : `the address ${wanted} is taken, or not in the pool`;
      const text = `Error syncing load balancer: failed to ensure load balancer: ${why}`;
      tell(service, "Warning", "SyncLoadBalancerFailed", text);
      return { requeueAfterMs: RETRY_MS };
    }
    writeStatus(service, { ingress: [{ ip: address, ipMode: "VIP" }] });
    tell(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer");
    return {};
  }

  function release(service: Service): void {
    if (addressOf(service) !== undefined) writeStatus(service, { ingress: null });
    tell(service, "Normal", "DeletedLoadBalancer", "Deleted load balancer");
    const left = (service.metadata.finalizers ?? []).filter((each) => each !== CLEANUP);
    const finalizers = left.length === 0 ? null : left;
    ignoringNotFound(() => client.patch(resources.services, keyOf(service), { metadata: { finalizers } }));
  }

  function writeStatus(service: Service, loadBalancer: object): void {
    client.patch(resources.services, keyOf(service), { status: { loadBalancer } }, "status");
  }

  function tell(service: Service, type: EventType, reason: string, message: string): void {
    recorder.record({ object: service }, type, reason, message);
  }
}

/** A Service with a class of its own is left to whoever implements that class. */
function wants({ spec, metadata }: Service): boolean {
  return (
    spec.type === "LoadBalancer" && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined
  );
}

function hasBalancer(service: Service): boolean {
  const isOurs = service.spec.loadBalancerClass === undefined;
  return isOurs && (service.metadata.finalizers?.includes(CLEANUP) === true || addressOf(service) !== undefined);
}

/** New, or changed in what the machine outside must know. */
function isDue(next: Service, previous: Service | undefined): boolean {
  if (!wants(next)) return hasBalancer(next) && (previous === undefined || wants(previous));
  return previous === undefined || !wants(previous) || outsideFacts(next) !== outsideFacts(previous);
}

function outsideFacts({ spec }: Service): string {
  const { ports, externalTrafficPolicy, loadBalancerIP, loadBalancerSourceRanges, sessionAffinity } = spec;
  return JSON.stringify([ports, externalTrafficPolicy, loadBalancerIP, loadBalancerSourceRanges, sessionAffinity]);
}

function addressOf(service: Service): string | undefined {
  return service.status?.loadBalancer?.ingress?.[0]?.ip;
}
