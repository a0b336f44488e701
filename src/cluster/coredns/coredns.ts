// Stands for CoreDNS: it watches Services and EndpointSlices and answers questions about names. The packets reach it through its pods:
// where none of them runs, nobody answers.
// Simplified: one table of names serves all CoreDNS pods, so a change shows in all of them at the same instant.

import type { EndpointSlice, Namespace, Service } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import { fnv1a } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { Informer } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { DnsRecord, RecordType } from "../container-runtime/network/internals.ts";
import type { Network } from "../container-runtime/network/network.ts";
import { type Answer, answerInZone, type Zone } from "./records.ts";

export interface CorednsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly network: Network;
  /** As in `cluster.local`. */
  readonly clusterDomain: string;
}

const MAXIMUM_ALIASES = 8;

export function createCoredns(options: CorednsOptions): Component {
  return new Coredns(options);
}

class Coredns implements Component {
  readonly name = "coredns";
  private informers: readonly { stop(): void }[] = [];

  constructor(private readonly options: CorednsOptions) {}

  start(): void {
    if (this.informers.length > 0) return;
    const { client, clock, network, clusterDomain } = this.options;
    const services = new Informer<Service>(client, clock, resources.services);
    const slices = new Informer<EndpointSlice>(client, clock, resources.endpointslices);
    const namespaces = new Informer<Namespace>(client, clock, resources.namespaces);
    const zone: Zone = {
      domain: clusterDomain,
      findNamespace: (name) => namespaces.get({ name }) !== undefined,
      findService: (namespace, name) => services.get({ namespace, name }),
      slicesOf: (namespace, service) => slices.list(namespace).filter((slice) => serviceOf(slice) === service),
      serviceAt: (address) => services.list().find(({ spec }) => spec.clusterIP === address),
      endpointAt: (address) => endpointAt(slices.list(), services, address),
    };
    for (const informer of [services, slices, namespaces]) informer.start();
    this.informers = [services, slices, namespaces];
    network.setNameService((name, type) => answer(zone, name, type));
  }

  stop(): void {
    for (const informer of this.informers) informer.stop();
    this.informers = [];
    this.options.network.setNameService(undefined);
  }
}

function serviceOf(slice: EndpointSlice): string | undefined {
  return slice.metadata.labels?.["kubernetes.io/service-name"];
}

function endpointAt(
  slices: readonly EndpointSlice[],
  services: Informer<Service>,
  address: string,
): ReturnType<Zone["endpointAt"]> {
  for (const slice of slices) {
    const service = serviceOf(slice);
    const namespace = slice.metadata.namespace ?? "";
    const endpoint = slice.endpoints.find(({ addresses }) => addresses.includes(address));
    if (endpoint === undefined || service === undefined) continue;
    if (services.get({ namespace, name: service })?.spec.clusterIP !== "None") continue;
    return { namespace, service, host: endpoint.hostname ?? address.replaceAll(".", "-") };
  }
  return undefined;
}

function answer(zone: Zone, name: string, type: RecordType): Answer {
  let records: readonly DnsRecord[] = [];
  let question = name;
  for (let hops = 0; hops < MAXIMUM_ALIASES; hops++) {
    const next = answerInZone(zone, question, type) ?? answerOutside(question, type);
    records = [...records, ...next.records];
    const alias = next.records.find((record) => record.type === "CNAME");
    if (alias === undefined || type === "CNAME") return { outcome: hops === 0 ? next.outcome : "found", records };
    question = alias.data.replace(/\.$/, "");
  }
  return { outcome: "found", records };
}

// Simplified: there is no internet behind the cluster. Names that look like public ones have an address, of a range reserved for
// documentation, at which nobody answers: a learner sees the name resolve and the connection time out.
function answerOutside(name: string, type: RecordType): Answer {
  const isPublic =
    /^([a-z0-9-]+\.)+(com|org|net|io|dev|edu|gov|de|uk|fr)$/.test(name) &&
    !/(^|\.)(invalid|nonexistent|does-not-exist)\./.test(`.${name}`);
  if (!isPublic) return { outcome: "nxdomain", records: [] };
  const number = fnv1a(name) % 254;
  return { outcome: "found", records: type === "A" ? [{ name, type, data: `203.0.113.${number + 1}` }] : [] };
}
