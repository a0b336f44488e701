// Boots a cluster from its profile, in the order in which an installer does, and keeps what a copy of it needs.

import type { DialNode } from "../api/node-connection.ts";
import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from "../api/request.ts";
import { failure } from "../api/status.ts";
import type { Pod } from "../api/types.ts";
import type { WriteRecord } from "../api/write-record.ts";
import { VirtualClock } from "../sim/clock.ts";
import { hex } from "../sim/ids.ts";
import { Random } from "../sim/random.ts";
import { createAddons } from "./addons/addons.ts";
import { writeControlPlaneManifests } from "./addons/control-plane-pods.ts";
import { apiOverHttp } from "./api-over-http.ts";
import { ADMIN, type CertificateSubject, certificateUser } from "./apiserver/authentication.ts";
import type { Outcome } from "./apiserver/outcomes.ts";
import { kindDefinitions } from "./apiserver/registry/index.ts";
import { type ApiServer, createApiServer } from "./apiserver/server.ts";
import { BootOutcomes } from "./boot-outcomes.ts";
import { storeBoot, storedBoot } from "./boot-store.ts";
import { createClient } from "./client/client.ts";
import { resources } from "./client/resources.ts";
import { type ClusterParts, createParts, systemUser } from "./cluster-parts.ts";
import { EtcdDatabases } from "./container-runtime/images/etcd/database.ts";
import { type ApiOverHttp, ApiServers } from "./container-runtime/images/kube-apiserver.ts";
import { createNetwork, type Network } from "./container-runtime/network/network.ts";
import { formatResolvConf } from "./container-runtime/network/resolver.ts";
import type { StackView } from "./container-runtime/network/view.ts";
import { ControlPlane } from "./control-plane.ts";
import { type Intervention, type Journal, JournaledDoor } from "./journal.ts";
import { bootLeadMs } from "./kept-boot.ts";
import { localUid } from "./kubelet/static-pods.ts";
import { OpenAnswers } from "./open-answers.ts";
import type { ClusterOptions } from "./options.ts";
import { joiningNode, type NodeProfile } from "./profile.ts";
import { rootCertificate } from "./root-certificate.ts";

/** What a client may show to say who it is; a certificate has been verified by then. */
export interface Credentials {
  readonly token?: string;
  readonly certificate?: CertificateSubject;
}

export interface RunningContainer {
  readonly podUid: string;
  readonly name: string;
}

const clusterDomain = "cluster.local";

const bootOutcomes = new BootOutcomes();

export class Cluster {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly laptopNetwork: StackView;
  readonly laptopRandom: Random;
  readonly adminToken: string;
  /** The door for everybody outside the cluster. */
  readonly handle: ApiHandler;
  private readonly door: JournaledDoor;
  private readonly apiserver: ApiServer;
  private readonly parts: ClusterParts;
  private readonly random: Random;
  private readonly stopped = new Set<string>();
  private readonly openAnswers = new OpenAnswers();
  private readonly manifests: ControlPlane | undefined;
  /** Those that the installer wrote need not be parsed, whose parser a short run would load for nothing else. */
  private readonly manifestsByText = new Map<string, unknown>();

