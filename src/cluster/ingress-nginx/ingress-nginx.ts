// Stands for what ingress-nginx does with the API: it watches Ingresses and all that they lead to, tells the NGINX in its pods
// what to serve, and writes the address at which they are served. It does nothing before a pod of it runs.
// Simplified: a change is known to all controllers of a cluster at the same instant, and they share what they have seen.

import { ApiError } from "../../api/status.ts";
import type { EndpointSlice, Ingress, IngressClass, KubeObject, Node, Pod, Secret, Service } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import { attempt } from "../client/attempt.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { EventRecorder, referenceTo } from "../client/event-recorder.ts";
import { Informer } from "../client/informer.ts";
import { ObjectIndex } from "../client/object-index.ts";
import { resources } from "../client/resources.ts";
import type { IngressControllers, RunningController } from "../container-runtime/images/ingress-nginx/configuration.ts";
import { readCertificate } from "./certificate.ts";
import { publishedAddresses } from "./published-addresses.ts";
import { configurationOf } from "./servers.ts";
import { classOf, type Settings, settingsOf } from "./settings.ts";

export interface IngressNginxOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Where the programs in the pods say that they run. */
  readonly controllers: IngressControllers;
}

/** Changes are gathered this long before NGINX is told. */
const SYNC_DELAY_MS = 1000;
/** The address of new Ingresses is written at this pace. */
const STATUS_PERIOD_MS = 60_000;
/** The first time comes sooner: as soon as a leader is there. */
const FIRST_STATUS_MS = 1000;
const SERVICE_NAME = "kubernetes.io/service-name";

export function createIngressNginx(options: IngressNginxOptions): Component {
  return new IngressNginx(options);
}

/** What is known of one controller that runs. */
interface Known {
  readonly settings: Settings;
  readonly recorder: EventRecorder;
  /** By uid: the Ingresses that it has announced. */
  readonly ingresses: Map<string, Ingress>;
  written: string;
  statusTimer: Timer | undefined;
}

class IngressNginx implements Component {
  readonly name = "ingress-nginx-controller";
  private world: World | undefined;
  private readonly known = new Map<RunningController, Known>();
  private timer: Timer | undefined;

  constructor(private readonly options: IngressNginxOptions) {}

  start(): void {
    const { controllers } = this.options;
    controllers.onChange((controller, change) => {
      if (change === "started") this.take(controller);
      else this.leave(controller, change === "stopped");
    });
    for (const controller of controllers.running) this.take(controller);
  }

  /** What NGINX was told stays in force. */
  stop(): void {
    this.options.controllers.onChange(undefined);
    for (const { statusTimer } of this.known.values()) statusTimer?.cancel();
    this.known.clear();
    this.timer?.cancel();
    this.timer = undefined;
    this.world?.stop();
    this.world = undefined;
  }

  private take(controller: RunningController): void {
    if (this.known.has(controller)) return;
    const { client, clock } = this.options;
    const recorder = new EventRecorder(client, clock, { component: "nginx-ingress-controller" });
    const settings = settingsOf(controller.argv);
    const known: Known = { settings, recorder, ingresses: new Map(), written: "", statusTimer: undefined };
    this.known.set(controller, known);
    if (this.world === undefined) {
      this.world = new World(client, clock, (next, previous) => this.hear(next, previous));
      this.world.start();
    } else for (const ingress of this.world.ingresses.list()) this.announce(controller, known, ingress);
    known.statusTimer = clock.after(FIRST_STATUS_MS, () => this.writeStatuses(controller, known));
    this.mark();
  }

