// Was `map` und `trace` auf Deutsch sagen. Die Namen von Dingen und Zuständen sind die von Kubernetes.

import type { Says } from "./english.ts";

const counted = (count: number, kind: string) => `${count} ${kind}${count === 1 ? "" : kind.endsWith("s") ? "" : "s"}`;
const ROLES = { init: "Init-Container", sidecar: "Sidecar", ephemeral: "Gast-Container", main: "Container" } as const;

export const german: Says = {
  map: {
    title: "Nodes und Pods",
    allNamespaces: "alle Namespaces",
    namespace: (name) => `Namespace ${name}`,
    services: "Services",
    noPods: "keine Pods",
    onNoNode: "auf keinem Node",
    staticPods: "statische Pods",
    ready: "bereit",
    running: "läuft, nicht bereit",
    waiting: "wartet",
    failing: "scheitert",
    finished: "fertig",
    leaving: "wird beendet",
    nameElsewhere: "ein Name anderswo; keine Pods",
    noSelector: "kein Selector und keine Endpoints",
    noPodHas: (selector) => `keine Endpoints: Kein Pod hat ${selector}`,
    noPodWith: (selector) => `keine Endpoints: Kein Pod mit ${selector} hat eine Adresse`,
    notLookedAt: "der Scheduler hat ihn noch nicht angesehen",
    lastRun: (reason, exitCode) => `Letzter Lauf: ${reason ?? "geendet"}, Exit-Code ${exitCode}`,
    withExitCode: (word, exitCode) => `${word}, Exit-Code ${exitCode}`,
    help: `map zeichnet die Nodes, die Pods darauf mit ihren Containern, und die Services mit den Pods dahinter.

  map                   der Namespace deines Kontexts
  map -n NAMESPACE      ein anderer
  map -A                alle
  map --plain           in Sätzen, zum Vorlesen (auch K8S_TUTOR_PLAIN=1)
  map --json            als Daten
  map on                hält sie über dem Prompt fest, wo sie sich mit dem Cluster ändert; auch map on -A
  map off               nimmt sie weg
`,
  },
  spoken: {
    head: (where, nodes, pods, services) =>
      `Karte, ${where}: ${counted(nodes, "Node")}, ${counted(pods, "Pod")}, ${counted(services, "Service")}.`,
    onNoNode: (pods) => `Auf keinem Node: ${counted(pods, "Pod")}.`,
    node: ({ name, roles, status, pods }) =>
      `Node ${name}${roles.length === 0 ? "" : `, ${roles.join(" und ")}`}, ${status}: ${pods === 0 ? "keine Pods" : counted(pods, "Pod")}.`,
    pod: (name, owner, namespace) =>
      `Pod ${name}${owner === undefined ? "" : ` von ${owner}`}${namespace === undefined ? "" : ` in ${namespace}`}`,
    isReady: ", bereit",
    isNotReady: ", nicht bereit",
    container: (name, role, state, restarts) =>
      `${ROLES[role]} ${name}: ${state}${restarts === 0 ? "" : `, ${restarts === 1 ? "ein Neustart" : `${restarts} Neustarts`}`}.`,
    service: ({ name, namespace, address, ports }) =>
      `Service ${name}${namespace === undefined ? "" : ` in ${namespace}`}, ${address}${ports.length === 0 ? "" : `, Port ${ports.join(" und ").replaceAll("→", "zu")}`}.`,
    nobody: (why) => `Niemand antwortet: ${why}.`,
    ready: (names) => `Bereit: ${names.length === 0 ? "keiner" : names.join(", ")}.`,
    notReady: (names) => `Nicht bereit: ${names.join(", ")}.`,
  },
  trace: {
    noun: (kind) => kind,
    counted,
    these: (count, kind) => `diese ${counted(count, kind)}`,
    theLesson: "die Lektion",
    as: (name, user) => `${name} (als ${user})`,
    onNode: (who, node) => `${who} auf ${node}`,
    onNodes: (who, nodes, last) => `${who}s auf ${nodes.join(", ")} und ${last}`,
    created: (objects) => `hat ${objects} erstellt`,
    deleted: (objects) => `hat ${objects} gelöscht`,
    askedToDelete: (objects) => `hat verlangt, ${objects} zu löschen`,
    bound: (objects, node) => `hat ${objects} an ${node} gebunden`,
    boundTo: (objects, targets) =>
      `hat ${objects} gebunden: ${targets.map(([node, count]) => `${count} an ${node}`).join(", ")}`,
    changed: (objects) => `hat ${objects} geändert`,
    reports: (objects) => `meldet ${objects}`,
    report: (objects) => `melden ${objects}`,
    times: (count) => `${count}-mal`,
    since: (time) => `seit ${time}`,
    until: (time) => `bis ${time}`,
    because: (reason) => `denn ${reason}`,
    more: (count) => `${count} weitere`,
    besides: (names) => `eben zuvor geschrieben, mit Namen zu verfolgen: ${names.join(", ")}`,
    stored: (revision) => `apiserver: gespeichert als resourceVersion ${revision} und allen gesagt, die zusehen`,
    writes: (count, time) => `${count === 1 ? "ein Schreibvorgang" : `${count} Schreibvorgänge`} in ${time}`,
    spoken: (depth, time, said, because) =>
      `${depth === 0 ? "Zuerst" : `Ebene ${depth}`}, nach ${time}: ${said}${because === undefined ? "" : `, denn ${because}`}.`.replaceAll(
        "→",
        "zu",
      ),
    ownerGone: () => "der Besitzer ist weg",
    noNodeYet: () => "noch war kein Node gewählt",
    toBeDeleted: (isMany) => (isMany ? "sie sollen gelöscht werden" : "das Löschen war verlangt"),
    boundHere: (isMany) => (isMany ? "sie sind an diese Nodes gebunden" : "er ist an diesen Node gebunden"),
    listsWho: "darin steht, wer für einen Service antwortet",
    podsBehindChanged: "die Pods hinter dem Service haben sich geändert",
    partsChanged: (kind) => `etwas an den ${kind}s hat sich geändert`,
    shortOf: (owner, isMany) => `${owner} ${isMany ? "fehlen Pods" : "fehlt ein Pod"}`,
    itsOwner: "dem Besitzer",
    noTemplate: (owner) => `kein ReplicaSet hatte die Pod-Vorlage von ${owner}`,
    isToGo: (owner) => `${owner} soll weg`,
    replaces: (owner) => `${owner} ersetzt seine Pods Schritt für Schritt`,
    asksForIt: (owner) => `${owner} verlangt es`,
    asksFor: (owner, pods) => `${owner} verlangt ${counted(pods, "Pod")}`,
    podsReady: (ready, wanted) => `${ready} von ${wanted} Pods bereit`,
    endpointsReady: (ready, all) => `${ready} von ${all} Endpoints bereit`,
    jobState: (active, succeeded, failed) => `${active} aktiv, ${succeeded} erfolgreich, ${failed} gescheitert`,
    ready: "Running, bereit",
    notReady: "Running, nicht bereit",
    exitCode: (reason, exitCode) => `${reason} (Exit-Code ${exitCode})`,
    none: "(nichts)",
    nothingWritten: "noch hat niemand etwas geschrieben; erstelle erst etwas mit kubectl",
    unknownWriter: (object) =>
      `wer ${object} geschrieben hat, ist nicht bekannt: Nur die letzten paar Tausend Schreibvorgänge werden aufgehoben`,
    noObject: (text) => `"${text}" ist kein Objekt; nenne eines wie deployment/web`,
    noKind: (word) => `es gibt keine Art ${word}; \`kubectl api-resources\` führt sie auf`,
    notThere: (kind, name, namespace) =>
      `${kind}/${name} gibt es${namespace === undefined ? "" : ` im Namespace ${namespace}`} nicht`,
    elsewhere:
      "nur der Cluster des Tutors sagt, wer was geschrieben hat; hier kommt `kubectl get -o yaml --show-managed-fields` dem am nächsten",
    help: `trace sagt, was aus einer Änderung wurde, oder folgt einer Anfrage.

  trace                          was deine letzte Änderung ausgelöst hat
  trace ART/NAME [-n NS]         was die letzte Änderung ausgelöst hat, die dieses Objekt betrifft
  trace http://SERVICE[:PORT]/   folgt einer Anfrage: Name, Service, Endpoint, Pod, Container
        --from POD|laptop        von dort; ohne Angabe von einem laufenden Pod des Namespaces
  --plain, --json                in Sätzen, zum Vorlesen; als Daten
`,
  },
  request: {
    laptop: "der Laptop, außerhalb des Clusters",
    pod: (name, namespace, node, address) =>
      `Pod ${name} in ${namespace}${node === undefined ? "" : ` auf ${node}`}${address === undefined ? "" : ` (${address})`}`,
    clusterIpOutside: "eine Cluster-IP kennt man nur im Innern des Clusters, und der Laptop ist draußen",
    proxyOn: (node) => `kube-proxy auf ${node}`,
    chose: (proxy, ready, where) =>
      `${proxy} hat ${ready === 1 ? "den einzigen bereiten Endpoint" : `einen von ${ready} bereiten Endpoints`} gewählt${where === undefined ? "" : `: ${where}`}`,
    oneOf: (names) => `einer von ${names.join(", ")}`,
    podOn: (name, node, phase, isReady) =>
      `Pod ${name} auf ${node ?? "keinem Node"}: ${phase}, ${isReady ? "bereit" : "nicht bereit, also schickt ihm kein Service etwas"}`,
    listens: (container, port) =>
      `${container === undefined ? "ein Container" : `Container ${container}`} hört auf Port ${port}`,
    nothingListens: (port) => `auf Port ${port} hört dort niemand`,
    refused: (port) => `connection refused: Kein Container des Pods hört auf Port ${port}`,
    declare: (ports) =>
      ports.length === 0 ? "seine Container geben keine Ports an" : `seine Container geben an: ${ports.join(", ")}`,
    silence: (seconds) => `${seconds} s lang hat niemand geantwortet`,
    nothingHas: (address) => `im Cluster hat nichts die Adresse ${address}`,
    podAddressOutside: "die Adresse eines Pods kennt man nur im Innern des Clusters, und der Laptop ist draußen",
    nodeMayBeDown: (pod) => `Pod ${pod} ist da, und keine Policy steht im Weg; vielleicht ist sein Node ausgefallen`,
    noRoute: (address) => `no route zu ${address ?? "ihm"}: Die Adresse ist bekannt, und niemand hat sie mehr`,
    bytes: (status, count) => `${status}, ${count} Byte`,
    programSaid: (status) => `${status}: Das hat das Programm im Container gesagt`,
    stands: {
      silence: "die Verbindung steht, aber es kam nichts zurück",
      "hung up": "die Verbindung stand und wurde ohne Antwort geschlossen",
      "not HTTP": "die Verbindung steht, aber was zurückkam, ist kein HTTP",
    },
    byHosts: (host, address) => `${host} ist ${address ?? "bekannt"}, laut /etc/hosts`,
    noNameServer: (host, isLaptop) =>
      `${host} lässt sich nicht nachschlagen: ${isLaptop ? "Der Laptop" : "Der Pod"} kennt keinen Nameserver`,
    onlyPodsAsk: "nur Pods fragen das DNS des Clusters; beginne in einem mit --from POD",
    dnsSays: (server, name, addresses) => `CoreDNS (${server}) sagt, ${name} ist ${addresses.join(", ")}`,
    serverSilent: (server) => `der Nameserver ${server} antwortet nicht`,
    noAddress: (name) =>
      `${name} ist bekannt und hat keine Adresse: ein headless Service ohne bereite Pods, oder einer, der nur ein Name ist`,
    elsewhere: (namespace, name) => `in ${namespace} gibt es einen: Frag nach ${name}`,
    asked: (names) => `gefragt wurde nach ${names.join(", ")}`,
    noService: (host) => `kein Service heißt ${host} (NXDOMAIN)`,
    noPort: (service, wanted, has) =>
      `Service ${service} hat keinen Port ${wanted}; er hat ${has.length === 0 ? "keinen" : has.join(", ")}`,
    nodePort: (wanted, port) => `Node-Port ${wanted}, sein Port ${port}`,
    by: { "cluster IP": "Cluster-IP", "external address": "Adresse nach außen", "node port": "Node-Port" },
    port: (by, port) => `${by}, Port ${port}`,
    service: (name, namespace, listens, target) =>
      `Service ${name} in ${namespace}: ${listens}, zum targetPort ${target}`,
    noSelector: (service) => `Service ${service} hat keinen Selector, und niemand hat ihm Endpoints gegeben`,
    noPodHas: (labels, service) => `kein Pod hat die Labels ${labels}, die Service ${service} sucht`,
    noneReady: (service, pods) => `kein Pod hinter Service ${service} ist bereit: ${pods.join(", ")}`,
    noEndpointReady: (service) => `kein Endpoint von Service ${service} ist bereit`,
    noPortNamed: (service, target) =>
      `kein Container hinter Service ${service} hat einen Port namens ${target}, und das ist sein targetPort`,
    letThrough: (policies) => `durchgelassen von ${policies}`,
    dropped: (seconds) => `${seconds} s lang hat niemand geantwortet: Die Pakete werden verworfen`,
    decide: (policies) => `hier entscheiden die Policies ${policies}`,
    look: "sieh nach:",
    spokenHead: (url, end) => `Anfrage an ${url}: ${end === undefined ? "beantwortet" : `endete bei ${end}`}.`,
    spokenHop: (number, name, isFailed, says) =>
      `Station ${number}, ${name}${isFailed ? ", gescheitert" : ""}: ${says.join("; ")}.`,
    spokenLook: (commands) => `Sieh nach mit: ${commands.join("; ")}.`,
    nothingSent: (pod) => `vom Pod ${pod} lässt sich nichts schicken: Er hat keine Adresse`,
    noUrl: (url) => `"${url}" ist keine Adresse; schreib sie als http://SERVICE:PORT/PFAD`,
    noScheme: (scheme) => `k8s-tutor simuliert ${scheme} nicht; schreib http://…`,
    noSuchPort: (port) => `${port} ist kein Port; sie gehen von 1 bis 65535`,
    noPodFrom: (name, namespace) =>
      `im Namespace ${namespace} gibt es keinen Pod ${name}; --from laptop braucht keinen`,
    notSent:
      "Anfragen lassen sich nur im Netz des Tutors verfolgen; schick hier eine mit `kubectl exec POD -- wget -qO- URL`",
  },
  arguments: {
    needsValue: (option) => `hinter ${option} fehlt ein Wert`,
    noOption: (option) => `es gibt keine Option ${option}`,
    seeHelp: (name, wrong) => `${name}: ${wrong}; \`${name} --help\` sagt, was es gibt`,
  },
};
