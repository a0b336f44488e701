// Stands for a load balancer implementation, an add-on: gives each Service of type LoadBalancer an address from a pool.

import type { ApiHandler, UserInfo } from "../../api/request.ts";
import type { Service } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { createClient } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { keyOf, keyText } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { ControllerContext } from "./controller.ts";

export interface LoadBalancerOptions {
  /** The addresses it may give away, in order. */
  readonly addresses: readonly string[];
}

/** Asking the machine outside of the cluster takes a while. */
const ASSIGN_MS = 1500;

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
  const services = context.informers.of<Service>(resources.services);
  const recorder = context.recorder("load-balancer");
  const queue = context.queue(reconcile, { latencyMs: ASSIGN_MS });
  services.onChange((next) => {
    if (next !== undefined && (next.spec.type === "LoadBalancer") !== (addressOf(next) !== undefined))
      queue.add(keyText(keyOf(next)));
  });

  function reconcile(key: string) {
    const [namespace = "", name = ""] = key.split("/");
    const service = services.get({ namespace, name });
    if (service === undefined) return {};
    const has = addressOf(service);
    if (service.spec.type !== "LoadBalancer") {
      if (has !== undefined) write(service, {});
      return {};
    }
    const taken = new Set(services.list().map(addressOf));
    const address = has ?? pool.find((each) => !taken.has(each));
    if (has !== undefined || address === undefined) return {};
    write(service, { ingress: [{ ip: address, ipMode: "VIP" }] });
    recorder.record({ object: service }, "Normal", "IPAllocated", `Assigned IP ["${address}"]`);
    return {};
  }

  function write(service: Service, loadBalancer: object): void {
    context.client.updateStatus<Service>(resources.services, {
      ...service,
      status: { ...service.status, loadBalancer },
    });
  }
}

function addressOf(service: Service): string | undefined {
  return service.status?.loadBalancer?.ingress?.[0]?.ip;
}
