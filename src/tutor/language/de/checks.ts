// Was Bedingungen sagen, die noch nicht gelten. `name` ist immer Art und Name, wie Pod `web`.

import type { Texts } from "../english.ts";

const fromText = (from: string | undefined) => (from === undefined ? "" : ` von ${from}`);
const toText = (to: string | undefined) => (to === undefined ? "" : ` an ${to}`);
const many = (kind: string) => (kind.endsWith("s") ? kind : `${kind}s`);

export const checks: Texts["checks"] = {
  either: (parts) => parts.join(" oder "),
  both: (parts) => parts.join(" und "),
  atLeast: (number) => `mindestens ${number}`,
  atMost: (number) => `höchstens ${number}`,

  stillThere: (name) => `${name} wird gelöscht, ist aber noch da.`,
  toBeGone: (name) => `${name} ist weg`,
  shouldNotBe: (name) => `${name} ist da, sollte es aber nicht sein.`,
  count: (matching, kind, wanted) =>
    `${matching} ${matching === 1 ? kind : many(kind)} wie verlangt, erwartet: ${wanted}.`,
  lookAt: (command) => `Sieh dir \`${command}\` an.`,
  lookAtEnd: (command) => `Sieh dir \`${command}\` an, ganz am Ende.`,
  anotherOne: (name) =>
    `${name} ist nicht mehr das Objekt von vorhin: Es wurde gelöscht und neu gemacht. Vergleiche \`metadata.uid\`.`,
  sameOne: (name) => `${name} ist immer noch dasselbe Objekt; es sollte ein neues sein.`,
  partFails: (name, part, command) => `${name} ist da, aber das gilt nicht: \`${part}\`. Sieh dir \`${command}\` an.`,
  noField: (name, field, wanted) => `${name} hat kein \`${field}\`; erwartet: ${wanted}.`,
  otherField: (name, field, value, wanted) => `${name} hat \`${field}\` = \`${value}\`; erwartet: ${wanted}.`,
  unwanted: (name, field) => `${name} hat \`${field}\`; das sollte weg sein.`,
  restarted: (name, times) =>
    `${name} hat ${times === 1 ? "einmal" : `${times} Mal`} neu gestartet; erwartet: Er läuft ohne Neustart weiter.`,
  oneOf: (values) => `eines von ${values.join(", ")}`,
  like: (pattern) => `wie \`${pattern}\``,
  set: "irgendein Wert",

  deleting: (name) => `${name} wird gerade gelöscht.`,
  isReady: (name) => `${name} ist bereit.`,
  isNotYet: (name, condition) => `${name} ist noch nicht ${condition === "Ready" ? "bereit" : "fertig"}.`,
  replicas: (name, ready, wanted) => `Bei ${name} sind ${ready} von ${wanted} Pods bereit.`,
  replicasOld: (name, ready, wanted, updated) =>
    `Bei ${name} sind ${ready} von ${wanted} Pods bereit, ${updated} davon auf neuem Stand.`,
  lookAtPods: (command) => `Sieh dir seine Pods an: Welcher ist nicht bereit? \`${command}\` sagt mehr.`,
  reasons: {
    image: "sein Image lässt sich nicht holen",
    imageName: "der Name seines Images ist nicht gültig",
    imageNever: "sein Image ist nicht auf dem Node und darf nicht geholt werden",
    crash: "sein Container endet immer wieder, und das kubelet wartet vor dem nächsten Start",
    config: "etwas, worauf sich sein Container bezieht, fehlt",
    run: "sein Container lässt sich nicht starten",
    create: "sein Container lässt sich nicht erstellen",
  },
  notReadyBecause: (name, why) => `${name} ist nicht bereit: ${why}.`,
  ended: (container, exitCode, reason) =>
    `sein Container \`${container}\` endete mit Exit-Code ${exitCode} (${reason})`,
  succeeded: (name) => `${name} hat seine Arbeit getan und geendet (Succeeded); bereit wird er nicht mehr.`,
  hasFailed: (name) => `${name} hat mit einem Fehler geendet (Failed).`,
  noNode: (name) => `${name} ist Pending: Kein Node passt.`,
  running: (name) => `${name} läuft, ist aber nicht bereit.`,
  initAtWork: (name, init) => `${name} ist nicht bereit: Sein Init-Container \`${init}\` ist noch nicht fertig.`,
  perhapsTime: (command) => `Vielleicht braucht es nur Zeit; \`${command}\` zeigt, was er tut.`,
  setUp: (name) => `${name} wird gerade eingerichtet.`,
  toGetReady: (name) => `${name} ist bereit`,

  endpoints: (service, found, wanted) =>
    `Service \`${service}\` hat ${found} ${found === 1 ? "bereiten Endpoint" : "bereite Endpoints"}, erwartet: ${wanted}.`,
  noSelector: "Er hat keinen Selector, findet also keine Pods.",
  selectsNone: (selector) =>
    `Zu seinem Selector \`${selector}\` passt kein Pod. Vergleiche ihn mit \`kubectl get pods --show-labels\`.`,
  selectsUnready: (count) => `${count} der Pods, die er auswählt, ${count === 1 ? "ist" : "sind"} nicht bereit.`,
  itsPodsReady: "seine Pods sind bereit",
  noTargetPort:
    "Er wählt Pods aus, aber keiner hat den Port, den `targetPort` nennt. Vergleiche ihn mit den Ports des Containers.",
  selectsSo: (selector, count) =>
    `Zu seinem Selector \`${selector}\` passen ${count}. Sieh dir \`kubectl get pods -l ${selector}\` an.`,
  extraPod: (service, pod, selector) =>
    `Service \`${service}\` schickt auch Verkehr an \`${pod}\`, der das Label ${selector} nicht hat.`,
  lackingPod: (service, pod) =>
    `Service \`${service}\` schickt nichts an \`${pod}\`. Vergleiche seinen Selector mit den Labels dieses Pods.`,

  laptop: "deinem Laptop",
  noRequest: ({ from, to }) => `Noch war keine Anfrage${fromText(from)}${toText(to)} zu sehen. Schick eine.`,
  fewRequests: (good, wanted, { to }) =>
    `${good} von ${wanted} Anfragen${toText(to)} waren zu sehen. Schick noch mehr.`,
  lastRequest: ({ to }, outcome, expected) =>
    `Das Ergebnis der letzten Anfrage${toText(to)}: ${outcome}; erwartet: ${expected}.`,
  probe: ({ from, to }, outcome, expected) =>
    `Das Ergebnis einer Anfrage${fromText(from)}${toText(to)}: ${outcome}; erwartet: ${expected}.`,
  noAddress: (place) => `${place} hat noch keine Adresse. Sieh mit kubectl get nach.`,
  noExternalAddress: (place) => `${place} hat noch keine externe Adresse. Sieh mit kubectl get nach.`,
  outcomes: {
    refused: "`connection refused`, denn auf diesem Port lauscht dort nichts",
    timeout: "Zeitüberschreitung, es kam keine Antwort",
    nxdomain: "ein unbekannter Name (NXDOMAIN)",
    reset: "eine abgebrochene Verbindung",
  },
  status: (status) => `Status ${status}`,
  statusAndPage: (status, page) => `Status ${status} und die Seite \`${page}\``,
  statusAndPageWith: (status, pattern) => `Status ${status} und eine Seite mit \`${pattern}\``,

  notLookedUp: (name, { from }) =>
    `In diesem Schritt hat${from === undefined ? "" : `${fromText(from)} aus`} noch niemand ${name === undefined ? "so einen Namen" : `\`${name}\``} nachgeschlagen.`,
  lookedUp: (name, { from }, answer) =>
    `\`${name}\` wurde${from === undefined ? "" : `${fromText(from)} aus`} nachgeschlagen, und die Antwort war: ${answer}.`,
  noSuchName: "Diesen Namen gibt es nicht (NXDOMAIN)",
  silence: "Schweigen",
  serverFailed: "Der Server hat versagt",
  addresses: (count) => `${count} ${count === 1 ? "Adresse" : "Adressen"}`,

  event: (reason, about, times, wanted) =>
    `Der Cluster hat \`${reason}\`${about === undefined ? "" : ` zu ${about}`} ${times}-mal gemeldet, erwartet: ${wanted}. Sieh dir \`kubectl events\` an.`,
  anyRequest: "Anfrage",
  audit: (what, answers) =>
    `Der API-Server hat in diesem Schritt noch nichts dergleichen gesehen: ${what}${answers === undefined ? "" : `, beantwortet mit ${answers}`}.`,

  nouns: {
    logs: "die Logs",
    events: "die Events",
    describe: "die Beschreibung",
    list: "die Liste",
    field: "die Felder",
    explain: "die Dokumentation",
    file: "die Datei",
  },
  notSeen: (noun, of) =>
    `Du hast dir ${noun}${of === undefined ? "" : ` von ${of}`} in diesem Schritt noch nicht angesehen.`,
  all: (kind) => many(kind),
  presentLife: (noun) => `Du hast ${noun} des jetzigen Containers gesehen; gefragt ist nach seinem vorigen Leben.`,
  notByLabel: "Du hast sie gesehen, aber nach Namen oder alle auf einmal; wähle sie nach ihrem Label aus.",
  listedOthers: (names, wanted) =>
    `${names.length === 0 ? "Deine Liste war leer" : `In deiner Liste stand: ${names.join(", ")}`}; erwartet war nur ${wanted.join(", ")}.`,
  otherContainer: (noun, container) =>
    `Du hast ${noun} eines anderen Containers gesehen; sieh dir \`${container}\` an.`,
  notInIt: (noun) =>
    `Du hast dir ${noun} angesehen, aber das Entscheidende stand nicht darin. Sieh noch einmal nach, vielleicht etwas später.`,

  access: (who, verb, what, namespace, isWanted) => {
    const where =
      namespace === undefined ? "" : namespace === "*" ? " in allen Namespaces" : ` im Namespace \`${namespace}\``;
    return `\`${who}\` darf ${what}${where} ${isWanted ? `noch nicht: ${verb}` : `immer noch: ${verb}`}. Frag mit \`kubectl auth can-i\`.`;
  },

  fileIsThere: (path) => `Die Datei \`${path}\` ist da, sollte es aber nicht sein.`,
  noFile: (path) => `In deinem Arbeitsverzeichnis gibt es keine Datei \`${path}\`. Sieh mit \`ls\` nach.`,
  fileWithout: (path, pattern) =>
    `In der Datei \`${path}\` steht nicht: \`${pattern}\`. Sieh mit \`cat ${path}\` nach.`,
  notYaml: (path, why) => `Die Datei \`${path}\` ist kein gültiges YAML: ${why}`,
  noManifest: (path, kind) =>
    kind === undefined
      ? `In der Datei \`${path}\` steht kein Manifest.`
      : `In der Datei \`${path}\` steht kein Manifest der Art ${kind}.`,
  inFile: (path, why) => `In \`${path}\`: ${why}`,

  changed: (count, kind, what) => {
    const done = { created: "erstellt", deleted: "gelöscht", restarted: "neu gestartet" }[what];
    if (count === 0) return `${kind}: In diesem Schritt wurde noch nichts ${done}.`;
    return `In diesem Schritt ${count === 1 ? `wurde 1 ${kind}` : `wurden ${count} ${many(kind)}`} ${done}; das war nicht verlangt.`;
  },
  questionOpen: "Die Frage ist noch offen. Beantworte sie mit `answer` und deiner Antwort.",
  notIt: (given) => `\`${given}\` ist es nicht.`,
  otherCommand: (starts) => `Der letzte Befehl war nicht \`${starts}\`.`,

  notForLong: (later, why) => `Jetzt gilt es, aber nicht lange. ${later} später: ${why}`,
  notToStay: (after, why) => `Es tritt ein, hält aber nicht an. Nach ${after}: ${why}`,
  mustStay: (left) => `Es gilt und muss noch ${left} so bleiben.`,
  toStay: (duration) => `es bleibt ${duration} lang so`,
  noWayTaken: "Keiner der möglichen Wege wurde gegangen.",
  shouldBeOver: "Etwas ist noch so, wie es nicht mehr sein sollte. Lies die Aufgabe noch einmal.",
  onCopy: (why) => `Auf einer Kopie deines Clusters hat der Tutor probiert, was als Nächstes geschieht: ${why}`,
  notThere: (kind, name, list) => `${kind} \`${name}\` gibt es nicht. Sieh nach, was da ist: \`${list}\`.`,
  noneThere: (kind, selector, list) =>
    `${many(kind)}${selector === undefined ? "" : ` mit dem Label ${selector}`} gibt es nicht. Sieh nach, was da ist: \`${list}\`.`,
};