  private leave(controller: RunningController, politely: boolean): void {
    const known = this.known.get(controller);
    if (known === undefined) return;
    this.known.delete(controller);
    known.statusTimer?.cancel();
    const isLast = ![...this.known.values()].some(
      ({ settings }) => settings.controllerClass === known.settings.controllerClass,
    );
    if (politely && isLast)
      for (const ingress of known.ingresses.values()) this.writeStatus(controller, known, ingress.metadata, []);
    if (this.known.size > 0) return;
    this.world?.stop();
    this.world = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private hear(next: KubeObject | undefined, previous: KubeObject | undefined): void {
    const changed = next ?? previous;
    if (changed?.kind === "Ingress")
      for (const [controller, known] of this.known) {
        if (next === undefined) known.ingresses.delete(changed.metadata.uid);
        else this.announce(controller, known, next as Ingress);
      }
    this.mark();
  }

  /** Says that an Ingress was seen, or why it is nobody's business here. */
  private announce(controller: RunningController, known: Known, ingress: Ingress): void {
    const { uid, namespace, name } = ingress.metadata;
    const { settings, ingresses, recorder } = known;
    if (settings.watchNamespace !== "" && settings.watchNamespace !== namespace) return;
    const found = classOf(ingress, settings, (className) => this.world?.classes.get({ name: className }));
    if ("error" in found) {
      if (ingresses.delete(uid)) return;
      const text = `ingress="${namespace}/${name}" error=${JSON.stringify(found.error)}`;
      controller.log("W", "store.go:436", `"Ignoring ingress because of error while validating ingress class" ${text}`);
      return;
    }
    if (!ingresses.has(uid))
      controller.log(
        "I",
        "store.go:440",
        `"Found valid IngressClass" ingress="${namespace}/${name}" ingressclass="${found.name}"`,
      );
    ingresses.set(uid, ingress);
    const { apiVersion, kind, resourceVersion } = referenceTo({ object: ingress });
    const reference = `v1.ObjectReference{Kind:"${kind}", Namespace:"${namespace}", Name:"${name}", UID:"${uid}", APIVersion:"${apiVersion}", ResourceVersion:"${resourceVersion}", FieldPath:""}`;
    controller.log("I", "event.go:377", `Event(${reference}): type: 'Normal' reason: 'Sync' Scheduled for sync`);
    recorder.record({ object: ingress }, "Normal", "Sync", "Scheduled for sync");
  }

  private mark(): void {
    this.timer ??= this.options.clock.after(SYNC_DELAY_MS, () => {
      this.timer = undefined;
      for (const [controller, known] of this.known) attempt(() => this.write(controller, known));
    });
  }

  private write(controller: RunningController, known: Known): void {
    const { world } = this;
    if (world === undefined) return;
    // A class may have come or gone since.
    for (const ingress of world.ingresses.list()) {
      const isOwn = !("error" in classOf(ingress, known.settings, (name) => world.classes.get({ name })));
      if (isOwn !== known.ingresses.has(ingress.metadata.uid)) this.announce(controller, known, ingress);
    }
    const { defaultBackend: backend, defaultCertificate: certificate } = known.settings;
    const complaints = new Set<string>();
    const surroundings = { ...world.surroundings(), complain: (text: string) => complaints.add(text) };
    const configuration = configurationOf([...known.ingresses.values()], surroundings, { backend, certificate });
    const text = JSON.stringify(configuration);
    if (text === known.written) return;
    const needsReload = withoutEndpoints(text) !== withoutEndpoints(known.written);
    known.written = text;
    for (const complaint of complaints) controller.log("W", "controller.go:1216", complaint);
    controller.configuration = configuration;
    if (!needsReload) return;
    controller.log("I", "controller.go:196", '"Configuration changes detected, backend reload required"');
    controller.log("I", "controller.go:216", '"Backend successfully reloaded"');
    const pod = this.options.client.find<Pod>(resources.pods, controller);
    const message = "NGINX reload triggered due to a change in configuration";
    if (pod !== undefined) known.recorder.record({ object: pod }, "Normal", "RELOAD", message);
  }

  /** Only the first of several controllers, the leader, writes addresses. */
  private writeStatuses(controller: RunningController, known: Known): void {
    known.statusTimer = this.options.clock.after(STATUS_PERIOD_MS, () => this.writeStatuses(controller, known));
    attempt(() => this.publish(controller, known));
  }

  private publish(controller: RunningController, known: Known): void {
    const { controllerClass } = known.settings;
    const leader = [...this.known.values()].find(({ settings }) => settings.controllerClass === controllerClass);
    if (leader !== known || known.ingresses.size === 0) return;
    const { client } = this.options;
    const addresses = publishedAddresses(known.settings, controller, {
      service: (key) => client.find<Service>(resources.services, key),
      pod: (key) => client.find<Pod>(resources.pods, key),
      pods: (namespace) => client.list<Pod>(resources.pods, namespace).items,
      node: (name) => client.find<Node>(resources.nodes, { name }),
    });
    for (const { metadata } of known.ingresses.values()) this.writeStatus(controller, known, metadata, addresses);
  }

  private writeStatus(
    controller: RunningController,
    known: Known,
    { namespace, name }: { readonly namespace?: string; readonly name: string },
    addresses: readonly { readonly ip?: string; readonly hostname?: string }[],
  ): void {
    const ingress = this.world?.ingresses.get({ namespace, name });
    const current = ingress?.status?.loadBalancer?.ingress ?? [];
    if (ingress === undefined || JSON.stringify(current) === JSON.stringify(addresses)) return;
    const [from, to] = [current, addresses].map((list) => (list.length === 0 ? "null" : JSON.stringify(list)));
    const which = `namespace="${namespace}" ingress="${name}"`;
    controller.log("I", "status.go:304", `"updating Ingress status" ${which} currentValue=${from} newValue=${to}`);
    try {
      const loadBalancer = { ingress: addresses.length === 0 ? null : addresses };
      this.options.client.patch(resources.ingresses, { namespace, name }, { status: { loadBalancer } }, "status");
    } catch (error) {
      // It is gone, or the server is down: the next round is soon enough.
      if (!(error instanceof ApiError)) throw error;
      known.recorder.record({ object: ingress }, "Warning", "UpdateStatus", error.message);
    }
  }
}

/** Endpoints are told to a running NGINX; everything else needs a reload. */
function withoutEndpoints(configuration: string): string {
  return configuration.replace(/"endpoints":\[[^\]]*\]/g, "");
}

