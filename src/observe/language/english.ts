// What `map` and `trace` say of a cluster. Other languages are objects of the same type.

const plural = (noun: string) => (noun.endsWith("s") ? `${noun}es` : `${noun}s`);
const counted = (count: number, noun: string) => `${count} ${count === 1 ? noun : plural(noun)}`;

export const english = {
  map: {
    title: "Nodes and pods",
    allNamespaces: "all namespaces",
    namespace: (name: string) => `namespace ${name}`,
    services: "Services",
    noPods: "no pods",
    onNoNode: "on no node",
    staticPods: "static pods",
    ready: "ready",
    running: "running, not ready",
    waiting: "waiting",
    failing: "failing",
    finished: "completed",
    leaving: "terminating",
    nameElsewhere: "a name elsewhere; no pods",
    noSelector: "no selector, and no endpoints",
    noPodHas: (selector: string) => `no endpoints: no pod has ${selector}`,
    noPodWith: (selector: string) => `no endpoints: no pod with ${selector} has an address`,
    notLookedAt: "the scheduler has not looked at it yet",
    lastRun: (reason: string | undefined, exitCode: number) => `Last run: ${reason ?? "ended"}, exit code ${exitCode}`,
    withExitCode: (word: string, exitCode: number) => `${word}, exit code ${exitCode}`,
    help: `map draws the nodes, the pods on them with their containers, and the services with the pods behind them.

  map                   the namespace of your context
  map -n NAMESPACE      another one
  map -A                all of them
  map --plain           in sentences, for screen readers (also K8S_TUTOR_PLAIN=1)
  map --json            as data
  map on                keeps it above the prompt, where it changes with the cluster; also map on -A
  map off               takes it away
`,
  },
  /** The map in sentences. */
  spoken: {
    head: (where: string, nodes: number, pods: number, services: number) =>
      `Map of ${where}: ${counted(nodes, "node")}, ${counted(pods, "pod")}, ${counted(services, "service")}.`,
    onNoNode: (pods: number) => `On no node: ${counted(pods, "pod")}.`,
    node: ({ name, roles, status, pods }: SpokenNode) =>
      `Node ${name}${roles.length === 0 ? "" : `, ${roles.join(" and ")}`}, ${status}: ${pods === 0 ? "no pods" : counted(pods, "pod")}.`,
    pod: (name: string, owner: string | undefined, namespace: string | undefined) =>
      `Pod ${name}${owner === undefined ? "" : ` of ${owner}`}${namespace === undefined ? "" : ` in ${namespace}`}`,
    isReady: ", ready",
    isNotReady: ", not ready",
    container: (name: string, role: Role, state: string, restarts: number) =>
      `${role === "main" ? "Container" : `${role.charAt(0).toUpperCase()}${role.slice(1)} container`} ${name}: ${state}${restarts === 0 ? "" : `, ${counted(restarts, "restart")}`}.`,
    service: ({ name, namespace, address, ports }: SpokenService) =>
      `Service ${name}${namespace === undefined ? "" : ` in ${namespace}`}, ${address}${ports.length === 0 ? "" : `, port ${ports.join(" and ").replaceAll("→", "to")}`}.`,
    nobody: (why: string) => `Nobody answers: ${why}.`,
    ready: (names: readonly string[]) => `Ready: ${names.length === 0 ? "none" : names.join(", ")}.`,
    notReady: (names: readonly string[]) => `Not ready: ${names.join(", ")}.`,
  },
  trace: {
    /** A kind in the middle of a sentence. */
    noun: (kind: string) => kind.toLowerCase(),
    counted: (count: number, kind: string) => counted(count, kind.toLowerCase()),
    these: (count: number, kind: string) => `these ${counted(count, kind.toLowerCase())}`,
    theLesson: "the lesson",
    as: (name: string, user: string) => `${name} (as ${user})`,
    onNode: (who: string, node: string) => `${who} on ${node}`,
    onNodes: (who: string, nodes: readonly string[], last: string) => `${who}s on ${nodes.join(", ")} and ${last}`,
    created: (objects: string) => `created ${objects}`,
    deleted: (objects: string) => `deleted ${objects}`,
    askedToDelete: (objects: string) => `asked for the deletion of ${objects}`,
    bound: (objects: string, node: string) => `bound ${objects} to ${node}`,
    boundTo: (objects: string, targets: readonly (readonly [node: string, count: number])[]) =>
      `bound ${objects}: ${targets.map(([node, count]) => `${count} to ${node}`).join(", ")}`,
    changed: (objects: string) => `changed ${objects}`,
    reports: (objects: string) => `reports ${objects}`,
    report: (objects: string) => `report ${objects}`,
    times: (count: number) => `${count} times`,
    since: (time: string) => `since ${time}`,
    until: (time: string) => `until ${time}`,
    because: (reason: string) => `because ${reason}`,
    more: (count: number) => `${count} more`,
    besides: (names: readonly string[]) => `written just before, and traced by name: ${names.join(", ")}`,
    stored: (revision: number) => `apiserver: stored as resourceVersion ${revision}, told to all who watch`,
    writes: (count: number, time: string) => `${counted(count, "write")} in ${time}`,
    spoken: (depth: number, time: string, said: string, because: string | undefined) =>
      `${depth === 0 ? "First" : `Level ${depth}`}, after ${time}: ${said}${because === undefined ? "" : `, because ${because}`}.`.replaceAll(
        "→",
        "to",
      ),
    ownerGone: (isMany: boolean): string => (isMany ? "their owner is gone" : "its owner is gone"),
    noNodeYet: (isMany: boolean): string => (isMany ? "they had no node yet" : "it had no node yet"),
    toBeDeleted: (isMany: boolean): string => (isMany ? "they are to be deleted" : "it is to be deleted"),
    boundHere: (isMany: boolean): string => (isMany ? "they are bound to these nodes" : "it is bound to this node"),
    listsWho: "it lists who answers for a Service",
    podsBehindChanged: "pods behind the Service changed",
    partsChanged: (kind: string) => `its ${kind.toLowerCase()}s changed`,
    shortOf: (owner: string, isMany: boolean) => `${owner} is short of ${isMany ? "pods" : "a pod"}`,
    itsOwner: "its owner",
    noTemplate: (owner: string) => `no ReplicaSet had the pod template of ${owner}`,
    isToGo: (owner: string) => `${owner} is to go`,
    replaces: (owner: string) => `${owner} replaces its pods step by step`,
    asksForIt: (owner: string) => `${owner} asks for it`,
    asksFor: (owner: string, pods: number) => `${owner} asks for ${counted(pods, "pod")}`,
    podsReady: (ready: number, wanted: number) => `${ready} of ${wanted} pods ready`,
    endpointsReady: (ready: number, all: number) => `${ready} of ${all} endpoints ready`,
    jobState: (active: number, succeeded: number, failed: number) =>
      `${active} active, ${succeeded} succeeded, ${failed} failed`,
    ready: "Running, ready",
    notReady: "Running, not ready",
    exitCode: (reason: string, exitCode: number) => `${reason} (exit code ${exitCode})`,
    none: "(none)",
    nothingWritten: "nobody has written anything yet; create something with kubectl first",
    unknownWriter: (object: string) =>
      `nothing is known of who wrote ${object}: only the last few thousand writes are kept`,
    noObject: (text: string) => `"${text}" is no object; name one as deployment/web`,
    noKind: (word: string) => `there is no kind ${word}; \`kubectl api-resources\` lists them`,
    notThere: (kind: string, name: string, namespace: string | undefined) =>
      `there is no ${kind} ${name}${namespace === undefined ? "" : ` in the namespace ${namespace}`}`,
    elsewhere:
      "only the tutor's own cluster tells who wrote what; `kubectl get -o yaml --show-managed-fields` is next to it here",
    help: `trace tells what came of a write, or follows a request.

  trace                          what your last write has led to
  trace KIND/NAME [-n NS]        what the last write that concerns this object has led to
  trace http://SERVICE[:PORT]/   follows one request: name, Service, endpoint, pod, container
        --from POD|laptop        from there; a running pod of the namespace when not given
  --plain, --json                in sentences, for screen readers; as data
`,
  },
  request: {
    laptop: "the laptop, outside of the cluster",
    pod: (name: string, namespace: string, node: string | undefined, address: string | undefined) =>
      `pod ${name} in ${namespace}${node === undefined ? "" : ` on ${node}`}${address === undefined ? "" : ` (${address})`}`,
    clusterIpOutside: "a cluster IP is known inside of the cluster only, and the laptop is outside",
    proxyOn: (node: string) => `kube-proxy on ${node}`,
    chose: (proxy: string, ready: number, where: string | undefined) =>
      `${proxy} chose ${ready === 1 ? "the only ready endpoint" : `one of ${ready} ready endpoints`}${where === undefined ? "" : `: ${where}`}`,
    oneOf: (names: readonly string[]) => `one of ${names.join(", ")}`,
    podOn: (name: string, node: string | undefined, phase: string | undefined, isReady: boolean) =>
      `pod ${name} on ${node ?? "no node"}: ${phase}, ${isReady ? "ready" : "not ready, so no Service sends to it"}`,
    listens: (container: string | undefined, port: number) =>
      `${container === undefined ? "a container" : `container ${container}`} listens on port ${port}`,
    nothingListens: (port: number) => `nothing listens on port ${port} there`,
    refused: (port: number) => `connection refused: no container of the pod listens on port ${port}`,
    declare: (ports: readonly string[]) =>
      ports.length === 0 ? "its containers declare no ports" : `its containers declare ${ports.join(", ")}`,
    silence: (seconds: number) => `nobody answered for ${seconds} s`,
    nothingHas: (address: string) => `nothing in the cluster has the address ${address}`,
    podAddressOutside: "a pod's address is known inside of the cluster only, and the laptop is outside",
    nodeMayBeDown: (pod: string) => `pod ${pod} is there, and no policy is in the way; its node may be down`,
    noRoute: (address: string | undefined) =>
      `no route to ${address ?? "it"}: the address is known, and nobody has it any more`,
    bytes: (status: string, count: number) => `${status}, ${count} bytes`,
    programSaid: (status: string) => `${status}: the program in the container said so`,
    stands: {
      silence: "the connection stands, but nothing came back",
      "hung up": "the connection stands, but the connection was closed without an answer",
      "not HTTP": "the connection stands, but what came back is no HTTP",
    },
    byHosts: (host: string, address: string | undefined) => `${host} is ${address ?? "known"} by /etc/hosts`,
    noNameServer: (host: string, isLaptop: boolean) =>
      `${host} cannot be looked up: ${isLaptop ? "the laptop" : "the pod"} knows no name server`,
    onlyPodsAsk: "only pods ask the cluster's DNS; begin in one with --from POD",
    dnsSays: (server: string, name: string, addresses: readonly string[]) =>
      `CoreDNS (${server}) says ${name} is ${addresses.join(", ")}`,
    serverSilent: (server: string) => `the name server ${server} does not answer`,
    noAddress: (name: string) =>
      `${name} is known and has no address: a headless Service without ready pods, or one that is only a name`,
    elsewhere: (namespace: string | undefined, name: string) => `there is one in ${namespace}: ask for ${name}`,
    asked: (names: readonly string[]) => `asked for ${names.join(", ")}`,
    noService: (host: string) => `no Service is called ${host} (NXDOMAIN)`,
    noPort: (service: string, wanted: number, has: readonly number[]) =>
      `service ${service} has no port ${wanted}; it has ${has.length === 0 ? "none" : has.join(", ")}`,
    nodePort: (wanted: number, port: number) => `node port ${wanted}, which is its port ${port}`,
    by: { "cluster IP": "cluster IP", "external address": "external address", "node port": "node port" },
    port: (by: string, port: number) => `${by}, port ${port}`,
    service: (name: string, namespace: string | undefined, listens: string, target: string | number) =>
      `service ${name} in ${namespace}: ${listens}, to targetPort ${target}`,
    noSelector: (service: string) => `service ${service} has no selector, and nobody has given it endpoints`,
    noPodHas: (labels: string, service: string) => `no pod has the labels ${labels}, which service ${service} selects`,
    noneReady: (service: string, pods: readonly string[]) =>
      `no pod behind service ${service} is ready: ${pods.join(", ")}`,
    noEndpointReady: (service: string) => `no endpoint of service ${service} is ready`,
    noPortNamed: (service: string, target: string) =>
      `no container behind service ${service} has a port named ${target}, which is its targetPort`,
    letThrough: (policies: string) => `let through by ${policies}`,
    dropped: (seconds: number) => `nobody answered for ${seconds} s: packets are dropped`,
    decide: (policies: string) => `policies that decide here: ${policies}`,
    look: "look:",
    spokenHead: (url: string, end: string | undefined) =>
      `Request to ${url}: ${end === undefined ? "answered" : `ended at the hop ${end}`}.`,
    spokenHop: (number: number, name: string, isFailed: boolean, says: readonly string[]) =>
      `Hop ${number}, ${name}${isFailed ? ", failed" : ""}: ${says.join("; ")}.`,
    spokenLook: (commands: readonly string[]) => `Look at it with: ${commands.join("; ")}.`,
    nothingSent: (pod: string) => `nothing can be sent from the pod ${pod}: it has no address`,
    noUrl: (url: string) => `"${url}" is no address; write it as http://SERVICE:PORT/PATH`,
    noScheme: (scheme: string) => `k8s-tutor does not simulate ${scheme}; write http://…`,
    noSuchPort: (port: number) => `${port} is no port; they go from 1 to 65535`,
    noPodFrom: (name: string | undefined, namespace: string | undefined) =>
      `there is no pod ${name} in the namespace ${namespace}; --from laptop needs none`,
    notSent:
      "requests can be followed only through the tutor's own network; here, send one with `kubectl exec POD -- wget -qO- URL`",
  },
  arguments: {
    needsValue: (option: string) => `${option} needs a value behind it`,
    noOption: (option: string) => `there is no option ${option}`,
    seeHelp: (name: string, wrong: string) => `${name}: ${wrong}; \`${name} --help\` says what there is`,
  },
};

export type Says = typeof english;

interface SpokenNode {
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: string;
  readonly pods: number;
}

type Role = "main" | "init" | "sidecar" | "ephemeral";

interface SpokenService {
  readonly name: string;
  /** Where all are shown. */
  readonly namespace: string | undefined;
  readonly address: string;
  readonly ports: readonly string[];
}