  /** @param repeated what came of the writes of the run that this cluster repeats. */
  private constructor(
    private readonly options: ClusterOptions,
    repeated: readonly Outcome[] = [],
  ) {
    const { profile, seed, startMs, schema } = options;
    this.random = new Random(seed);
    this.clock = new VirtualClock(startMs - bootLeadMs);
    this.network = createNetwork(this.clock, this.random.fork("network"));
    this.laptopNetwork = this.network.attachHost("laptop", "192.168.1.20");
    this.laptopRandom = this.random.fork("laptop");
    this.adminToken = options.adminToken ?? hex(this.random.fork("tokens"), 40);
    this.apiserver = createApiServer({
      clock: this.clock,
      spectator: this.clock.spectator(),
      random: this.random.fork("apiserver"),
      schema,
      serviceCIDR: profile.serviceCIDR,
      tokenKey: options.tokenKey ?? hex(new Random(`${seed}/token-key`), 64),
      dialNode: this.dialNode,
      hasRoute: (nodeName) => this.network.isNodeUp(nodeName),
      isRunning: (component) => !this.stopped.has(component),
      kinds: kindDefinitions,
      keepsOutcomes: options.keepsJournal ?? true,
      repeated,
      ...(this.controlPlane === undefined ? {} : { advertiseAddress: this.controlPlane.internalIP }),
    });
    this.door = new JournaledDoor(
      this.clock,
      (request) => this.serve(request),
      (intervention) => this.intervene(intervention),
      options.keepsJournal ?? true,
    );
    this.handle = this.door.handle;
    const { clock, network, random } = this;
    const handler = options.between?.(this.inside, clock) ?? this.inside;
    const databases = new EtcdDatabases();
    databases.current = this.apiserver.backup;
    const apiServers = new ApiServers();
    apiServers.current = this.apiForPods();
    this.parts = createParts({
      profile,
      clock,
      network,
      random,
      handler,
      clusterDomain,
      dnsAddress: dnsAddress(profile.serviceCIDR),
      dialNode: this.dialNode,
      databases,
      apiServers,
      aggregate: (api) => this.apiserver.aggregate(api),
      rootCertificate: options.rootCertificate ?? rootCertificate,
      parseYaml: options.parseYaml && ((text) => this.parsed(text)),
    });
    const host = this.parts.nodes.get(this.controlPlane?.name ?? "");
    if (host === undefined) return;
    this.manifests = new ControlPlane({
      clock,
      runtime: host.runtime,
      files: host.kubelet.nodeFiles,
      onSwitch: (component, isUp) => this.switchComponent(component, isUp),
    });
  }

  static boot(options: ClusterOptions): Cluster {
    const last = bootOutcomes.of(options);
    const cluster = last.length > 0 ? Cluster.repeat(options, last) : Cluster.bootFromStore(options);
    bootOutcomes.keep(options, cluster.apiserver.outcomes.list);
    return cluster;
  }

  private static bootFromStore(options: ClusterOptions): Cluster {
    const stored = storedBoot(options);
    if (stored.length > 0) {
      try {
        return Cluster.repeat(options, stored);
      } catch {
        // Somebody has changed what was kept; the boot itself throws again below if it is to blame.
      }
    }
    const cluster = Cluster.repeat(options, []);
    storeBoot(options, cluster.apiserver.outcomes.list);
    return cluster;
  }

  private static repeat(options: ClusterOptions, outcomes: readonly Outcome[]): Cluster {
    const cluster = new Cluster(options, outcomes);
    cluster.start();
    cluster.clock.advanceTo(options.startMs);
    cluster.apiserver.outcomes.endRepetition();
    return cluster;
  }

  /** A cluster of its own in the same state. */
  fork(): Cluster {
    const copy = new Cluster(this.options, this.apiserver.outcomes.list);
    copy.start();
    copy.door.replay(this.journal);
    copy.clock.replayTo(this.clock.now(), this.clock.timersRun);
    copy.apiserver.outcomes.endRepetition();
    // What the laptop drew is not in the journal; drawn again, it would name new things as old ones are named.
    copy.laptopRandom.follow(this.laptopRandom.state());
    return copy;
  }

  /** Another number when something from outside may have changed the cluster. */
  get changes(): number {
    return this.door.changes;
  }

  get journal(): Journal {
    return this.door.journal;
  }

  /** Who wrote what of late, oldest first: what the API server's audit log would say. */
  writes(): readonly WriteRecord[] {
    return this.apiserver.writes();
  }

  /** As in `https://172.18.0.2:6443`. */
  get serverAddress(): string {
    return `https://${this.controlPlane?.internalIP ?? "127.0.0.1"}:6443`;
  }

  /** False while the API server is stopped, which cannot do without etcd either: connections to it are refused. */
  get isServing(): boolean {
    return !this.stopped.has("kube-apiserver") && !this.stopped.has("etcd");
  }