/** The controller's copies of the cluster. */
class World {
  readonly ingresses: Informer<Ingress>;
  readonly classes: Informer<IngressClass>;
  private readonly services: Informer<Service>;
  private readonly slices: Informer<EndpointSlice>;
  private readonly secrets: Informer<Secret>;
  private readonly slicesOf: ObjectIndex<EndpointSlice>;

  constructor(client: Client, clock: Clock, changed: (next?: KubeObject, previous?: KubeObject) => void) {
    this.classes = new Informer<IngressClass>(client, clock, resources.ingressclasses);
    this.ingresses = new Informer<Ingress>(client, clock, resources.ingresses);
    this.services = new Informer<Service>(client, clock, resources.services);
    this.slices = new Informer<EndpointSlice>(client, clock, resources.endpointslices);
    this.secrets = new Informer<Secret>(client, clock, resources.secrets);
    this.slicesOf = new ObjectIndex(this.slices, ({ metadata }) => {
      const service = metadata.labels?.[SERVICE_NAME];
      return service === undefined ? [] : [`${metadata.namespace}/${service}`];
    });
    this.ingresses.onChange(changed);
    // Where there are no Ingresses, nothing else is of interest.
    for (const informer of [this.classes, this.services, this.slices, this.secrets])
      informer.onChange(() => this.ingresses.list().length > 0 && changed());
  }

  start(): void {
    for (const informer of this.all()) informer.start();
  }

  stop(): void {
    for (const informer of this.all()) informer.stop();
  }

  surroundings() {
    return {
      service: (namespace: string, name: string) => this.services.get({ namespace, name }),
      slices: (namespace: string, name: string) => this.slicesOf.get(`${namespace}/${name}`),
      certificate: (namespace: string, name: string) =>
        readCertificate(this.secrets.get({ namespace, name })?.data?.["tls.crt"]),
    };
  }

  private all(): readonly { start(): void; stop(): void }[] {
    return [this.classes, this.ingresses, this.services, this.slices, this.secrets];
  }
}