  /** Who shows these credentials; undefined when they are nobody's. */
  authenticate({ token, certificate }: Credentials): UserInfo | undefined {
    if (certificate !== undefined) return certificateUser(certificate);
    if (token === this.adminToken) return ADMIN;
    return token === undefined ? undefined : this.apiserver.authenticateToken(token);
  }

  unauthorized(): ApiResponse {
    return { kind: "object", status: 401, body: failure(401, "Unauthorized", "Unauthorized") };
  }

  hasNode(name: string): boolean {
    return this.parts.nodes.has(name);
  }

  apply(intervention: Intervention): void {
    this.door.apply(intervention);
  }

  /** The network as a program in that pod sees it, and what its /etc/resolv.conf says; undefined when the pod has no address. */
  networkOf({
    namespace,
    name,
  }: {
    readonly namespace: string;
    readonly name: string;
  }): { readonly network: StackView; readonly resolvConf: string } | undefined {
    const pod = this.admin.find<Pod>(resources.pods, { namespace, name });
    const stack = pod?.status.podIP === undefined ? undefined : this.network.stackAt(pod.status.podIP);
    if (stack === undefined) return undefined;
    const { serviceCIDR } = this.options.profile;
    const search = [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
    const resolvConf = formatResolvConf({ nameServers: [dnsAddress(serviceCIDR)], search, ndots: 5 });
    const network = this.network.view(stack, { program: () => "curl", resolvConf: () => resolvConf, isSilent: true });
    return { network, resolvConf };
  }

  /** What runs on a node, whatever the API says of it: as `crictl ps` would show it there. */
  containersOn(nodeName: string): readonly RunningContainer[] {
    const runtime = this.parts.nodes.get(nodeName)?.runtime;
    return (runtime?.readySandboxes() ?? []).flatMap(({ config }) =>
      (runtime?.containersOf(config.podUid) ?? [])
        .filter(({ isRunning }) => isRunning)
        .map((container) => ({ podUid: config.podUid, name: container.config.name })),
    );
  }

  private get controlPlane(): NodeProfile | undefined {
    const { nodes } = this.options.profile;
    return nodes.find((node) => node.controlPlane) ?? nodes[0];
  }

  private readonly dialNode: DialNode = (name) => this.parts.nodes.get(name)?.kubelet.connection;

  // Components talk to the API server without the journal: what they do follows from what came through the door.
  private readonly inside: ApiHandler = (request) =>
    this.isServing ? this.openAnswers.through(this.apiserver.inside(request)) : this.refusal();

  private readonly admin = createClient(
    (request) => this.apiserver.inside(request),
    systemUser("kubernetes-admin"),
    "kubeadm",
  );

  /** Components cannot reach the server, which they take for an answer like any other that is no success. */
  private refusal(): ApiResponse {
    const message = `dial tcp ${this.serverAddress.slice("https://".length)}: connect: connection refused`;
    return { kind: "object", status: 503, body: failure(503, "ServiceUnavailable", message) };
  }

  private start(): void {
    const client = this.admin;
    const { profile } = this.options;
    for (const component of this.parts.components.values()) component.start();
    for (const { kubelet, kubeProxy } of this.parts.nodes.values()) {
      kubelet.start();
      kubeProxy?.start();
    }
    // The kubelets have registered their nodes by then.
    this.clock.advanceTo(this.clock.now() + 2000);
    if (profile.addons.length === 0) return;
    this.installControlPlane(this.controlPlane);
    createAddons(client, profile.addons, dnsAddress(profile.serviceCIDR));
  }

  private apiForPods(): ApiOverHttp {
    const { profile, rootCertificate: root = rootCertificate, parseYaml } = this.options;
    const { name, internalIP } = this.controlPlane ?? { name: "localhost", internalIP: "127.0.0.1" };
    return apiOverHttp({
      handler: (request) => this.apiserver.inside(request),
      authenticate: (token) => this.authenticate({ token }),
      parseYaml,
      rootCertificate: root,
      names: [name, internalIP, kubernetesAddress(profile.serviceCIDR)],
      clusterDomain,
    });
  }

  private installControlPlane(node: NodeProfile | undefined): void {
    const files = this.parts.nodes.get(node?.name ?? "")?.kubelet.nodeFiles;
    if (node === undefined || files === undefined) return;
    const { profile, parseYaml } = this.options;
    const written = writeControlPlaneManifests(files, node, profile.serviceCIDR, parseYaml !== undefined);
    for (const { text, manifest } of written) this.manifestsByText.set(text, manifest);
  }

  /** What the YAML says; kubelets ask again and again for the same. */
  private parsed(text: string): unknown {
    if (!this.manifestsByText.has(text)) this.manifestsByText.set(text, this.options.parseYaml?.(text));
    return this.manifestsByText.get(text);
  }

  private serve(request: ApiRequest): ApiResponse {
    return this.openAnswers.through(this.apiserver.handle(request));
  }

  private intervene(intervention: Intervention): void {
    switch (intervention.kind) {
      case "stop":
      case "start": {
        const { component, kind } = intervention;
        this.switchComponent(component, kind === "start");
        this.manifests?.moveManifest(component, kind === "start");
        return;
      }
      case "fail-node":
      case "restore-node":
        this.switchNode(intervention.node, intervention.kind === "restore-node");
        return;
      case "add-node":
        this.addNode(intervention.node);
        return;
      case "crash":
        this.crash(intervention);
    }
  }

  private addNode(name: string): void {
    const { nodes } = this.parts;
    if (nodes.has(name)) throw new Error(`this cluster has a node ${name} already`);
    const { kubelet, kubeProxy } = this.parts.addNode(joiningNode(name, nodes.size));
    kubelet.start();
    kubeProxy?.start();
  }

  // Simplified: the programs of a node without power run on unseen; nobody can reach them, and nobody hears of them.
  private switchNode(name: string, on: boolean): void {
    const node = this.parts.nodes.get(name);
    if (node === undefined) throw new Error(`this cluster has no node ${name}`);
    this.network.setNodeUp(name, on);
    for (const component of [node.kubelet, node.kubeProxy]) {
      if (on) component?.start();
      else component?.stop();
    }
  }

  private crash({ namespace, pod: name, container, exitCode }: Extract<Intervention, { kind: "crash" }>): void {
    const pod = this.admin.get<Pod>(resources.pods, { namespace, name });
    const target = container ?? pod.spec.containers[0]?.name;
    const node = this.parts.nodes.get(pod.spec.nodeName ?? "");
    const running = node?.runtime
      .containersOf(localUid(pod))
      .find((one) => one.config.name === target && one.isRunning);
    if (running === undefined) throw new Error(`the pod ${namespace}/${name} has no running container ${target}`);
    running.crash(exitCode);
  }

  private switchComponent(name: string, on: boolean): void {
    const [kind, node = ""] = name.split("/");
    const component = kind === "kubelet" ? this.parts.nodes.get(node)?.kubelet : this.parts.components.get(name);
    const isServer = name === "kube-apiserver" || name === "etcd";
    if (component === undefined && !isServer) throw new Error(`this cluster has no component ${name}`);
    if (on !== this.stopped.has(name)) return;
    if (on) this.stopped.delete(name);
    else this.stopped.add(name);
    if (on) component?.start();
    else component?.stop();
    if (isServer && !on) this.openAnswers.breakOff();
  }
}

/** The first address of the service range, which the Service `kubernetes` has. */
function kubernetesAddress(serviceCIDR: string): string {
  const [network = "10.96.0.0"] = serviceCIDR.split("/");
  return network.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** The tenth address of the service range, where installers put DNS. */
function dnsAddress(serviceCIDR: string): string {
  const [network = "10.96.0.0"] = serviceCIDR.split("/");
  return network.replace(/\d+$/, (last) => String(Number(last) + 10));
}
